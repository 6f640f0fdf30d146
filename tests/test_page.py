"""The start page in a real browser: quotes marked in whole articles, honest silence, no markup from anyone but us."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from api.access.caller import Scope
from api.writing.incoming import put_text
from api.writing.schemas import ArticleIn
from index.article import Span
from rag.citations import span_id
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.wire import Engine
from tests.access_kit import guarded, new_key
from tests.browser_kit import Visit
from tests.gate_results import Results
from tests.tenants import tenants_app
from tests.writing_kit import app_over, client_over, engine_over
from tests.xss_payloads import PAYLOADS as MANY_PAYLOADS

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Browsing = Callable[..., Visit]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
WHY = "why did Jan Leike resign?"
AUSTRALIA = "What is the capital of Australia?"
# The fixed texts of a page that are without a word in its language.
LEFT_UNSAID = (
    "[...document.querySelectorAll('[data-says]')].map(e => e.textContent).filter(t => !t || t === 'undefined')"
)
# Written into every place that an article or a person fills.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "</title></textarea><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    "${alert(1)}{{constructor.constructor('alert(1)')()}}",
    "<style>*{background:url(//evil.example/)}</style><link rel=stylesheet href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
)


@pytest.fixture(scope="module")
def pipeline(remembering: Engine) -> Pipeline:
    """The product's own, which reads anew only what it was not asked before: nearly every test asks the same."""
    return remembering.pipeline()


def browse(visit: Visit, test: Callable[[Page], Coroutine[None, None, None]]) -> None:
    """Run `test` on a page, and see that nothing failed in it on the way."""

    async def watched(page: Page) -> None:
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        await test(page)
        assert faults == []

    visit.run(watched)


async def focused(page: Page) -> str:
    return await page.evaluate(
        "(e => { while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e.id || e.className })"
        "(document.activeElement)"
    )


async def ask(page: Page, question: str) -> None:
    await page.goto(f"http://test/?q={quote(question)}")
    await page.wait_for_selector("#result:not([hidden])")
    await page.wait_for_selector('form[aria-busy="false"]')


def test_the_words_marked_in_the_whole_article_are_the_quote(pipeline: Pipeline, browsing: Browsing) -> None:
    expected = pipeline.answer(WHY).citations

    async def test(page: Page) -> None:
        await ask(page, WHY)
        assert await page.locator(".source").count() == len(expected)
        for number, citation in enumerate(expected):
            source = page.locator(".source").nth(number)
            assert citation.article.title in await source.inner_text()
            await source.locator(".title").click()
            await page.wait_for_selector("mark")
            assert await page.locator("#article-note").is_hidden()
            assert await page.locator("mark").text_content() == citation.quote
            assert await page.locator("#article-text").text_content() == citation.article.text
            before = await page.evaluate("document.querySelector('mark').previousSibling.textContent")
            assert len(before) == citation.offsets.start
            box = await page.locator("mark").bounding_box()
            assert box is not None
            assert 0 <= box["y"] < 800

    browse(browsing(pipeline), test)


