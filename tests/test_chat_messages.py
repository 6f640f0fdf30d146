"""Whatever an article says, a chat message keeps its platform's limits, quotes exactly, cites everything and runs nothing."""

import json
import re

import pytest
from hypothesis import Phase, given, settings
from markdown_it import MarkdownIt
from slack_sdk.models.blocks import Block

from api.chat import discord, mattermost, slack, teams
from api.chat.cuts import WHOLE, Cut, cuts_of
from api.chat.shown import excerpt, fitted, one_line
from api.doors.phrases import Phrases, language_of_ours, phrases_in
from index.article import Article
from rag.contract import AnswerOut
from tests.chat_kit import (
    OMISSION,
    PUBLIC_URL,
    REFUSED,
    answers,
    assert_from_article,
    assert_no_controls,
    assert_whole,
    strings,
)

Example = tuple[AnswerOut, dict[str, str]]
# An answer that fails is read as it is: to make it smaller takes minutes.
EXAMPLES = settings(max_examples=20, deadline=None, phases=(Phase.reuse, Phase.generate))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_quotes(shown: list[list[str]], example: Example) -> None:
    """Each citation is shown once, in its order, with words of its own article."""
    answer, texts = example
    assert len(shown) == len(answer.citations)
    for lines, citation in zip(shown, answer.citations, strict=True):
        assert_from_article(lines, texts[citation.article_id])
        assert_whole(lines, citation.quote)


def phrases_of(answer: AnswerOut) -> Phrases:
    return phrases_in(language_of_ours(answer.question, answer.question_language))


def check_sources(sources: list[str], answer: AnswerOut) -> None:
    """Below each quote stand its number, the date of its article, and who else has the words."""
    phrases = phrases_of(answer)
    assert [source.split(" · ")[0] for source in sources] == [str(c.index + 1) for c in answer.citations]
    for source, citation in zip(sources, answer.citations, strict=True):
        own, also, _ = source.partition(f" · {phrases.also_in} ")
        # Of a week, 2024-W20.
        week = phrases.week.format(week=20, year=2024)
        assert own.endswith((citation.published_at or phrases.undated).replace("2024-W20", week))
        assert bool(also) == bool(citation.also_in)


# ---- Slack -----------------------------------------------------------------------------------------------------------


@EXAMPLES
@given(answers())
def test_any_answer_is_a_message_that_slack_takes_and_parses_nothing_of(example: Example) -> None:
    answer, texts = example
    made = slack.command_message(answer, PUBLIC_URL)
    blocks = made["blocks"]
    for block in blocks:
        Block.parse(block).validate_json()
    assert len(blocks) <= 50
    assert {block["type"] for block in blocks} <= {"rich_text", "context", "actions"}
    elements = [element for block in blocks if block["type"] == "rich_text" for element in block["elements"]]
    quotes = [e["elements"][0]["text"].split("\n") for e in elements if e["type"] == "rich_text_quote"]
    check_quotes(quotes, example)
    sources = [block["elements"][0]["text"] for block in blocks if block["type"] == "context"]
    check_sources(sources[1:], answer)
    assert all(0 < units(text) <= 3_000 for text in slack_texts(blocks))
    assert sum(units(text) for text in slack_texts(blocks)) <= 12_000
    assert_no_controls(made)
    check_nothing_is_parsed_by_slack(made, texts)


def slack_texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in slack_texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for one in value.values() for text in slack_texts(one)]


def check_nothing_is_parsed_by_slack(made: dict, texts: dict[str, str]) -> None:
    # Blocks: text elements and plain text without emoji, in which nothing is parsed; the only addresses are ours.
    for element in walk(made["blocks"]):
        assert element.get("type") != "mrkdwn"
        assert element.get("emoji") is not True
        assert "url" not in element or element["url"].startswith(f"{PUBLIC_URL}/?span=Wy")
    # The text beside them is mrkdwn: no `<` begins anything, every `&` is an entity of the three, `>` begins quotes only.
    text = made["text"]
    assert "<" not in text
    assert not re.search(r"&(?!(?:amp|lt|gt);)", text)
    assert not re.search(r"(?m)(?<!^)>", text)
    assert units(text) <= 4_000
    quoted = [line[2:] for line in text.split("\n") if line.startswith("> ")]
    unescaped = [line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for line in quoted]
    for line in unescaped:
        parts = line.removeprefix(OMISSION).removesuffix(OMISSION).strip().split("\ufffd")
        assert any(all(part in article for part in parts) for article in texts.values())


