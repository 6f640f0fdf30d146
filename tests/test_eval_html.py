"""The report's page in a real browser, from a file: filters, marks, changes, no script, no network, no sideways scrolling."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.decide import Decision, JudgedGate, Scored, State
from eval.differences import Differences, Direction, differences
from eval.html.entries import entry
from eval.html.outcome import outcome
from eval.html.page import policy, to_html, write_page
from eval.metrics import METRICS
from eval.paired import Change
from eval.report import Report, make_report
from eval.rows import Row, Verdict
from index.article import Article
from index.words import fold
from rag.answer import Statement
from rag.wire import Engine
from tests.small_reports import with_verdicts

PHONE = {"width": 400, "height": 800}
PAYLOAD = "</script></style></title><script>window.ran = 1</script><img src=//evil.example/ onerror='window.ran = 1'>"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def articles(hashed_seeds: Engine) -> dict[str, Article]:
    return dict(hashed_seeds.library.open().contents.articles)


@pytest.fixture(scope="module")
def report(small_report: Report) -> Report:
    found = small_report
    # Hashed words answer everything, so one refusal of each sort is made by hand.
    missed = next(row for row in found.rows if row.verdict is Verdict.WRONG)
    blank = {"said": (), "said_spans": (), "answer": "", "statements": ()}
    rows = [replace(row, verdict=Verdict.MISSED, **blank) if row.id == missed.id else row for row in found.rows]
    return make_report(found.provenance, rows)


@pytest.fixture(scope="module")
def changes(report: Report) -> Differences:
    missed = next(row for row in report.rows if row.verdict is Verdict.MISSED)
    right = next(row for row in report.rows if row.verdict is Verdict.RIGHT)
    return differences(report, with_verdicts(report, {missed.id: Verdict.RIGHT, right.id: Verdict.WRONG}))


@pytest.fixture(scope="module")
def decision(report: Report) -> Decision:
    missed = next(row for row in report.rows if row.verdict is Verdict.MISSED)
    fallen = (Change(missed.id, Verdict.RIGHT, Verdict.MISSED, 1, 0),)
    return Decision(
        (
            JudgedGate("spans_exact: at least 1", State.PASSED, "1.0000, n 9"),
            JudgedGate("mrr: no worse", State.UNTOLD, "too few questions", fallen),
            JudgedGate("answer_rate: no worse", State.FAILED, "0.1 against 0.9", fallen),
            JudgedGate("mrr: at least 1", State.FAILED, "0.9, n 9", beyond=(Scored(missed.id, Verdict.MISSED, 0.25),)),
        ),
        (),
    )


@pytest.fixture(scope="module")
def address(
    report: Report,
    articles: dict[str, Article],
    changes: Differences,
    decision: Decision,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    path = tmp_path_factory.mktemp("out") / "new" / "report.html"
    write_page(path, report, articles, changes, decision)
    return path.as_uri()


class Watched:
    """A page, and all that it asked for or complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: self.faults.append(dialog.message))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    yield Watched(page)
    page.close()


def shown(page: Page) -> list[str]:
    return page.locator(".row:visible .facts .searched").all_inner_texts()


def words_of(row: Row) -> str:
    return fold(" ".join([row.id, row.question, *row.answers, *row.said]))


