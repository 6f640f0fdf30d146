"""Writes the tables of docs/gold.md, docs/stories.md and docs/twins.md anew, out of the gold, the stories and the twins.

    python tests/write_gold_guide.py

`tests/test_gold_guide.py` checks that the pages hold them as they are now.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from eval.gold import GoldQuestion, Kind, load_gold
from eval.markdown_text import table
from index.words import question_terms, terms
from rag.reader.stories import Stories, read_stories, story_files
from rag.reader.twins import twin_files

ROOT = Path(__file__).parents[1]
GUIDE, GOLD = ROOT / "docs" / "gold.md", ROOT / "eval" / "gold" / "seeds.jsonl"
LANGUAGES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish"}
STORIES_PAGE, STORIES = ROOT / "docs" / "stories.md", ROOT / "eval" / "stories"
TWINS_PAGE, TWINS = ROOT / "docs" / "twins.md", ROOT / "eval" / "twins"
# What the paragraphs are of, and written in.
TWIN_SETS = {
    "squad": "SQuAD, English",
    "piaf": "PIAF, French",
    "afriqa": "AfriQA, French",
    "news": "invented news, mostly French",
}
ARTICLE_LANGUAGE = "fr"
SHARES = ("none of them", "less than half", "half or more")


def shared_words(question: GoldQuestion) -> str:
    """How many of the question's content words stand in the piece of evidence that holds most, stems compared: one of SHARES."""
    asked = set(question_terms(question.question, question.language, [ARTICLE_LANGUAGE]))
    most = max(len(asked & set(terms(piece.quote, ARTICLE_LANGUAGE))) for piece in question.evidence)
    if not most:
        return SHARES[0]
    return SHARES[2] if 2 * most >= len(asked) else SHARES[1]


def counts_table(gold: Sequence[GoldQuestion]) -> str:
    """Questions by kind and language."""
    cells = [(question.kind.value, question.language) for question in gold]
    asked = {question.kind for question in gold}
    return _table("kind", [kind.value for kind in Kind if kind in asked], cells)


def words_table(gold: Sequence[GoldQuestion]) -> str:
    """Answerable questions by the words they share with their evidence, and language."""
    cells = [(shared_words(question), question.language) for question in gold if question.answerable]
    return _table("words shared with the evidence", SHARES, cells)


def stories_section(read: Stories) -> str:
    """How many stories there are, in which languages, and their questions by kind and language."""
    both = (*read.train, *read.held_out)
    languages = Counter(story.language for story in both)
    told = ", ".join(f"{languages[code]} {name}" for code, name in LANGUAGES.items())
    articles = [article for story in both for article in story.articles]
    words = sum(len(article.text.split()) for article in articles)
    questions = [question for path in story_files(STORIES) for question in load_gold(path)]
    sides = f"{len(read.train)} of them trained on and {len(read.held_out)} held out"
    size = f"{len(articles)} articles of {words / len(articles):.0f} words on average"
    return (
        f"{len(both)} stories ({told}), {sides}: {size}. Their {len(questions)} questions:\n\n{counts_table(questions)}"
    )


def twins_section() -> str:
    """How many twins there are, on how many paragraphs, and which have an answer, by set and language."""
    rows = [
        (path.stem, json.loads(line)) for path in twin_files(TWINS) for line in path.read_text("utf-8").splitlines()
    ]
    paragraphs, answered = {row["paragraph"] for _, row in rows}, sum(bool(row["answers"]) for _, row in rows)
    named = [
        (f"{TWIN_SETS[name]}: {'answered' if row['answers'] else 'near misses'}", row["language"]) for name, row in rows
    ]
    table = _table("paragraphs of", sorted({name for name, _ in named}), named)
    return f"{len(rows)} questions on {len(paragraphs)} paragraphs, {answered} with an answer there:\n\n{table}"


def section(text: str, name: str) -> str:
    """What stands between the markers called `name`."""
    found = re.search(rf"<!-- {name}:start -->\n(.*?)\n<!-- {name}:end -->", text, re.DOTALL)
    if not found:
        raise ValueError(
            f"no section {name!r}: put <!-- {name}:start --> and <!-- {name}:end --> on lines of their own"
        )
    return found[1]


def with_section(text: str, name: str, content: str) -> str:
    """`text` with `content` between the markers called `name`."""
    start, end = f"<!-- {name}:start -->\n", f"\n<!-- {name}:end -->"
    return text.replace(f"{start}{section(text, name)}{end}", f"{start}{content}{end}")


def _table(head: str, names: Sequence[str], cells: Sequence[tuple[str, str]]) -> str:
    count = Counter(cells)
    rows = [[name, *(count[name, code] for code in LANGUAGES)] for name in names]
    rows.append(["all", *(sum(row[at + 1] for row in rows) for at in range(len(LANGUAGES)))])
    return table([head, *LANGUAGES.values(), "all"], [[*map(str, row), str(sum(row[1:]))] for row in rows])


def main() -> None:
    gold, text = load_gold(GOLD), GUIDE.read_text("utf-8")
    for name, counted in (("counts", counts_table(gold)), ("words", words_table(gold))):
        text = with_section(text, name, counted)
    GUIDE.write_text(text, "utf-8")
    page = STORIES_PAGE.read_text("utf-8")
    STORIES_PAGE.write_text(with_section(page, "stories", stories_section(read_stories(STORIES))), "utf-8")
    TWINS_PAGE.write_text(with_section(TWINS_PAGE.read_text("utf-8"), "twins", twins_section()), "utf-8")


if __name__ == "__main__":
    main()
