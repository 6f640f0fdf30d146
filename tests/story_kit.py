"""Small stories for tests: one that training sees and one that it does not."""

import json
from pathlib import Path

# Which of the two is held out goes by their names.
SEEN, UNSEEN = "mill", "bakery"
TEXT = "{who} opened the {what} in Aston in 1905. It has been green\nsince then.\n\nNobody of the town went there in winter.\n"


def write_stories(folder: Path, language: str | None = None) -> Path:
    """Two stories of two articles each, with three questions: a fact, a reason, and one without an answer.

    Their articles are stated to be in `language` where that is given.
    """
    for name in (SEEN, UNSEEN):
        (folder / name).mkdir(parents=True)
        if language is not None:
            stated = "".join(f'[{name}-{number}]\nlanguage = "{language}"\n' for number in (1, 2))
            (folder / name / "articles.toml").write_text(stated, "utf-8")
        first = TEXT.format(who="Anna Berg", what=name)
        (folder / name / f"{name}-1.txt").write_text(first, "utf-8")
        second = f"The {name} was closed because the roof had fallen in. Bruno Kern mended it.\n"
        (folder / name / f"{name}-2.txt").write_text(second, "utf-8")
        rows = [
            _row(f"{name}-001", f"Who opened the {name}?", ["Anna Berg"], (f"{name}-1", first, "Anna Berg opened")),
            _row(
                f"{name}-002",
                f"Pourquoi le {name} a-t-il fermé ?",
                ["the roof had fallen in", "le toit"],
                (f"{name}-2", second, "because the roof had fallen in"),
            ),
            _row(f"{name}-003", f"When did Bruno Kern open the {name}?", [], None),
        ]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def _row(number: str, question: str, answers: list[str], quoted: tuple[str, str, str] | None) -> dict[str, object]:
    evidence = []
    if quoted is not None:
        article, text, quote = quoted
        start = text.index(quote)
        evidence = [{"article_id": article, "start": start, "end": start + len(quote), "quote": quote}]
    return {
        "id": number,
        "question": question,
        "language": "fr" if question.startswith("Pourquoi") else "en",
        "kind": "why" if question.startswith("Pourquoi") else "factoid" if answers else "unanswerable",
        "answerable": bool(answers),
        "answers": answers,
        "evidence": evidence,
    }