def walk(value: object) -> list[dict]:
    if isinstance(value, list):
        return [found for one in value for found in walk(one)]
    if not isinstance(value, dict):
        return []
    return [value, *(found for one in value.values() for found in walk(one))]


# ---- Discord ---------------------------------------------------------------------------------------------------------


@EXAMPLES
@given(answers())
def test_any_answer_is_a_message_that_discord_takes_and_parses_nothing_of(example: Example) -> None:
    answer, _ = example
    made = discord.message(answer, PUBLIC_URL)
    descriptions = [embed["description"] for embed in made["embeds"]]
    assert made["allowed_mentions"] == {"parse": []}
    assert units(made["content"]) <= 2_000
    assert len(descriptions) <= 10
    assert all(0 < units(description) <= 4_096 for description in descriptions)
    assert sum(units(description) for description in descriptions) <= 6_000
    rows = made["components"]
    assert len(rows) <= 5
    for row in rows:
        assert 1 <= len(row["components"]) <= 5
        for button in row["components"]:
            assert button["style"] == 5
            assert button["url"].startswith(f"{PUBLIC_URL}/?span=Wy")
            assert len(button["url"]) <= 512
            assert len(button["label"]) <= 80
    entries = [entry for text in descriptions[len(answer.conflicts) :] for entry in text.split("\n\n")]
    quotes = [[unescaped(line[2:]) for line in entry.split("\n")[:-1]] for entry in entries]
    assert all(line.startswith("> ") for entry in entries for line in entry.split("\n")[:-1])
    check_quotes(quotes, example)
    check_sources([unescaped(entry.split("\n")[-1]) for entry in entries], answer)
    assert_no_controls(made)
    check_nothing_is_parsed_by_discord(made)


def unescaped(text: str) -> str:
    return re.sub(r"\\([^\sA-Za-z0-9])", r"\1", text)


def check_nothing_is_parsed_by_discord(made: dict) -> None:
    content = [line.removeprefix("**").removesuffix("**") for line in made["content"].split("\n")]
    lines = [*content, *(line for embed in made["embeds"] for line in embed["description"].split("\n"))]
    for line in lines:
        # Without our own marks at its beginning and without whatever is escaped, nothing active is left.
        rest = re.sub(r"\\[^\sA-Za-z0-9]", "", re.sub(r"^[>-] ", "", line))
        assert not re.search(r"[\\`*_~|<>#\[\]()@:]", rest), line
        assert not re.match(r"\s*(?:[-+]|\d+\.)", rest), line


# ---- Teams -----------------------------------------------------------------------------------------------------------


@EXAMPLES
@given(answers())
def test_any_answer_is_a_card_that_teams_takes_and_parses_nothing_of(example: Example) -> None:
    answer, _ = example
    made = teams.message(answer, PUBLIC_URL)
    assert len(json.dumps(made, ensure_ascii=False).encode()) <= 28 * 1024
    [attachment] = made["attachments"]
    card = attachment["content"]
    assert (made["type"], card["type"], card["version"]) == ("message", "AdaptiveCard", "1.4")
    kinds = {element["type"] for element in walk(card)}
    # No TextBlock, which knows Markdown and {{DATE(…)}}; the only action opens our page.
    assert kinds <= {"AdaptiveCard", "RichTextBlock", "TextRun", "Container", "ActionSet", "Action.OpenUrl"}
    for element in walk(card):
        if element["type"] == "Action.OpenUrl":
            assert element["url"].startswith(f"{PUBLIC_URL}/?span=Wy")
    containers = [element for element in card["body"] if element["type"] == "Container"]
    runs = [
        [item["inlines"][0]["text"] for item in container["items"] if item["type"] == "RichTextBlock"]
        for container in containers
    ]
    check_quotes([texts[:-1] for texts in runs], example)
    check_sources([texts[-1] for texts in runs], answer)
    assert_no_controls(made)


# ---- Mattermost ------------------------------------------------------------------------------------------------------

