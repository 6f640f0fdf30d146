"""The widget in a real browser: on pages of other origins, by keyboard, in a stream, in the dark, and full of hostile text."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Request
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from api.app import create_app
from api.batching import BatchLimits
from api.errors import BusyError, TooManyRequestsError, UnusableIndexError
from api.problems import respond_to
from api.service import Service
from api.start_page import page_routes, widget
from api.stream import EVENT_STREAM, events
from index.homes import DEFAULT_COLLECTION
from rag.answer_out import answer_out
from rag.contract import AlsoInOut, AnswerOut, ConflictOut, ConflictValueOut, PartOut
from rag.pipeline import Pipeline
from tests.browser_kit import RealBrowser, Visit
from tests.listening import free_port, listening

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Browsing = Callable[..., Visit]

WHY = "why did Alice leave the company?"
MAX_GZIPPED_BYTES = 30_000
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def article(number: int, *, url: str, words: str = "a quarrel over money") -> str:
    head = f"---\ntitle: Élu {number} 🇫🇷\npublished_at: 2024-05-1{number}\nurl: {url}\n---\n"
    return (
        head
        + f"🚀 Alice left the company because of\r\n{words}, co-written in year {number}.\r\nHer colleagues were sad.\r\n"
    )


def page_with(widgets: str, *, script: str = "/widget.js") -> str:
    """A page of somebody's; its title and heading are there for axe."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>A page</title><main><h1>A page</h1>{widgets}</main><script src="{script}"></script></html>'
    )


async def serious(page: Page) -> list[str]:
    """What axe finds that keeps people out, in the widget too."""
    found = (await Axe().run(page)).response["violations"]
    return [f"{one['id']}: {one['nodes']}" for one in found if one["impact"] in {"serious", "critical"}]


async def focused(page: Page) -> str:
    return await page.evaluate(
        "(e => { while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e.className || e.tagName })"
        "(document.activeElement)"
    )


async def press_until(page: Page, name: str) -> None:
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await focused(page) == name:
            return
    pytest.fail(f"twenty times Tab and the focus never came to {name}")


def test_it_is_small_and_writes_no_markup() -> None:
    script = widget()
    assert len(gzip.compress(script.encode())) < MAX_GZIPPED_BYTES
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|import\(", script) == []
    )


def test_its_page_tells_of_every_attribute_method_property_event_and_colour() -> None:
    script, guide = widget(), (Path(__file__).parents[1] / "docs" / "widget.md").read_text("utf-8")
    # A browser calls these.
    own = {"constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback"}
    members = set(re.findall(r"^  (?:async )?([a-z]\w*)(?:\(.*\) \{| = null;)", script, re.MULTILINE)) - own
    assert members == {"ask", "clear", "tell", "fail", "dated", "focus", "reader", "key"}
    assert {name for name in members if f"`element.{name}" not in guide} == set()
    attributes = set(re.findall(r'getAttribute\("(\w+)"\)|:host\(\[(theme)=|closest\("\[(lang)\]', script))
    assert {"".join(found) for found in attributes} == {"server", "placeholder", "question", "theme", "lang"}
    assert {name for found in attributes if f"| `{(name := ''.join(found))}` |" not in guide} == set()
    events = set(re.findall(r'#tellPage\("([\w-]+)"', script))
    assert events == {"pourquoi-ask", "pourquoi-answer", "pourquoi-key"}
    assert {name for name in events if f"| `{name}` |" not in guide} == set()
    colours = set(re.findall(r"var\(--pourquoi(-[\w-]+)", script))
    assert {name for name in colours if f"`{name}`" not in guide and f"`--pourquoi{name}`" not in guide} == set()