@pytest.mark.browser
def test_the_filters_leave_the_questions_that_fit_and_say_how_many(
    watched: Watched, address: str, report: Report, changes: Differences
) -> None:
    page = watched.page
    page.goto(address)
    everything = [row.id for row in report.rows]
    assert shown(page) == everything
    counts = Counter(row.verdict for row in report.rows)
    for verdict, count in counts.items():
        assert page.locator(f"[data-count={verdict}]").inner_text() == str(count)

    page.get_by_role("checkbox", name="right").check()
    assert shown(page) == [row.id for row in report.rows if row.verdict is Verdict.RIGHT]
    assert page.get_by_role("status").inner_text() == f"{counts[Verdict.RIGHT]} of {len(report.rows)} questions"
    page.get_by_role("checkbox", name="missed").check()
    either = {Verdict.RIGHT, Verdict.MISSED}
    assert shown(page) == [row.id for row in report.rows if row.verdict in either]

    page.get_by_role("combobox", name="Kind").select_option("factoid")
    facts = [row for row in report.rows if row.kind == "factoid"]
    assert shown(page) == [row.id for row in facts if row.verdict in either]
    # The outcomes count what the other filters leave.
    right = sum(row.verdict is Verdict.RIGHT for row in facts)
    assert page.locator("[data-count=right]").inner_text() == str(right)
    page.get_by_role("combobox", name="Language").select_option("de")
    assert shown(page) == [row.id for row in facts if row.verdict in either]

    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("status")).to_have_text(f"{len(everything)} questions")
    assert shown(page) == everything

    page.get_by_role("combobox", name="Change").select_option("worse")
    assert shown(page) == [flip.id for flip in changes.flips if flip.direction is Direction.WORSE]
    page.get_by_role("combobox", name="Change").select_option("")

    # Case and accents make no difference, and every word has to be there.
    page.get_by_role("searchbox", name="Search").fill("ALTMÄN openai")
    both = [row.id for row in report.rows if all(name in words_of(row) for name in ("altman", "openai"))]
    assert 0 < len(both) < len(everything)
    assert shown(page) == both
    page.get_by_role("searchbox", name="Search").fill("xyzzy")
    assert shown(page) == []
    assert page.get_by_role("status").inner_text() == f"0 of {len(everything)} questions"
    assert (watched.requests, watched.faults) == ([address], [])


@pytest.mark.browser
def test_a_row_opens_to_its_answer_and_the_words_marked_are_gold_and_quotes(
    watched: Watched, address: str, report: Report, articles: dict[str, Article]
) -> None:
    page = watched.page
    page.goto(address)
    marked = 0
    for number, row in enumerate(report.rows, start=1):
        details = page.locator(f"#q{number}")
        texts = details.evaluate(
            """node => [...node.querySelectorAll('.text mark')].map(
                 mark => [mark.dataset.gold ?? '', mark.dataset.quote ?? '', mark.textContent, mark.dataset.begins ?? ''])"""
        )
        for place, quotes in ((0, row.gold_quotes), (1, row.said)):
            for n, quote in enumerate(quotes, start=1):
                words = "".join(mark[2] for mark in texts if str(n) in mark[place].split())
                assert words == quote
                name = f"{('gold', 'quote')[place]} {n}"
                assert sum(name in mark[3].split(", ") for mark in texts) == 1
                marked += 1
        ranges = details.evaluate(
            "node => [...node.querySelectorAll('.stretch')].map(s => [s.dataset.range, s.textContent])"
        )
        names = list(dict.fromkeys(span.article_id for span in (*row.said_spans, *row.gold_spans)))
        for where, words in ranges:
            start, end = map(int, where.split("-"))
            assert words in {articles[name].text[start:end] for name in names}
    assert marked > 50

    first = page.locator("#q1")
    first.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert first.locator(".opened").is_visible()
    row = report.rows[0]
    opened = first.inner_text()
    assert all(row.answer[s.start : s.end] in opened for s in row.statements)
    assert f"{100 * row.confidence:.1f} %" in opened  # type: ignore[operator]
    assert re.search(r"\d+ ms|\d+\.\d\d s", first.locator("dl").first.inner_text())
    first.locator("summary").first.press("Enter")
    assert first.locator(".opened").is_hidden()

    # Gold is underlined and a quote is painted, so that neither needs its colour; the name stands before the words.
    style = "node => [getComputedStyle(node).textDecorationLine, getComputedStyle(node, '::before').content]"
    gold, quote = (page.locator(f".text mark[class={source}][data-begins]").first for source in ("gold", "quote"))
    assert gold.evaluate(style) == ["underline", f'"{gold.get_attribute("data-begins")}"']
    assert quote.evaluate(style) == ["none", f'"{quote.get_attribute("data-begins")}"']
    assert (watched.requests, watched.faults) == ([address], [])