INLINE = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "link_open", "link_close"}
BLOCK = {
    *("paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
}


@EXAMPLES
@given(answers())
def test_any_answer_is_a_post_that_mattermost_takes_and_parses_nothing_of(example: Example) -> None:
    answer, texts = example
    made = mattermost.message(answer, PUBLIC_URL)
    assert units(made["text"]) <= 16_383
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(made["text"])
    assert {token.type for token in tokens} <= BLOCK
    inlines = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inlines} <= INLINE
    for child in inlines:
        if child.type == "link_open":
            assert str(child.attrs["href"]).startswith(f"{PUBLIC_URL}/?span=Wy")
    read = [
        "".join("\n" if "break" in c.type else c.content for c in t.children or [])
        for t in tokens
        if t.type == "inline"
    ]
    for text in read:
        # What the server and the clients look for in text that has been read: mentions, hashtags, channels, emoji, addresses.
        assert not re.search(r"[@#~:](?=[^\s\u200b])", text), text
    inside, quotes, sources = 0, [], []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        inside += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "inline" and inside:
            lines = "".join("\n" if "break" in c.type else c.content for c in token.children or []).split("\n")
            quotes.append([line.replace("\u200b", "") for line in lines])
        if token.type == "blockquote_close" and following is not None:
            sources.append(tokens[tokens.index(following) + 1].content.split(f" · [{phrases_of(answer).read_it}](")[0])
    plain = {name: text.replace("\u200b", "") for name, text in texts.items()}
    check_quotes(quotes, (answer, plain))
    check_sources([re.sub(r"\\(?=\W)", "", source) for source in sources], answer)
    assert_no_controls(made)


# ---- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        slack.command_message(REFUSED, PUBLIC_URL),
        discord.message(REFUSED, PUBLIC_URL),
        teams.message(REFUSED, PUBLIC_URL),
        mattermost.message(REFUSED, PUBLIC_URL),
    ],
    ids=["slack", "discord", "teams", "mattermost"],
)
def test_a_refusal_says_so_plainly_and_shows_no_quote(made: dict[str, object]) -> None:
    text = "\n".join(strings(made)).replace("\\", "")
    assert "The articles do not say." in text
    assert "none says it clearly enough to be called an answer" in text
    assert ">" not in text
    assert "span=" not in text


@pytest.mark.parametrize("adapter", [slack.command_message, discord.message, teams.message, mattermost.message])
def test_sides_of_a_conflict_are_shown_with_their_articles_dates_and_the_newest(
    adapter: object, dispute: AnswerOut
) -> None:
    text = "\n".join(strings(adapter(dispute, None))).replace("\\", "")
    assert "The articles disagree (date):" in text
    assert "17 novembre 2023 – [1] 2023-11-20" in text
    assert "Vendredi 24 novembre – [2] 2024-05, the newest" in text


@pytest.mark.parametrize("adapter", [slack.command_message, discord.message, teams.message, mattermost.message])
def test_without_a_public_address_there_are_no_links(adapter: object, dispute: AnswerOut) -> None:
    assert "span=" not in json.dumps(adapter(dispute, None))
    assert "https://ask.example.org/?span=id-1" in json.dumps(adapter(dispute, PUBLIC_URL))
    assert "collection" not in json.dumps(adapter(dispute, PUBLIC_URL))
    elsewhere = [one.model_copy(update={"permalink": f"{one.permalink}?collection=news"}) for one in dispute.citations]
    told = json.dumps(adapter(dispute.model_copy(update={"citations": elsewhere}), PUBLIC_URL))
    # Slack's mark-up escapes the ampersand.
    assert "https://ask.example.org/?span=id-1&collection=news" in told.replace("&amp;", "&")


@pytest.fixture
def dispute() -> AnswerOut:
    quotes = ["Il est parti le 17 novembre 2023.", "Vendredi 24 novembre, il est parti."]
    marks = [(16, 32), (0, 20)]
    dates = ["2023-11-20", "2024-05"]
    citations = [
        {
            **dict.fromkeys(("utf16_start", "utf16_end", "byte_start", "byte_end"), 0),
            "index": n,
            "span_id": f"id-{n + 1}",
            "article_id": f"a{n}",
            "article_sha256": "0",
            "title": "Départ",
            "publisher": "Journal",
            "url": None,
            "published_at": dates[n],
            "language": "fr",
            "quote": quote,
            "start": 0,
            "end": len(quote),
            "answer_start": marks[n][0],
            "answer_end": marks[n][1],
            "score": 1.0,
            "permalink": f"/v1/spans/id-{n + 1}",
        }
        for n, quote in enumerate(quotes)
    ]
    values = [
        {"value": "2023-11-17", "text": "17 novembre 2023", "citations": [0], "newest": False},
        {"value": "2023-11-24", "text": "Vendredi 24 novembre", "citations": [1], "newest": True},
    ]
    changed = {"answerable": True, "reason": None, "answer": "…", "answer_language": "fr", "citations": citations}
    changed |= {"short_answer": "17 novembre 2023", "conflicts": [{"kind": "date", "values": values}]}
    return AnswerOut.model_validate(REFUSED.model_dump() | changed)


