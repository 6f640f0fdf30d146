"""Whatever an article holds, a message shows it as text, and its marks cut out the words that the citation carries."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from api.doors.conversation import Said, read_conversation
from api.doors.markdown import inert, link, readable, web_address
from api.doors.message import write_message
from api.doors.openai_chat import Reply, chat_completion, chat_events, open_webui_events
from api.doors.openai_responses import response, response_events
from api.errors import ChatRequestError
from index.article import Article, Span
from index.chunks import Chunk
from index.homes import DEFAULT_COLLECTION
from index.search import Passage
from rag.answer import Evidence
from rag.answer_out import citation_out
from rag.compose import Composed, quote_all
from rag.contract import AnswerOut, ConflictOut, ConflictValueOut, IndexOut, ModelsOut, StatementOut
from rag.fact import Fact
from rag.facts import Findings

HOSTILE = (
    "](javascript:alert(1)) [x](javascript:alert(1)) <img src=x onerror=alert(1)> <!channel> @everyone",
    "<script>alert(1)</script> <details><summary>x</summary> <think>a</think> &lt;b&gt; &#60;i&#62;",
    "\u202eright to left\u202c \u2066isolated \x00\x1b[31m\x9b control \u2028 line \u2029 ends \u0085 .",
    "# heading\n\n- list\n\n> quote\n\n```\ncode\n```\n\n***\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "[1]: https://evil.example\n\n[1] [^1] ![i](https://evil.example/i.png) *a* _b_ __c__ ~~d~~ $e$ :f[g] \\[ \\",
    "Élu, e\u0301lu 🇫🇷 👩‍👩‍👧 שלום\u202fdit-il\u00a0: «\u00a0oui\u00a0»\r\n\ufefffin",
    "https://a.example/](javascript:alert(1))`x`[y] <https://b.example/c_d>, [https://e.example](https://evil.example/)",
)
ANY_TEXT = st.text(min_size=1, max_size=60).filter(lambda text: text.strip())
MARKED = st.text(alphabet="ab 1\\`*_[]<>()#|~$&:;!-+=.\n\u202e\u2069\x00é🇫", min_size=1, max_size=40).filter(str.strip)
ARTICLE_TEXT = st.one_of(ANY_TEXT, MARKED, st.sampled_from(HOSTILE))
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BASE_URL = "http://127.0.0.1:8000/"


def answer_from(
    texts: list[str], titles: list[str], *, url: str | None = None, conflict: bool = False, copies_each: int = 0
) -> AnswerOut:
    """The contract's object for an answer that quotes each of `texts`, made as the product makes it."""
    articles = {
        f"a{n}": Article(f"a{n}", title, text, "0" * 64, "en", title, None, url)
        for n, (text, title) in enumerate(zip(texts, titles, strict=True))
    }
    facts = tuple(Fact((_evidence(article),), None) for article in articles.values())
    copies = {name: [replace(one, id=f"{name}-{n}") for n in range(copies_each)] for name, one in articles.items()}
    composed = quote_all(Findings(facts, ()), articles.__getitem__, copies.__getitem__)
    return _contract(composed, conflict=conflict)


def _evidence(article: Article) -> Evidence:
    start = len(article.text) - len(article.text.lstrip())
    span = Span(article.id, start, len(article.text.rstrip()))
    return Evidence(Passage(Chunk(f"{article.id}#0", span, (), None), "", 1.0, 1, 0), span, span, 1.0)


def _contract(composed: Composed, *, conflict: bool) -> AnswerOut:
    citations = [
        citation_out(number, citation, DEFAULT_COLLECTION) for number, citation in enumerate(composed.citations)
    ]
    sides = [
        ConflictValueOut(value="v", text=citation.quote, citations=[citation.index], newest=citation.index == 0)
        for citation in citations
    ]
    return AnswerOut(
        id="ask_0123",
        question="why?",
        question_language="en",
        answerable=True,
        confidence=0.5,
        reason=None,
        answer=composed.text,
        answer_language="en",
        short_answer="short",
        statements=[StatementOut(start=s.start, end=s.end, citations=list(s.citations)) for s in composed.statements],
        citations=citations,
        conflicts=[ConflictOut(kind="text", values=sides)] if conflict else [],
        nearest=[],
        passages=None,
        models=ModelsOut(encoder="e", reader="r", generator=None),
        index=IndexOut(generation="g", articles=1, passages=1),
        timings_ms={},
    )


def without_backslashes(text: str) -> str:
    """Text as CommonMark shows it, without the backslashes before ASCII punctuation and the angles around an address."""
    return re.sub(r"\\([!-/:-@\[-`{-~])|<(https?://[^>]*)>", lambda m: m[1] or m[2], text)