@pytest.mark.browser
def test_of_two_questions_in_one_the_half_without_an_answer_is_named(
    hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    pipeline = hashing_pipeline({"one": article(1, url="https://news.example/1")})
    answer = answer_out(pipeline.answer(WHY), pipeline, DEFAULT_COLLECTION)
    told = {"confidence": answer.confidence, "reason": None, "statements": [0]}
    parts = [
        PartOut(question=WHY, understood=WHY, answerable=True, **told),
        PartOut(
            question=PAYLOAD, understood=WHY, answerable=False, confidence=0.1, reason="low_confidence", statements=[]
        ),
    ]
    both = answer.model_copy(update={"parts": parts})

    async def test(page: Page) -> None:
        await page.route(
            "**/v1/ask", lambda route: route.fulfill(body=both.model_dump_json(), content_type="application/json")
        )
        await page.evaluate("document.querySelector('pourquoi-ask').ask('why and who?')")
        await page.wait_for_selector(".confidence")
        assert await page.locator(".unsaid").all_text_contents() == [f"{PAYLOAD} The articles do not say."]
        assert await page.locator("img, iframe").count() == 0
        assert await serious(page) == []

    on_a_page(browsing(pipeline), test)


@pytest.mark.browser
@pytest.mark.parametrize(("collection", "named"), [(DEFAULT_COLLECTION, ""), ("news", "&collection=news")])
def test_every_link_of_an_answer_leads_into_its_collection(
    hashing_pipeline: HashingPipeline, browsing: Browsing, collection: str, named: str
) -> None:
    pipeline = hashing_pipeline({str(n): article(n, url="https://news.example/") for n in (1, 2)})
    answer = answer_out(pipeline.answer(WHY), pipeline, collection)
    other = AlsoInOut.model_validate(answer.citations[1].model_dump(include=set(AlsoInOut.model_fields)))
    citations = [answer.citations[0].model_copy(update={"also_in": [other]}), *answer.citations[1:]]
    answer = answer.model_copy(update={"citations": citations})
    printed = f"article={other.article_id}&from={other.utf16_start}&to={other.utf16_end}&sha256={other.article_sha256}"

    async def test(page: Page) -> None:
        await page.route(
            "**/v1/ask", lambda route: route.fulfill(body=answer.model_dump_json(), content_type="application/json")
        )
        await page.evaluate("document.querySelector('pourquoi-ask').ask('why?')")
        await page.wait_for_selector(".confidence")
        for name in (".title", ".marker", ".other"):
            hrefs = await page.locator(name).evaluate_all("all => all.map(a => a.href)")
            wanted = [f"span={one.span_id}" for one in citations] if name != ".other" else [printed]
            assert set(hrefs) == {f"http://test/?{one}{named}" for one in wanted}, name

    on_a_page(browsing(pipeline), test)


# ---- on pages of other origins ---------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_listed_page_asks_by_keyboard_and_a_page_that_is_not_listed_is_refused(
    hashing_pipeline: HashingPipeline, real_browser: RealBrowser
) -> None:
    port, pages_port = free_port(), free_port()
    listed, other = f"http://127.0.0.1:{pages_port}", f"http://localhost:{pages_port}"
    original = f"{listed}/original?a=b#part"
    text = article(1, url=original)
    pipeline = hashing_pipeline({"one": text})
    [citation] = pipeline.answer(WHY).citations
    service = Service(lambda: pipeline, BatchLimits(concurrent=4, batch=4))
    app = create_app(service, origins=(listed,))
    script = f"http://127.0.0.1:{port}/widget.js"
    # The strictest policy that the page may have.
    policy = {
        "content-security-policy": f"default-src 'none'; script-src {script}; connect-src http://127.0.0.1:{port}"
    }

    async def host(_: HttpRequest) -> Response:
        return HTMLResponse(
            page_with('<pourquoi-ask lang="fr" placeholder="Pourquoi …"></pourquoi-ask>', script=script), headers=policy
        )

    async def read(_: HttpRequest) -> Response:
        return HTMLResponse(
            f'<!doctype html><div style="height: 3000px"></div><p id="part">.</p><div style="height: 3000px"></div><p>{text}</p>'
        )

    pages = Starlette(routes=[Route("/", host), Route("/original", read)])

    async def run() -> None:
        async with listening(app, port), listening(pages, pages_port), real_browser.context() as context:
            await service.loaded()
            page = context.pages[0]
            await page.goto(listed)
            await ask_by_keyboard(page)
            assert citation.quote in (await page.locator(".statement").text_content() or "")
            source = await page.locator(".source").inner_text()
            assert "Élu 1 🇫🇷" in source
            assert "11 mai 2024" in source

            whole = await opened_by(page, "marker")
            await whole.wait_for_selector("mark")
            assert whole.url == f"http://127.0.0.1:{port}/?span={citation.id}"
            assert await whole.locator("mark").text_content() == citation.quote
            assert await whole.evaluate("opener") is None

            read_on = await opened_by(page, "original")
            # The words stand below the second 3,000 pixels; #part alone would have stopped above them.
            await read_on.wait_for_function("scrollY > 4000")

            await page.goto(other)
            await see_it_refused(page, f"http://127.0.0.1:{port}/v1/ask", other)

    real_browser.run(run())