OURS = [
    (
        *(
            "en",
            "83% likely to be right",
            "The articles disagree (date):",
            "2024-05, the newest",
            "Read 2 in its article",
        ),
        *(
            "The articles do not say.",
            "Some passages come near, but none says it clearly enough to be called an answer.",
        ),
    ),
    (
        *("fr", "83 % de chances que ce soit exact", "Les articles se contredisent sur la date :"),
        *("2024-05, le plus récent", "Lire la citation 2 dans son article", "Les articles ne le disent pas."),
        "Des passages s’en approchent, mais aucun ne le dit assez clairement pour valoir réponse.",
    ),
    (
        *("de", "mit 83 % Wahrscheinlichkeit richtig", "Die Artikel widersprechen sich beim Datum:"),
        *("2024-05, der neueste", "Zitat 2 im Artikel lesen", "Die Artikel sagen dazu nichts."),
        "Einige Stellen kommen nahe, aber keine sagt es klar genug für eine Antwort.",
    ),
    (
        *("es", "83 % de probabilidad de que sea correcto", "Los artículos se contradicen en la fecha:"),
        *("2024-05, el más reciente", "Leer la cita 2 en su artículo", "Los artículos no lo dicen."),
        "Algunos pasajes se acercan, pero ninguno lo dice con claridad suficiente para ser una respuesta.",
    ),
]
ADAPTERS = [slack.command_message, discord.message, teams.message, mattermost.message]


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours[0])
def test_our_own_words_are_in_the_language_of_the_question(
    adapter: object, ours: tuple[str, ...], dispute: AnswerOut
) -> None:
    language, likely, disagree, newest, read, not_said, why = ours
    asked = {"question_language": language, "confidence": 0.83}
    text = "\n".join(strings(adapter(dispute.model_copy(update=asked), PUBLIC_URL))).replace("\\", "")
    shown = [likely, disagree, newest, phrases_in(language).read_it if adapter is mattermost.message else read]
    assert [words for words in shown if words not in text] == []
    refusal = "\n".join(strings(adapter(REFUSED.model_copy(update=asked), PUBLIC_URL))).replace("\\", "")
    assert not_said in refusal
    assert why in refusal


def test_a_question_in_letters_of_no_language_that_we_write_is_answered_in_english() -> None:
    # Of the languages that questions are told apart in, German is the likeliest for these letters.
    asked = REFUSED.model_copy(update={"question": "为什么他辞职", "question_language": "de"})
    assert "The articles do not say." in strings(teams.message(asked, None))


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_what_stands_on_a_button_is_as_short_as_slack_and_discord_take_it(language: str) -> None:
    # Slack takes 75 characters and Discord 80; there are 20 citations at most.
    assert len(phrases_in(language).read.format(number=20)) <= 75


@pytest.mark.parametrize("adapter", [discord.message, mattermost.message])
def test_a_post_that_does_not_follow_its_question_begins_with_it(adapter: object, dispute: AnswerOut) -> None:
    for answer in (dispute, REFUSED):
        made = adapter(answer.model_copy(update={"question": "When did @all\n*he* leave?"}), PUBLIC_URL)
        first = (made.get("text") or made["content"]).split("\n")[0]
        # Mattermost finds mentions behind its Markdown, so there an invisible space stands behind the mark.
        assert first == adapter.__globals__["escape"]("When did @all *he* leave?")
        assert r"\*he\*" in first


def test_a_long_question_is_shortened_where_a_post_begins_with_it() -> None:
    asked = REFUSED.model_copy(update={"question": "why " * 500})
    # 500 characters: 499 and the mark of what is left out.
    assert discord.message(asked, None)["content"].split("\n")[0] == f"{'why ' * 124}why…"


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_a_long_first_quote_that_is_the_answer_stands_there_once(adapter: object, dispute: AnswerOut) -> None:
    # 1,000 characters, and 1 less of an answer that does not have all of them.
    quote = "as agreed " * 99 + "as agreed."
    for end, times in ((1_000, 1), (999, 2)):
        cited = dispute.citations[0].model_copy(
            update={"quote": quote, "end": 1_000, "answer_start": 0, "answer_end": end}
        )
        short = dispute.model_copy(update={"citations": [cited], "conflicts": [], "short_answer": quote[:end]})
        made = adapter(short, PUBLIC_URL)
        shown = strings(made.get("blocks") or made.get("attachments") or made)
        assert sum("as agreed as agreed" in line for text in shown for line in text.split("\n")) == times