@pytest.mark.browser
def test_a_question_that_flipped_is_marked_and_linked(
    watched: Watched, address: str, report: Report, changes: Differences
) -> None:
    page = watched.page
    page.goto(address)
    (worse,) = [flip for flip in changes.flips if flip.direction is Direction.WORSE]
    number = 1 + [row.id for row in report.rows].index(worse.id)
    assert page.locator(f"#q{number} .flip").inner_text() == "▼ was right"
    assert page.locator(".row .flip").count() == len(changes.flips)
    # The link shows its row even where a filter hides it.
    page.get_by_role("searchbox", name="Search").fill("xyzzy")
    page.locator("#changes").get_by_role("link", name=worse.question).click()
    page.locator(f"#q{number}[open]").wait_for()
    assert page.evaluate("document.activeElement.parentElement.id") == f"q{number}"
    assert "first_quote_right" in page.locator("#changes table").first.inner_text()
    assert watched.faults == []


@pytest.mark.browser
def test_a_link_to_a_question_opens_it_the_second_time_too(
    watched: Watched, address: str, report: Report, changes: Differences
) -> None:
    page = watched.page
    page.goto(address)
    (worse,) = [flip for flip in changes.flips if flip.direction is Direction.WORSE]
    number = 1 + [row.id for row in report.rows].index(worse.id)
    link = page.locator("#changes").get_by_role("link", name=worse.question)
    link.click()
    page.locator(f"#q{number}[open]").wait_for()
    page.locator(f"#q{number} > summary").click()
    assert page.locator(f"#q{number} .opened").is_hidden()
    link.click()
    page.locator(f"#q{number}[open]").wait_for()
    page.get_by_role("searchbox", name="Search").fill("xyzzy")
    assert page.locator(f"#q{number}").is_hidden()
    link.click()
    assert page.locator(f"#q{number} .opened").is_visible()
    assert page.evaluate("document.activeElement.parentElement.id") == f"q{number}"
    assert watched.faults == []


@pytest.mark.browser
def test_the_search_takes_every_kind_of_apostrophe_for_the_same(
    watched: Watched, report: Report, articles: dict[str, Article], tmp_path: Path
) -> None:
    first, second, *_ = report.rows
    asked = [
        replace(first, id="curly", question="Pourquoi l\u2019\u00e9quipe part-elle ?"),
        replace(second, id="straight", question="Pourquoi l'\u00e9quipe reste-t-elle ?"),
    ]
    path = tmp_path / "report.html"
    write_page(path, make_report(report.provenance, asked), articles, None)
    page = watched.page
    page.goto(path.as_uri())
    for typed in ("l'equipe", "L\u2019\u00c9QUIPE", "l\u2018equipe", "l\u02bcequipe", "l`equipe", "l\u00b4equipe"):
        page.get_by_role("searchbox", name="Search").fill(typed)
        assert shown(page) == ["curly", "straight"], typed


@pytest.mark.browser
def test_a_question_that_got_worse_has_before_beside_now_in_a_card_and_where_it_opens(
    watched: Watched, address: str, report: Report, changes: Differences
) -> None:
    page = watched.page
    page.goto(address)
    (worse,) = [flip for flip in changes.flips if flip.direction is Direction.WORSE]
    number = 1 + [row.id for row in report.rows].index(worse.id)
    card = page.locator("ul.worse > li")
    # By hand it was right in the baseline, with nothing said in either: see `report`.
    before, now = card.locator(".outcome").all()
    assert worse.id in card.inner_text()
    assert ("✓ right" in before.inner_text(), "○ missed" in now.inner_text()) == (True, True)
    assert "Refused" in now.inner_text()
    left, right = before.bounding_box(), now.bounding_box()
    assert left is not None
    assert right is not None
    assert (left["y"], left["x"] + left["width"] <= right["x"]) == (right["y"], True)
    # In the list it is opened with what was before, which a search does not find.
    page.locator(f"#q{number} > summary").click()
    assert page.locator(f"#q{number} .outcome").inner_text().startswith("Before")
    assert page.locator(".outcome .searched").count() == 0
    assert page.locator(".row .outcome").count() == len(changes.flips)
    assert watched.faults == []