async def ask_by_keyboard(page: Page) -> None:
    """Ask and be answered, in a stream and in French."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    assert await page.get_by_label("Votre question").get_attribute("placeholder") == "Pourquoi …"
    await press_until(page, "question")
    await page.keyboard.type(WHY)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".confidence")
    assert await sent[0].header_value("accept") == EVENT_STREAM
    response = await sent[0].response()
    assert response is not None
    assert await response.header_value("content-type") == f"{EVENT_STREAM}; charset=utf-8"
    assert await page.get_by_role("status").text_content() == "Réponse donnée avec 1 citation."
    # Of an English title in French.
    assert await page.locator(".title").get_attribute("lang") == "en"
    unseen = page.locator(".title .unseen")
    assert [await unseen.text_content(), await unseen.get_attribute("lang")] == [" (nouvel onglet)", "fr"]


async def opened_by(page: Page, name: str) -> Page:
    """The tab that the next link of that class opens."""
    await press_until(page, name)
    async with page.context.expect_page() as opened:
        await page.keyboard.press("Enter")
    tab = await opened.value
    await tab.wait_for_load_state()
    await page.bring_to_front()
    return tab


async def see_it_refused(page: Page, address: str, origin: str) -> None:
    refused: list[str] = []
    told: list[str] = []
    page.on("requestfailed", lambda request: refused.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    await page.fill("#question", WHY)
    await page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    await alert.wait_for()
    assert await alert.inner_text() == "Le service est injoignable depuis cette page. Réessayez plus tard."
    assert f"POURQUOI_ALLOWED_ORIGINS must name {origin} there." in "".join(told)
    assert refused == [address]
    assert await page.locator(".statement").count() == 0


# ---- a service that speaks as slowly and as badly as it likes --------------------------------------------------------


class SlowService:
    """Answers each question as the next of `turns` says, and streams one event at a time, each when `step` is released."""

    def __init__(self, answer: AnswerOut) -> None:
        self.answer, self.turns = answer, list[Response | str]()
        self.step = asyncio.Semaphore(0)
        self.app = Starlette(
            routes=[*page_routes(), Route("/v1/ask", self._ask, methods=["POST"]), Route("/host", self._host)]
        )

    async def _host(self, request: HttpRequest) -> Response:
        return HTMLResponse(page_with(f"<pourquoi-ask {request.query_params.get('with', '')}></pourquoi-ask>"))

    async def _ask(self, _: HttpRequest) -> Response:
        turn = self.turns.pop(0)
        return turn if isinstance(turn, Response) else StreamingResponse(self._stream(turn), media_type=EVENT_STREAM)

    async def _stream(self, kind: str) -> AsyncIterator[bytes]:
        sent = list(events(self.answer))
        for event in sent[:-1] if kind == "broken off" else sent:
            if kind == "slow":
                await self.step.acquire()
            # In two parts that meet inside a letter, where the event has a letter of two bytes.
            cut = next((n for n, byte in enumerate(event) if byte >= 0xC0), 0) + 1
            yield event[:cut]
            await asyncio.sleep(0)
            yield event[cut:]


@pytest.fixture
def disputed(hashing_pipeline: HashingPipeline) -> AnswerOut:
    """An answer of two articles that disagree."""
    texts = {str(n): article(n, url="https://news.example/") for n in (1, 2)}
    pipeline = hashing_pipeline(texts)
    answer = answer_out(pipeline.answer(WHY), pipeline, DEFAULT_COLLECTION)
    assert len(answer.citations) == 2
    sides = [
        ConflictValueOut(value="1", text="the first year", citations=[0], newest=False),
        ConflictValueOut(value="2", text="the second year", citations=[1], newest=True),
    ]
    printed = AlsoInOut.model_validate(answer.citations[1].model_dump(include=set(AlsoInOut.model_fields)))
    other = printed.model_copy(update={"publisher": "Le Journal", "language": "fr"})
    citations = [answer.citations[0].model_copy(update={"also_in": [other]}), answer.citations[1]]
    return answer.model_copy(
        update={
            "conflicts": [ConflictOut(kind="date", values=sides)],
            "confidence": 0.91,
            "citations": citations,
        }
    )


@pytest.mark.browser
def test_an_answer_grows_as_it_comes_and_every_trouble_is_told(disputed: AnswerOut, real_browser: RealBrowser) -> None:
    fake = SlowService(disputed)
    port = free_port()

    async def run() -> None:
        async with listening(fake.app, port) as address, real_browser.context() as context:
            page = context.pages[0]
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            await page.goto(f"{address}/host")
            await see_it_grow(page, fake)
            await see_both_sides(page, disputed)
            await see_it_moved(page, fake)
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme=scheme)
                assert await serious(page) == []
            await see_troubles_told(page, fake)
            await page.set_viewport_size({"width": 320, "height": 640})
            # Whatever the machine prefers, which is dark, the attribute decides.
            for words, ground in (
                ("lang=de theme=dark", "rgb(22, 25, 24)"),
                ("lang=es-MX theme=light", "rgb(251, 250, 247)"),
                ("lang=fr", "rgb(22, 25, 24)"),
            ):
                fake.turns = ["at once"]
                await page.goto(f"{address}/host?with={words} question='{WHY}'")
                await page.wait_for_selector(".confidence")
                assert not await page.evaluate(WIDE)
                shown = await page.locator("pourquoi-ask").evaluate("e => getComputedStyle(e).backgroundColor")
                assert shown == ground
            assert await serious(page) == []
            await page.goto(f"{address}/host?with=server='javascript:alert(1)'")
            await ask(page, fake)
            assert "no web address" in await page.get_by_role("alert").inner_text()
            assert faults == []

    real_browser.run(run())


async def ask(page: Page, fake: SlowService, *turns: Response | str) -> None:
    # What was released beyond an answer's last event must not let the next one through.
    fake.turns, fake.step = list(turns), asyncio.Semaphore(0)
    await page.fill("#question", WHY)
    await page.keyboard.press("Enter")


async def see_it_grow(page: Page, fake: SlowService) -> None:
    await ask(page, fake, "slow")
    # A citation and its statement.
    fake.step.release()
    fake.step.release()
    await page.wait_for_selector(".statement")
    assert await page.locator(".confidence, .source").count() == 0
    assert await page.get_by_role("status").text_content() == "Reading the articles …"
    for _ in range(10):
        fake.step.release()
    await page.wait_for_selector(".confidence")
    assert await page.locator(".statement").count() == len(fake.answer.statements)
    assert "Almost certainly right · 91 %" in await page.locator(".confidence").inner_text()


async def see_it_moved(page: Page, fake: SlowService) -> None:
    move = "document.querySelector('main').append(document.querySelector('pourquoi-ask'))"
    await ask(page, fake, "slow")
    fake.step.release()
    await page.evaluate(move)
    assert await page.get_by_role("status").text_content() == ""
    assert await page.locator("form").get_attribute("aria-busy") == "false"
    assert await page.input_value("#question") == WHY
    await ask(page, fake, "at once")
    await page.wait_for_selector(".confidence")
    await page.evaluate(move)
    assert await page.locator(".confidence").count() == 1


async def see_both_sides(page: Page, answer: AnswerOut) -> None:
    first, second = (citation.published_at for citation in answer.citations)
    days = {"2024-05-11": "11 May 2024", "2024-05-12": "12 May 2024"}
    assert await page.locator(".conflict h3").inner_text() == "The articles disagree on the date"
    # Behind what each side says stands the number of its quote.
    assert await page.locator(".conflict li").all_text_contents() == [
        f"the first year1 ({days[first]})",
        f"the second year2 ({days[second]}, the newest)",
    ]
    # The day of another print is told in English, its publisher is not.
    other = page.locator(".other")
    assert (await other.text_content() or "").startswith(f"Le Journal ({days[second]})")
    assert await other.get_attribute("lang") in {None, ""}
    assert await other.get_by_text("Le Journal").last.get_attribute("lang") == "fr"


async def see_troubles_told(page: Page, fake: SlowService) -> None:
    await ask(page, fake, respond_to(BusyError("at most 1 at once")), "at once")
    await page.get_by_text("Many questions at once. Asking again in 1 s").wait_for()
    await page.wait_for_selector(".confidence")
    for turn, told in (
        (used_up(), "The key has used up what it may: the key may make 20 questions a day; come back in 7 s"),
        (respond_to(UnusableIndexError("damaged")), "Please try again in 60 s."),
        (respond_to(RuntimeError("inside")), "Something went wrong here: The failure is in the service's log"),
        ("broken off", "The answer broke off before its end."),
        (Response("<h1>Bad gateway</h1>", 502), "The service answered with status 502."),
    ):
        await ask(page, fake, turn)
        await page.get_by_role("alert").get_by_text(told).wait_for()
        assert await page.locator(".result").is_hidden()


def used_up() -> Response:
    """Soon enough for the widget to ask again by itself, were it an overload."""
    response = respond_to(TooManyRequestsError("the key may make 20 questions a day; come back in 7 s", 7))
    response.headers["retry-after"] = "7"
    return response


# ---- what articles and people write ----------------------------------------------------------------------------------

PAYLOAD = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def on_a_page(visit: Visit, test: Callable[[Page], Coroutine[None, None, None]]) -> None:
    async def listened(page: Page) -> None:
        await page.route(
            "http://test/host",
            lambda route: route.fulfill(body=page_with("<pourquoi-ask></pourquoi-ask>"), content_type="text/html"),
        )
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        await page.goto("http://test/host")
        await test(page)
        assert dialogs == []

    visit.run(listened)


@pytest.mark.browser
def test_hostile_text_stays_text_and_silence_leads_to_the_nearest_passages(
    hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    head = f"---\ntitle: '{PAYLOAD}'\npublisher: '{PAYLOAD}'\nurl: 'javascript:alert(1)'\n---\n"
    text = f"{head}🚀 Alice left the company because of {PAYLOAD} and a quarrel over money.\n\n{PAYLOAD}\n"
    pipeline = hashing_pipeline({"a/b ?#": text})
    answer = answer_out(pipeline.answer(WHY), pipeline, DEFAULT_COLLECTION, with_passages=True)
    [passage] = answer.passages or []
    hostile = passage.model_copy(update={"text": f"{passage.text} {PAYLOAD}"})
    nothing = {"answer": None, "answer_language": None, "short_answer": None, "statements": [], "citations": []}
    refusal = answer.model_copy(
        update={**nothing, "answerable": False, "reason": "low_confidence", "nearest": [hostile]}
    )

    async def test(page: Page) -> None:
        await page.fill("#question", f"{WHY} {PAYLOAD}")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".confidence")
        await see_only_text(page)

        await page.route(
            "**/v1/ask", lambda route: route.fulfill(body=refusal.model_dump_json(), content_type="application/json")
        )
        await page.evaluate("document.querySelector('pourquoi-ask').ask('why?')")
        await page.get_by_role("heading", name="The articles do not say.").wait_for()
        assert await page.locator(".statement, .confidence").count() == 0
        assert PAYLOAD in (await page.locator(".nearest .excerpt").text_content() or "")
        await see_only_text(page)
        assert await serious(page) == []
        async with page.context.expect_page() as opened:
            await page.locator(".nearest .title").click()
        whole = await opened.value
        await whole.wait_for_selector("mark")
        assert await whole.locator("mark").text_content() == passage.text
        assert await whole.locator("#article-note").is_hidden()
        for scheme in ("light", "dark"):
            await whole.emulate_media(color_scheme=scheme)
            assert await serious(whole) == []

    on_a_page(browsing(pipeline), test)


async def see_only_text(page: Page) -> None:
    assert PAYLOAD in (await page.locator(".source .title").first.text_content() or "")
    assert await page.locator("img, iframe, svg, style, script:not([src])").count() == 0
    assert set(await page.locator("a").evaluate_all("all => all.map(a => a.protocol)")) == {"http:"}
    assert await page.locator(".original").count() == 0