LONG = "Mr Vandelay resigned because " + ", ".join(f"clause {n} was broken" for n in range(120)) + ". He is gone."
PIECE = LONG.index(" was broken, clause 60")


def cut_at(dispute: AnswerOut, start: int, end: int, text: str = LONG) -> tuple[AnswerOut, tuple[Cut, ...]]:
    """An answer that quotes `text[start:end]` alone, and its cuts."""
    article = Article("a0", "t", text, "0", "en", None, None, None)
    changed = {"quote": text[start:end], "start": start, "end": end, "answer_start": start, "answer_end": start + 1}
    citation = dispute.citations[0].model_copy(update=changed)
    answer = dispute.model_copy(update={"citations": [citation], "conflicts": []})
    return answer, cuts_of(answer, {"a0": article}.get)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_a_quote_that_ends_within_its_sentence_says_that_words_are_left_out(
    adapter: object, dispute: AnswerOut
) -> None:
    end = LONG.index(" was broken, clause 4")
    answer, cuts = cut_at(dispute, 0, end)
    text = "\n".join(strings(adapter(answer, None, cuts))).replace("\\", "")
    assert f"clause 2 was broken, clause 3 {OMISSION}" in text
    assert f"{OMISSION} Mr Vandelay" not in text


@pytest.mark.parametrize(
    ("start", "end", "cut"),
    [
        (0, PIECE, Cut(before=False, behind=True)),
        (PIECE + 1, LONG.index(" He is"), Cut(before=True, behind=False)),
        (0, LONG.index(" He is"), WHOLE),
        (LONG.index("He is"), len(LONG), WHOLE),
    ],
)
def test_a_cut_is_where_a_sentence_of_the_article_goes_on(dispute: AnswerOut, start: int, end: int, cut: Cut) -> None:
    assert cut_at(dispute, start, end)[1] == (cut,)


def test_a_line_without_a_final_mark_is_whole(dispute: AnswerOut) -> None:
    text = "A heading\n\n- the first of the items\n- the second of the items\n\nThe end."
    first, second = text.index("- the first"), text.index("- the second")
    assert cut_at(dispute, 0, len("A heading"), text)[1] == (WHOLE,)
    assert cut_at(dispute, first, second - 1, text)[1] == (WHOLE,)


def test_of_an_article_that_has_changed_or_is_gone_no_cut_is_told(dispute: AnswerOut) -> None:
    answer, _ = cut_at(dispute, 0, PIECE)
    changed = Article("a0", "t", LONG, "1", "en", None, None, None)
    assert cuts_of(answer, {"a0": changed}.get) == cuts_of(answer, {}.get) == (WHOLE,)


def test_a_long_quote_keeps_the_words_that_answer_and_marks_what_is_left_out() -> None:
    quote = f"{'Some words before. ' * 20}because of a quarrel over money{' and words after' * 20}."
    start = quote.index("a quarrel")
    [line] = excerpt(quote, start, start + len("a quarrel"), 60)
    assert line.startswith(f"{OMISSION} ")
    assert line.endswith(f" {OMISSION}")
    assert "a quarrel" in line
    kept = line.removeprefix(OMISSION).removesuffix(OMISSION).strip()
    assert f" {kept} " in quote
    assert len(kept) <= 60


@pytest.mark.parametrize(
    ("quote", "lines"),
    [
        ("one\r\ntwo\u2028three\x0cfour", ("one", "two", "three", "four")),
        ("a\x00b\u202ec", ("a\ufffdb\ufffdc",)),
        ("  tab\tstays  ", ("tab\tstays",)),
        ("\n \n", (OMISSION,)),
    ],
)
def test_lines_stay_lines_and_harmful_characters_are_seen(quote: str, lines: tuple[str, ...]) -> None:
    assert excerpt(quote, 0, len(quote), 100) == lines


def test_an_accent_is_not_cut_from_its_letter() -> None:
    quote = "e\u0301" * 30
    [line] = excerpt(quote, 0, 1, 21)
    # 21 code points would end with a bare e, so the one before it is the last.
    assert line == "e\u0301" * 10 + f" {OMISSION}"


def test_a_line_is_cut_after_its_last_character_that_fits() -> None:
    assert one_line("a  b\nc", 5) == "a b c"
    assert one_line("abcdef", 5) == "abcd…"


def test_what_never_fits_is_an_error_and_not_a_message_too_long() -> None:
    with pytest.raises(ValueError, match="quotes of 20 characters do not fit"):
        fitted(lambda chars: chars, lambda _: False)