@pytest.mark.browser
def test_the_gates_are_told_with_links_to_the_questions_that_score_less(
    watched: Watched, address: str, report: Report
) -> None:
    page = watched.page
    page.goto(address)
    gates = page.locator(".gates > li")
    # What is not passed first.
    assert [text.split("\n")[0] for text in gates.all_inner_texts()] == [
        *("✗ failed", "✗ failed", "! cannot tell", "✓ passed")
    ]
    assert page.locator("#gates .error").inner_text() == "2 of 4 gates failed."
    missed = next(row for row in report.rows if row.verdict is Verdict.MISSED)
    assert f"{missed.id} right → missed, 1.00 → 0.00" in gates.first.inner_text()
    assert f"1 question beyond the bound\n{missed.id} missed, 0.25" in gates.nth(1).inner_text()
    gates.first.get_by_role("link", name=missed.id).click()
    number = 1 + report.rows.index(missed)
    page.locator(f"#q{number}[open]").wait_for()
    assert watched.faults == []


@pytest.mark.browser
def test_without_scripts_it_is_a_plain_list_that_opens(browser: Browser, address: str, report: Report) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("#filters").is_hidden()
    assert page.locator(".row > details").count() == len(report.rows)
    page.locator("#q2 > summary").click()
    assert page.locator("#q2 .opened").is_visible()
    assert page.locator("#shown").inner_text() == f"{len(report.rows)} questions"
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_does_not_scroll_sideways_and_the_dark_is_dark(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    assert not page.evaluate(WIDER)
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    assert not page.evaluate(WIDER)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(part => part > 127)")
    assert light == (scheme == "light")
    # Words stand out from what they stand on: the contrast of WCAG, 4.5 or more.
    for words in (
        ".tagline",
        ".badge.bad",
        ".badge.good",
        ".text mark.quote",
        ".text mark.gold",
        ".flip.worse",
        ".gap",
        ".gates .quiet",
        ".outcome .silence",
        ".outcome .facts b",
    ):
        assert page.locator(words).first.evaluate(CONTRAST) >= 4.5, words
    page.close()


CONTRAST = """node => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  let under = node;
  while (rgb(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement;
  const [a, b] = [getComputedStyle(node).color, getComputedStyle(under).backgroundColor].map(c => light(rgb(c)));
  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
}"""


@pytest.mark.browser
def test_no_markup_gets_in_from_gold_answers_or_articles(
    watched: Watched, report: Report, articles: dict[str, Article], tmp_path: Path
) -> None:
    hostile = {
        name: replace(article, title=PAYLOAD, publisher=PAYLOAD, text=article.text.replace("OpenAI", PAYLOAD))
        for name, article in articles.items()
    }
    rows = [
        replace(
            row,
            id=f"{n} {PAYLOAD}",
            question=PAYLOAD,
            language=PAYLOAD,
            kind=PAYLOAD,
            answers=(PAYLOAD,),
            said=(PAYLOAD,),
            error=PAYLOAD,
            verdict=Verdict.FAILED if n == 0 else row.verdict,
            timings_ms={PAYLOAD: 1},
        )
        for n, row in enumerate(report.rows[:3])
    ]
    made = replace(report.provenance, gold=PAYLOAD, encoder=PAYLOAD, settings={PAYLOAD: PAYLOAD}, commit=PAYLOAD)
    bad = make_report(made, rows)
    path = tmp_path / "hostile.html"
    statement = (Statement(0, len(PAYLOAD), (0,)),)
    then = [
        replace(row, verdict=Verdict.RIGHT, answer=PAYLOAD, statements=statement, kind=PAYLOAD, error=None)
        for row in rows
    ]
    less = (Change(rows[0].id, Verdict.RIGHT, Verdict.FAILED, 1, 0),)
    decided = Decision((JudgedGate(PAYLOAD, State.FAILED, PAYLOAD, less),), (PAYLOAD,))
    write_page(path, bad, hostile, differences(bad, make_report(report.provenance, then)), decided)
    page = watched.page
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    assert page.locator("script, style, link, img, iframe").count() == 3
    assert page.evaluate("window.ran") is None
    assert page.locator("#q1 .asked").inner_text() == PAYLOAD
    assert (watched.requests, watched.faults) == ([path.as_uri()], [])
    # What got in all the same would not run, nor load anything.
    page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);
             document.body.insertAdjacentHTML('beforeend', '<img src="//evil.example/" onerror="window.ran = 1">'); }"""
    )
    page.wait_for_timeout(0)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in watched.faults)


def test_every_metric_and_group_stands_in_the_page_with_its_n(report: Report, articles: dict[str, Article]) -> None:
    page = to_html(report, articles)
    for metric in METRICS:
        assert f"<b>{metric.name}</b>" in page
    for group in report.groups:
        assert f">{group.name.replace('_', ' ')} ({group.rows})</th>" in page
    value = report.groups[0].estimates["recall@8"]
    assert f"<b>{100 * value.value:.1f} %</b>" in page  # type: ignore[operator]
    assert "Against the baseline" not in page
    assert 'id="gates"' not in page


def test_the_page_says_whose_the_commit_is_and_folds_the_settings_that_no_answer_depends_on(
    report: Report, articles: dict[str, Article]
) -> None:
    page = to_html(make_report(replace(report.provenance, commit="c" * 40), report.rows), articles)
    made_from = page[page.index('id="made-from"') :]
    shown, folded = made_from.split("settings that no answer depends on")
    assert f"pourquoi&#x27;s commit</th><td>{'c' * 40}</td>" in shown
    assert f"sha256 {report.provenance.articles_sha256}</td>" in shown
    assert ("setting min_confidence" in shown, "slack" in shown, "setting slack_bot_token" in folded) == (
        True,
        False,
        True,
    )


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else(
    report: Report, articles: dict[str, Article]
) -> None:
    page = to_html(report, articles)
    (style,), (script,) = (
        re.findall(r"<style>(.*?)</style>", page, re.S),
        re.findall(r"<script>(.*?)</script>", page, re.S),
    )
    assert f'content="{policy(style, script)}"' in page
    assert "unsafe" not in policy(style, script)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert " style=" not in page


def test_a_report_with_failures_says_so_at_the_top(report: Report, articles: dict[str, Article]) -> None:
    broken = replace(report.rows[0], verdict=Verdict.FAILED, error="E: why", said=(), said_spans=(), answer="")
    page = to_html(make_report(report.provenance, [broken, *report.rows[1:]]), articles)
    assert "Not to be trusted: 1 question failed" in page
    assert '<p class="error">E: why</p>' in page


def test_gold_that_was_lost_at_indexing_is_told_at_the_top(report: Report, articles: dict[str, Article]) -> None:
    row = next(row for row in report.rows if row.gold_quotes)
    others = [replace(one, lost=0) for one in report.rows if one is not row]
    found = make_report(report.provenance, [replace(row, lost=len(row.gold_quotes)), *others])
    pieces = sum(len(one.gold_quotes) for one in found.rows)
    told = f"{len(row.gold_quotes)} of {pieces} pieces of evidence lie in no passage; nothing is left for 1 question"
    header, rest = to_html(found, articles).split("</header>")
    assert f'<p class="error">Gold lost at indexing: {told}.</p>' in header
    assert f"{told}: {row.id}" in rest
    assert "Gold lost" not in to_html(make_report(report.provenance, others), articles).split("</header>")[0]


def test_answers_quotes_and_wordings_say_their_language(report: Report, articles: dict[str, Article]) -> None:
    row = next(
        row
        for row in report.rows
        if row.statements and row.answers and {articles[span.article_id].language for span in row.gold_spans} == {"fr"}
    )
    row = replace(row, language="fr")
    here = [articles[span.article_id].language for span in row.said_spans]
    page = str(entry(1, row, None, articles))
    first = here[row.statements[0].citations[0]]
    assert re.findall(r'<p class="answer"><span class="searched" lang="(..)">', page)[0] == first
    assert re.findall(r'<li><span class="searched" lang="(..)">', page) == here
    assert page.count('<li class="searched" lang="fr">') == len(row.answers)
    # A baseline may have had an article that is gone: its language is not known.
    assert "lang" not in str(outcome("Before", row, {}))


def test_no_closing_guillemet_begins_a_line(report: Report, articles: dict[str, Article]) -> None:
    answer = "« Mais CNBC a rapporté que l’équipe avait été dissoute. »"
    row = replace(report.rows[0], verdict=Verdict.RIGHT, answer=answer, statements=(Statement(0, len(answer), ()),))
    assert 'avait été <span class="kept">dissoute. »</span></span>' in str(outcome("Now", row, articles))


def test_no_level_of_headings_is_left_out(report: Report, articles: dict[str, Article], changes: Differences) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)\b", to_html(report, articles, changes))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