class Rendered(HTMLParser):
    """The tags that a rendered message has, the addresses of its links, and its text."""

    def __init__(self, rendered: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.shown: list[str] = []
        self.text = ""
        self._in_link = False
        self.feed(rendered)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag == "a":
            self._in_link = True
            self.shown.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_link = self._in_link and tag != "a"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_link:
            self.shown[-1] += data


def bare(words: str) -> list[str]:
    """The words without marks of block and other quotations at their edges."""
    return [stripped for word in words.split() if (stripped := word.lstrip(">").strip('«»“”„"'))]


@given(articles=st.lists(st.tuples(ARTICLE_TEXT, ARTICLE_TEXT), min_size=1, max_size=3), conflict=st.booleans())
@example(articles=[(text, text) for text in HOSTILE], conflict=True)
@example(articles=[('0"', "half a pair")], conflict=False)
@settings(max_examples=120, deadline=None)
def test_for_any_answer_each_annotation_reslices_and_nothing_in_it_is_live(
    *, articles: list[tuple[str, str]], conflict: bool
) -> None:
    texts, titles = [text for text, _ in articles], [title for _, title in articles]
    answer = answer_from(texts, titles, conflict=conflict, copies_each=4)
    message = write_message(answer)
    content = message.text

    assert {mark.citation for mark in message.marks} == {citation.index for citation in answer.citations}
    for mark in message.marks:
        [statement] = [s for s in answer.statements if mark.citation in s.citations]
        shown = without_backslashes(content[mark.start : mark.end])
        assert shown == readable((answer.answer or "")[statement.start : statement.end])
        # The words between the marks of quotation are the article's, in their order; those that draw a table may be left out, and
        # half of a pair of marks.
        citation = answer.citations[mark.citation]
        assert texts[mark.citation][citation.start : citation.end] == citation.quote
        words = iter(bare(readable(" ".join(citation.quote.split()))))
        assert all(word in words for word in bare(shown[1:-1]))

    rendered = Rendered(MARKDOWN.render(content))
    assert rendered.tags <= {"blockquote", "p", "ul", "li", "a"}
    # A link leads where it says.
    assert [unquote(address) for address in rendered.links] == [
        unquote(MARKDOWN.normalizeLink(s)) for s in rendered.shown
    ]
    assert all(re.match("https?://", address, re.IGNORECASE) for address in rendered.links)
    for statement in answer.statements:
        words = readable((answer.answer or "")[statement.start : statement.end])
        assert " ".join(words.split()) in " ".join(rendered.text.split())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", content)


@given(st.lists(ARTICLE_TEXT, min_size=1, max_size=2))
@example(list(HOSTILE))
@settings(max_examples=25, deadline=None)
def test_a_stream_says_what_the_whole_says(texts: list[str]) -> None:
    answer = answer_from(texts, texts)
    reply = Reply(answer, write_message(answer), 0, BASE_URL)
    whole = chat_completion(reply)
    for events in (chat_events(reply), open_webui_events(reply), response_events(reply)):
        for event in events:
            # One event is one run of lines, and an empty line ends it, whatever else the client takes for a line's end.
            assert event.count(b"\n\n") == 1
            assert event.endswith(b"\n\n")
            assert len(event.decode().splitlines()) == event.count(b"\n")
    [part] = response(reply).output[0].content
    assert part.text == whole.choices[0].message.content
    assert [a.start_index for a in part.annotations] == [
        a.url_citation.start_index for a in whole.choices[0].message.annotations
    ]


def test_the_message_shows_quotes_dates_and_sources() -> None:
    answer = answer_from(
        ["He left.", "She *stayed*."], ["One", "Two"], url="https://news.example/a_(b)?q=1", conflict=True
    )
    assert write_message(answer).text == (
        "> “He left.” [1]\n\n"
        "> “She \\*stayed\\*.” [2]\n\n"
        "The articles disagree:\n\n"
        "- He left. [1] (the newest)\n"
        "- She \\*stayed\\*. [2]\n\n"
        "- [1] [One](https://news.example/a_%28b%29?q=1) · One · no date stated\n"
        "- [2] [Two](https://news.example/a_%28b%29?q=1) · Two · no date stated\n"
    )


def test_our_own_words_are_in_the_language_that_is_given_or_else_in_the_question_s() -> None:
    thanks = answer_from(["He left."], ["One"]).model_copy(update={"question_language": "es", "answerable": False})
    assert write_message(thanks).text == "Los artículos no lo dicen."
    assert write_message(thanks, language="fr").text == "Les articles ne le disent pas."


def test_a_greeting_that_has_no_answer_is_told_how_to_ask() -> None:
    greeted = answer_from(["He left."], ["One"]).model_copy(update={"answerable": False, "reason": "no_evidence"})
    told = write_message(greeted, "merci", "fr", asks_nothing=True).text
    assert told.endswith(
        "Posez une question, par exemple « Pourquoi le directeur a-t-il démissionné ? » : la réponse est citée mot pour mot "
        "des articles."
    )
    empty = greeted.model_copy(update={"reason": "empty_index"})
    assert write_message(empty, "why?", asks_nothing=True).text == "There are no articles here yet."


def test_other_prints_are_named_three_of_them_and_how_many_more() -> None:
    answer = answer_from(["He left."], ["One"], copies_each=5)
    one = "One · One · no date stated"
    assert f"- [1] {one} (also in {one}; {one}; {one}; + 2)" in write_message(answer).text


def test_a_second_quote_of_a_statement_stands_with_its_source() -> None:
    answer = answer_from(["He left.", "He went."], ["One", "Two"])
    together = answer.model_copy(
        update={"statements": [answer.statements[0].model_copy(update={"citations": [0, 1]})], "answer": "“He left.”"}
    )
    message = write_message(together)
    assert message.text.endswith("- [2] Two · Two · no date stated: He went.\n")
    assert [(mark.citation, message.text[mark.start : mark.end]) for mark in message.marks] == [
        (0, "“He left.”"),
        (1, "“He left.”"),
    ]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (None, None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//evil.example", None),
        ("https://", None),
        ("http://[", None),
        ("https://a.example/b", "https://a.example/b"),
        ("https://a.example/) [x](javascript:y", "https://a.example/%29%20%5Bx%5D%28javascript:y"),
        ("https://a.example/é\u202e", "https://a.example/%C3%A9%E2%80%AE"),
    ],
)
def test_only_a_web_address_becomes_a_link(url: str | None, address: str | None) -> None:
    assert web_address(url) == address
    assert link("t", url) == (f"[t]({address})" if address else "t")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "The form is at https://news.example/press_room/a_b?id=1&lang=fr now.",
            "https://news.example/press_room/a_b?id=1&lang=fr",
        ),
        ("“At https://a.example/~bob/x”, he said", "https://a.example/~bob/x"),
        ("(see https://a.example/b_(c)).", "https://a.example/b_(c)"),
        ("« https://a.example/b_c».", "https://a.example/b_c"),
        ("https://a.example/b*c" + ")" * 5_000, "https://a.example/b*c"),
        ("http://a.example/:x#y,", "http://a.example/:x#y"),
        ("HTTPS://www.a.example/_!", "HTTPS://www.a.example/"),
    ],
)
def test_an_address_in_a_quote_is_a_link_to_what_is_read_and_nothing_in_it_is_escaped(text: str, address: str) -> None:
    assert f"<{address}>" in inert(text)
    rendered = Rendered(MARKDOWN.renderInline(inert(text)))
    assert (rendered.shown, rendered.text) == ([address], text)
    assert rendered.links == [address]