def test_offsets_hold_behind_a_byte_order_mark_emoji_and_windows_lines(
    hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    text = "\ufeff🚀🎈 A headline\r\n\r\nAlice left the company because of a quarrel over money.\r\nHer colleagues were sad.\r\n"
    pipeline = hashing_pipeline({"folder/with ?#%& name": text})
    [first, *_] = pipeline.answer("why did Alice leave the company?").citations

    async def test(page: Page) -> None:
        await ask(page, "why did Alice leave the company?")
        await page.locator(".marker").first.click()
        await page.wait_for_selector("mark")
        assert await page.locator("mark").text_content() == first.quote
        assert await page.locator("#article-text").text_content() == text

    browse(browsing(pipeline), test)


def test_the_markers_stand_behind_the_statements_they_carry(pipeline: Pipeline, browsing: Browsing) -> None:
    answer = pipeline.answer(WHY)

    async def test(page: Page) -> None:
        await ask(page, WHY)
        shown = await page.locator(".statement").all_text_contents()
        assert shown == [
            answer.text[s.start : s.end] + "".join(str(n + 1) for n in s.citations) for s in answer.statements
        ]
        assert f"{round(answer.confidence * 100)} %" in await page.locator(".confidence").inner_text()

    browse(browsing(pipeline), test)


def test_what_the_articles_do_not_say_is_said_so(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto("http://test/")
        await page.get_by_role("button", name=AUSTRALIA).click()
        heading = page.get_by_role("heading", name="The articles do not say.")
        await heading.wait_for()
        assert "not an answer" in (await page.locator("#result h3").inner_text()).lower()
        assert await page.locator(".statement").count() == 0
        assert await page.locator(".nearest .source").count() == 3
        assert page.url.endswith("?q=What+is+the+capital+of+Australia%3F")

    browse(browsing(pipeline), test)


def test_a_french_browser_gets_a_french_page_and_an_unknown_language_gives_way_to_the_next(
    pipeline: Pipeline, browsing: Browsing
) -> None:
    told = "Object.defineProperty(navigator, 'languages', {get: () => ['pt-BR', 'fr-FR', 'en']})"

    async def test(page: Page) -> None:
        await page.add_init_script(told)
        await ask(page, AUSTRALIA)
        assert await page.evaluate("document.documentElement.lang") == "fr"
        assert await page.locator(".tagline").inner_text() == (
            "Interrogez les articles. Chaque réponse est faite de leurs propres mots."
        )
        assert await page.locator("#result h2").inner_text() == "Les articles ne le disent pas."
        assert await page.locator("[data-says]").count() == 8
        assert await page.evaluate(LEFT_UNSAID) == []
        await ask(page, WHY)
        await page.locator(".title").first.click()
        await page.wait_for_selector("mark")
        assert "mai 2024" in await page.locator("#article-meta").inner_text()
        assert await page.locator("#article-close").inner_text() == "Fermer"
        assert await page.evaluate("getComputedStyle(document.body).visibility") == "visible"

    browse(browsing(pipeline), test)


def test_where_nothing_bears_on_a_question_no_passage_is_called_near(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await ask(page, "asdkj qwe zzz")
        assert "Nothing in the articles bears on this" in await page.locator(".reason").inner_text()
        assert await page.locator(".nearest").count() == 0

    browse(browsing(pipeline), test)


def test_going_back_asks_the_question_before_and_then_leaves(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto("data:text/html,before")
        # The page itself writes spaces as "+", and nothing but the question.
        await page.goto(f"http://test/?q={quote(WHY)}&from=letter")
        await page.wait_for_selector(".statement")
        await page.get_by_role("button", name=AUSTRALIA).click()
        await page.wait_for_selector(".silence")
        await page.go_back()
        await page.wait_for_selector(".statement")
        assert await page.input_value("#question") == WHY
        await page.go_back()
        assert page.url == "data:text/html,before"

    browse(browsing(pipeline), test)


def test_everything_can_be_done_with_the_keyboard(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto("http://test/")
        await page.keyboard.press("Tab")
        assert await focused(page) == "skip"
        await page.keyboard.press("Enter")
        assert await focused(page) == "question"
        await page.keyboard.type(WHY)
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".statement")
        for _ in range(20):
            if await focused(page) == "marker":
                break
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("mark")
        assert await focused(page) == "article-title"
        await page.keyboard.press("Escape")
        assert await focused(page) == "marker"
        assert await page.locator("#article").is_hidden()

    browse(browsing(pipeline), test)


def test_words_of_a_quote_can_be_selected_and_copied(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await ask(page, WHY)
        await page.wait_for_selector(".confidence")
        shown = page.locator(".statement").first
        box = await shown.bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + 4, box["y"] + 14)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 250, box["y"] + 14, steps=8)
        await page.mouse.up()
        await page.keyboard.press("Control+C")
        await page.fill("#question", "")
        await page.keyboard.press("Control+V")
        copied = await page.input_value("#question")
        assert len(copied) > 10
        assert copied in (await shown.text_content() or "")

    browse(browsing(pipeline), test)


def test_a_tap_beside_what_can_be_pressed_leaves_a_phone_where_it_is(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await ask(page, WHY)
        await page.wait_for_selector(".confidence")
        await page.evaluate("document.activeElement.blur(); scrollTo(0, document.body.scrollHeight)")
        before = await page.evaluate("scrollY")
        assert before > 0
        await page.locator("#result h3").last.click(position={"x": 4, "y": 4})
        assert await page.evaluate("scrollY") == before
        assert await focused(page) != "question"

    browse(browsing(pipeline, 390, 400), test)


def test_back_at_the_start_the_page_is_called_as_at_the_start(
    hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    async def test(page: Page) -> None:
        await page.goto("http://test/")
        assert await page.get_by_role("heading", level=1).inner_text() == "pourquoi"
        await page.get_by_label("Your question").fill(AUSTRALIA)
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".silence")
        assert await page.title() == f"{AUSTRALIA} – pourquoi"
        await page.go_back()
        await page.wait_for_selector("#result", state="hidden")
        assert await page.title() == "pourquoi"

    browse(browsing(hashing_pipeline({})), test)


@pytest.mark.parametrize(
    ("tag", "note"),
    [
        ('W/"{}"', ""),
        ('"{}-gzip"', ""),
        (f'"{"0" * 64}"', "This article has changed since the question was asked."),
    ],
)
def test_an_article_has_changed_only_where_its_tag_names_another_text(
    hashing_pipeline: HashingPipeline, browsing: Browsing, serving: Serving, tag: str, note: str
) -> None:
    async def retag(response: httpx.Response) -> None:
        response.headers["etag"] = tag.format(response.headers.get("etag", "").strip('"'))

    @asynccontextmanager
    async def behind_a_proxy(pipeline: Pipeline) -> AsyncIterator[httpx.AsyncClient]:
        async with serving(pipeline) as client:
            client.event_hooks = {"response": [retag]}
            yield client

    async def test(page: Page) -> None:
        await ask(page, "why did Alice leave the company?")
        await page.locator(".source .title").first.click()
        await page.wait_for_selector("mark")
        assert await page.locator("#article-note").text_content() == note

    pipeline = hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})
    browse(browsing(pipeline, serve=behind_a_proxy), test)


def test_in_an_article_that_has_changed_the_quote_is_marked_where_it_stands_now_or_is_gone(
    hashing_pipeline: HashingPipeline, browsing: Browsing, tmp_path: Path
) -> None:
    words = "Alice left the company because of a quarrel over money."
    texts = [
        f"{words}\nBob is tired.\n",
        f"🚀 Corrected in May.\n\n{words}\nBob is tired.\n",
        "Bob is tired. He left.\n",
    ]
    app = app_over(tmp_path)

    clients: list[httpx.AsyncClient] = []

    async def put(text: str) -> None:
        assert (await clients[0].put("/v1/articles/one", json={"text": text})).is_success

    @asynccontextmanager
    async def written(_: Pipeline) -> AsyncIterator[httpx.AsyncClient]:
        async with client_over(app) as client:
            clients.append(client)
            await put(texts[0])
            yield client

    async def test(page: Page) -> None:
        await ask(page, "why did Alice leave the company?")
        changed, note = "This article has changed since the question was asked.", page.locator("#article-note")
        for text, says in ((texts[1], changed), (texts[2], f"{changed} These words are no longer in the article.")):
            await put(text)
            await page.locator(".source .title").first.click()
            await page.wait_for_function(
                "says => document.getElementById('article-note').textContent === says", arg=says
            )
            assert await page.locator("#article-text").text_content() == text
            marks = await page.locator("mark").all_text_contents()
            assert marks == ([words] if words in text else [])
        # Of a passage nobody knows whether it is still there.
        await page.goto(f"http://test/?article=one&from=0&to=3&sha256={'0' * 64}")
        await note.filter(has_text=changed).wait_for()
        assert await page.locator("#article-text").text_content() == texts[2]
        assert await page.locator("mark").count() == 0

    browse(browsing(hashing_pipeline({}), serve=written), test)


def test_what_is_said_of_a_quote_is_marked_as_the_language_it_is_in(pipeline: Pipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await ask(page, WHY)
        assert await page.locator(".statement").first.get_attribute("lang") == "fr"
        assert await page.locator(".marker").first.get_attribute("lang") == "en"
        await page.locator(".marker").first.click()
        await page.wait_for_selector("mark")
        assert await page.locator("#article-text").get_attribute("lang") == "fr"
        title = await page.locator("#article-title").inner_text()
        assert await page.get_by_role("group", name=title).text_content() == await page.text_content("#article-text")

    browse(browsing(pipeline), test)


def test_a_question_runs_as_its_letters_do(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto("http://test/")
        field = page.get_by_label("Your question")
        for question, direction in (("why did Alice leave?", "ltr"), ("لماذا استقالت ليلى؟", "rtl")):
            await field.fill(question)
            assert await field.evaluate("field => getComputedStyle(field).direction") == direction

    browse(browsing(hashing_pipeline({})), test)


def test_what_happens_is_told_to_those_who_listen(pipeline: Pipeline, browsing: Browsing) -> None:
    quotes = len(pipeline.answer(WHY).citations)
    expected = "Answered with 1 quote." if quotes == 1 else f"Answered with {quotes} quotes."

    async def test(page: Page) -> None:
        await ask(page, WHY)
        assert await page.get_by_role("status").first.text_content() == expected
        assert await page.get_by_label("Your question").input_value() == WHY
        assert await page.locator(".marker").first.get_attribute("aria-label") != ""
        named = "e.textContent.trim() || e.labels?.length || e.ariaLabel"
        unnamed = await page.locator("button, a, input").evaluate_all(f"all => all.filter(e => !({named})).length")
        assert unnamed == 0

    browse(browsing(pipeline), test)


def test_where_the_service_wants_a_key_the_page_asks_for_it_and_forgets_it_with_the_tab(
    hashing_pipeline: HashingPipeline, browsing: Browsing, tmp_path: Path
) -> None:
    pipeline = hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})
    settings = Settings(home=tmp_path / "guarded", host="0.0.0.0")  # noqa: S104 - so that nothing goes without a key
    secret = new_key(settings.home, Scope.ASK).secret

    async def test(page: Page) -> None:
        field, form = page.get_by_label("Your key"), page.locator("#key")
        await page.goto("http://test/")
        assert await form.is_hidden()
        await page.fill("#question", "why did Alice leave?")
        await page.keyboard.press("Enter")
        # The field has the focus, and says what it is for; what one types is not shown.
        await form.wait_for()
        assert await page.evaluate("document.activeElement.id") == "key-value"
        assert await field.get_attribute("type") == "password"
        found = (await Axe().run(page)).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
        await page.keyboard.type("pq_nonsense")
        await page.keyboard.press("Enter")
        await page.get_by_role("alert").get_by_text("none of this service").wait_for()
        await field.fill("ключ")
        await page.keyboard.press("Enter")
        await page.get_by_role("alert").get_by_text("without spaces").wait_for()
        await field.fill(f" {secret} ")
        await page.keyboard.press("Enter")
        # The question is asked again, and its article is read with the key too.
        await page.wait_for_selector(".statement")
        assert await form.is_hidden()
        await page.locator(".title").first.click()
        await page.wait_for_selector("mark")
        assert await page.locator("#article-text").text_content() != ""
        assert secret not in page.url + await page.content()
        await page.reload()
        await page.wait_for_selector(".statement")
        assert await page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [1, 0, ""]
        await page.get_by_role("button", name="Forget the key").click()
        assert await page.evaluate("sessionStorage.length") == 0
        await page.reload()
        await form.wait_for()

    browsing(pipeline, serve=lambda served: guarded(served, settings)).run(test)


def test_an_error_is_told_in_words(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto("http://test/")
        await page.get_by_role("button", name="Ask").click()
        assert await page.get_by_role("alert").inner_text() == "Type a question first."
        field = page.get_by_label("Your question")
        assert await field.get_attribute("aria-invalid") == "true"
        assert await field.get_attribute("aria-describedby") == "error hint"
        # What the field itself would not take.
        await page.locator("#question").evaluate("e => e.value = 'a'.repeat(2001)")
        await page.get_by_role("button", name="Ask").click()
        await page.get_by_role("alert").get_by_text("at most 2000").wait_for()
        assert await field.get_attribute("aria-invalid") is None
        assert await field.get_attribute("aria-describedby") == "hint"
        await page.context.set_offline(True)
        await page.context.unroute_all(behavior="wait")
        await page.fill("#question", "why?")
        await page.keyboard.press("Enter")
        await page.get_by_role("alert").get_by_text("cannot be reached").wait_for()

    browsing(hashing_pipeline({})).run(test)


@pytest.mark.parametrize("question", [WHY, AUSTRALIA])
def test_nothing_is_wider_than_a_phone(pipeline: Pipeline, browsing: Browsing, question: str) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

    async def test(page: Page) -> None:
        await page.goto("http://test/")
        assert not await page.evaluate(wide)
        await ask(page, question)
        assert not await page.evaluate(wide)
        await page.locator(".source .title").first.click()
        await page.wait_for_selector("mark")
        assert not await page.evaluate(wide)

    browse(browsing(pipeline, **PHONE), test)


def test_words_without_an_end_do_not_widen_a_phone(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    pipeline = hashing_pipeline({"long": "W" * 300 + "\n\nAlice left because of " + "m" * 300 + " money.\n"})

    async def test(page: Page) -> None:
        await ask(page, "why did Alice leave? " + "Q" * 300)
        await page.locator(".source .title").first.click()
        await page.wait_for_selector("mark")
        assert not await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    browse(browsing(pipeline, **PHONE), test)


LONE = """(element) => {
  const kept = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    for (const found of node.data.matchAll(/«\\s\\S|\\S\\s»/g)) {
      const range = document.createRange();
      const top = (n) => { range.setStart(node, n); range.setEnd(node, n + 1); return range.getBoundingClientRect().top; };
      kept.push(top(found.index) === top(found.index + 2));
    }
  }
  return kept;
}"""


def test_no_guillemet_stands_alone_at_the_end_of_a_line_or_its_beginning(
    hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    words = "Alice a quitté la société après une « querelle » au sujet « de la caisse commune » des boulangers."
    pipeline = hashing_pipeline({"one": f"La « querelle » de la « boulangerie »\n\n{words}\n"})
    question = "pourquoi Alice a quitté la société ?"
    [quoted, *_] = pipeline.answer(question).citations

    async def test(page: Page) -> None:
        await ask(page, question)
        kept = []
        for width in range(300, 700, 20):
            await page.set_viewport_size({"width": width, "height": 800})
            for part in (".statement", ".source .title"):
                kept += await page.locator(part).first.evaluate(LONE)
        assert len(kept) > 100
        assert all(kept)
        # What is copied has the article's own spaces.
        assert " ".join(quoted.quote.split()) in (await page.locator(".statement").first.text_content() or "")

    browse(browsing(pipeline), test)


def test_examples_are_offered_over_the_articles_that_they_are_about_alone(
    pipeline: Pipeline, hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    async def offered(page: Page) -> None:
        await page.goto("http://test/")
        await page.get_by_role("button", name=AUSTRALIA).wait_for()

    async def not_offered(page: Page) -> None:
        async with page.expect_response(lambda response: "/v1/articles?" in response.url):
            await page.goto("http://test/")
        await page.wait_for_load_state("networkidle")  # what the page makes of the response
        assert await page.get_by_role("button", name=AUSTRALIA).count() == 0

    browse(browsing(pipeline), offered)
    others = {"one": "Alice left the company because of a quarrel over money.\n"}
    browse(browsing(hashing_pipeline(others)), not_offered)


def test_over_no_articles_one_is_told_how_to_add_some(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await ask(page, AUSTRALIA)
        told = await page.locator(".reason").inner_text()
        assert told == "There are no articles here yet. Add some with “pourquoi index PATH”, and ask again."

    browse(browsing(hashing_pipeline({})), test)


def hostile(own: str, payload: str) -> str:
    """An article with words of its own, and the payload as its title, its publisher, its address and its text."""
    quoted = payload.replace("'", "''")
    return (
        f"---\ntitle: '{quoted}'\npublisher: '{quoted}'\nurl: '{quoted}'\n---\n"
        f"Alice left {own} because of {payload} and a quarrel over money.\n\n{payload}\n"
    )


def show_payloads(hashing_pipeline: HashingPipeline, browsing: Browsing, payloads: Sequence[str]) -> int:
    """Let a browser show articles and questions that are full of markup, and see that none of it works; how many were shown."""
    # So many words of its own that none is taken for another.
    own = [" ".join(f"word{number}x{i}" for i in range(20)) for number in range(len(payloads))]
    texts = [hostile(words, payload) for words, payload in zip(own, payloads, strict=True)]
    pipeline = hashing_pipeline({f"{n} <img src=x onerror=alert(1)>": text for n, text in enumerate(texts)})
    asked = [f"why did Alice leave {words}? {payload}" for words, payload in zip(own, payloads, strict=True)]
    shown: set[str] = set()

    async def test(page: Page) -> None:
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        await page.add_init_script(
            "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.blockedURI))"
        )
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        for question in asked:
            await ask(page, question)
            for number in range(await page.locator(".source").count()):
                title = page.locator(".source .title").nth(number)
                shown.add(await title.inner_text())
                await title.click()
                await page.wait_for_selector("mark")
            # A locator looks into the widget too. The page's own: three scripts, a style sheet and four of <meta>.
            foreign = page.locator("script, img, iframe, svg, style, link[rel=stylesheet], meta")
            assert await foreign.count() == 8
            assert set(await page.locator("a").evaluate_all("all => all.map(a => a.protocol)")) == {"http:"}
            assert await page.evaluate("violations") == []
        assert dialogs == []
        assert [url for url in requested if not url.startswith(("http://test/", "data:"))] == []

    browse(browsing(pipeline), test)
    return len(shown)


def test_no_markup_gets_in_from_an_article_or_a_question(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    assert show_payloads(hashing_pipeline, browsing, PAYLOADS) == len(PAYLOADS)


@pytest.mark.soak
def test_of_a_hundred_and_fifty_payloads_none_gets_in(
    hashing_pipeline: HashingPipeline, browsing: Browsing, results: Results
) -> None:
    with results.gate("38", 150) as told:
        assert len(set(MANY_PAYLOADS)) == 150
        shown = show_payloads(hashing_pipeline, browsing, MANY_PAYLOADS)
        told.measured = f"no dialog, no report of the policy, no element; {shown} of their titles were shown as sources"
        assert shown >= 140


def test_the_policy_would_stop_what_got_in_all_the_same(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.add_init_script(
            "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.effectiveDirective))"
        )
        await page.goto("http://test/")
        await page.evaluate(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\"><img src=//evil.example/>')"
        )
        await page.evaluate(
            "new Promise(r => { const t = setInterval(() => new Set(violations).size < 3 || (clearInterval(t), r()), 10) })"
        )
        assert set(await page.evaluate("violations")) == {"script-src-elem", "script-src-attr", "img-src"}
        assert await page.evaluate("window.ran") is None

    browsing(hashing_pipeline({})).run(test)


def test_a_link_to_a_quote_opens_its_article_with_the_words_marked(
    hashing_pipeline: HashingPipeline, browsing: Browsing
) -> None:
    text = "\ufeff🚀 A headline\r\n\r\nAlice left the company because of a quarrel over money.\r\nHer colleagues were sad.\r\n"
    pipeline = hashing_pipeline({"one": text})
    [citation, *_] = pipeline.answer("why did Alice leave the company?").citations

    async def test(page: Page) -> None:
        await page.goto(f"http://test/?span={citation.id}")
        await page.wait_for_selector("mark")
        assert await page.locator("mark").text_content() == citation.quote
        assert await page.locator("#article-note").is_hidden()
        assert await page.locator("#error").is_hidden()
        # Nothing on the page opened it, so the focus goes to where one asks.
        await page.keyboard.press("Escape")
        assert await page.locator("#article").is_hidden()
        assert await focused(page) == "question"

    browse(browsing(pipeline), test)


def test_a_link_into_another_collection_opens_with_the_key_that_sees_it(
    hashing_pipeline: HashingPipeline, browsing: Browsing, tmp_path: Path
) -> None:
    words = "Alice left the company because of a quarrel over money."
    other, usual = [put_text("a", ArticleIn(text=text)) for text in (f"{words}\n", "Bruno came.\n")]
    for name, change in (("news", other), ("default", usual)):
        engine_over(tmp_path).collection(name).apply([change], lambda _done, _total: None)
    secret = new_key(tmp_path, Scope.ASK, collections=["default", "news"]).secret
    app = tenants_app(tmp_path, host="127.0.0.1", public_url="http://test")
    link = f"http://test/?span={span_id(other.article, Span('a', 0, len(words)))}"

    async def test(page: Page) -> None:
        await page.goto(f"{link}&collection=news")
        await page.locator("#key").wait_for()
        assert await page.locator("#article").is_hidden()
        await page.get_by_label("Your key").fill(secret)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("mark")
        assert await page.locator("mark").text_content() == words
        assert await page.locator("#article-note").is_hidden()
        # Neither the link to the question nor a place within the page asks anything anew.
        await page.locator(".skip").press("Enter")
        assert await focused(page) == "question"
        await page.evaluate("location.hash = 'ask'")
        await page.wait_for_timeout(200)
        assert await page.locator("mark").text_content() == words

    browsing(hashing_pipeline({}), serve=lambda _: client_over(app)).run(test)


def test_a_link_to_a_quote_that_is_none_says_so(hashing_pipeline: HashingPipeline, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto("http://test/?span=nonsense")
        await page.wait_for_selector("#error:not([hidden])")
        assert "There is no such quote" in await page.locator("#error").inner_text()
        assert await page.locator("#article").is_hidden()

    browsing(hashing_pipeline({"one": "Alice left.\n"})).run(test)
