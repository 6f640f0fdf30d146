"""Only plain text has front matter: a mail or a page that begins with a line of dashes is an article like any other."""

from pathlib import Path

import pytest

from index.changes import Put
from index.encoder.hashing import HashingEmbedder
from index.library import Library
from index.sqlite_store import SqliteStore
from tests.test_library import CHUNKING, article, nothing

MAIL = b"""From: a@example.org
Subject: Minutes
Content-Type: text/plain; charset=utf-8

---
%s
---

The bridge opens on Monday.
"""
NO_YAML = b"Agenda: the bridge: when does it open?"
YAML = b"Chair: Marie Dupont"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(SqliteStore(tmp_path / "articles.db"), HashingEmbedder(), CHUNKING)


def shown(library: Library, article_id: str) -> str:
    contents = library.current().contents
    text = contents.articles[article_id].text
    sentences = (s for c in contents.chunks if c.chunk.span.article_id == article_id for s in c.chunk.sentences)
    return " ".join(text[s.start : s.end] for s in sentences)


def test_a_mail_that_begins_with_dashes_is_indexed_with_its_first_lines_and_stops_nothing(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "no_yaml.eml").write_bytes(MAIL % NO_YAML)
    (folder / "yaml.eml").write_bytes(MAIL % YAML)
    (folder / "page.html").write_bytes(b"<article><p>---</p><p>%s</p><p>---</p><p>More.</p></article>" % NO_YAML)
    (folder / "text.txt").write_text("---\ntitle: Notes\n---\nThe river is high.\n")
    report = library.sync([folder], nothing)
    assert (report.articles, report.failures) == (4, ())
    assert "when does it open?" in shown(library, "no_yaml")
    assert "Chair: Marie Dupont" in shown(library, "yaml")
    assert "when does it open?" in shown(library, "page")
    assert shown(library, "text") == "The river is high."


def test_a_text_put_in_by_itself_whose_first_block_is_none_of_ours_is_shown_whole(library: Library) -> None:
    library.apply([Put(article("a", "---\nAgenda: the bridge: when?\n---\n\nIt opens on Monday."))], nothing)
    assert "the bridge: when?" in shown(library, "a")