@pytest.mark.parametrize(
    "text", ["www.a.example/b_c", "WWW.a.example", "ftp://a.example/b_c", "b_c@a.example", "https://_x_"]
)
def test_what_clients_would_make_half_a_link_of_is_text(text: str) -> None:
    # GitHub's Markdown knows these by the characters that have a backslash before them now.
    assert not re.search(r"www\.|ftp:|\w@|<", inert(text), re.IGNORECASE)
    rendered = Rendered(MARKDOWN.renderInline(inert(text)))
    assert (rendered.text, rendered.links) == (text, [])


def test_no_link_stands_in_the_name_of_a_link() -> None:
    title = "[https://a.example/b_c](https://evil.example/) \\[x](https://evil.example/)"
    named = link(title, "https://a.example/")
    # marked reads a bracket as one where it has a backslash before it.
    assert not re.search(r"[\[\]<]", named[1:].partition("](https://a.example/)")[0])
    rendered = Rendered(MARKDOWN.renderInline(named))
    assert (rendered.text, rendered.links) == (title, ["https://a.example/"])


def test_escaping_is_no_more_than_what_would_mean_something() -> None:
    assert inert("At 10:30 he said: it's 5-3, (yes) a.b & c!") == "At 10:30 he said: it's 5-3, (yes) a.b & c!"
    assert inert("1. x") == "1\\. x"
    assert inert("- x") == "\\- x"
    assert html.unescape(MARKDOWN.renderInline(inert("&lt; :a $5"))) == "&lt; :a $5"


@pytest.mark.parametrize("roles", [["user"], ["system", "user"], ["user", "assistant", "tool", "user"]])
def test_the_last_question_is_asked_and_others_words_are_passed_over(roles: list[str]) -> None:
    found = read_conversation([Said(role, f"{role} {n}?") for n, role in enumerate(roles)], "messages")
    assert found.asked == f"user {len(roles) - 1}?"
    assert [turn.answer for turn in found.before] == (["assistant 1?"] if len(roles) == 4 else [])


def test_two_answers_in_a_row_are_no_reason_to_fail() -> None:
    said = [
        Said("assistant", "Hello."),
        Said("user", "a?"),
        Said("assistant", "b"),
        Said("assistant", "c"),
        Said("user", "d?"),
    ]
    assert [(turn.question, turn.answer) for turn in read_conversation(said, "messages").before] == [("a?", "c")]
    with pytest.raises(ChatRequestError, match="put the question last"):
        read_conversation(said[:-1], "messages")
