"""What an article may be called, what files and pages are called, and how what was sent waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import ArticleIdError
from api.writing.items import Item, Kind
from api.writing.names import MAX_ID_BYTES, checked_id, id_of_file, id_of_page


@pytest.mark.parametrize("article_id", ["a", "2024/05/été", "a b", "x" * MAX_ID_BYTES, "a?b#c%", "...", "a/text"])
def test_an_id_may_hold_nearly_anything(article_id: str) -> None:
    assert checked_id(article_id) == article_id


@pytest.mark.parametrize(
    ("article_id", "why"),
    [
        ("", "1 to 1000 bytes"),
        ("é" * 501, "this one 1002"),
        ("a\nb", "control character"),
        ("a\x00", "control character"),
        ("../a", "between its slashes"),
        ("a/./b", "between its slashes"),
        ("a//b", "between its slashes"),
        ("/a", "between its slashes"),
        ("a/", "between its slashes"),
        ("a\ud800", "surrogate"),
    ],
)
def test_an_id_that_would_change_on_its_way_is_refused(article_id: str, why: str) -> None:
    with pytest.raises(ArticleIdError, match=why):
        checked_id(article_id)


@pytest.mark.parametrize(
    ("name", "article_id"),
    [
        ("news.txt", "news"),
        ("C:\\My files\\news.2024.md", "news.2024"),
        ("/etc/passwd.txt", "passwd"),
        ("../../up.txt", "up"),
        (".txt", ".txt"),
    ],
)
def test_a_file_is_called_by_its_name_alone(name: str, article_id: str) -> None:
    assert id_of_file(name) == article_id


@pytest.mark.parametrize(
    ("url", "article_id"),
    [
        ("https://Example.org/news/2024/story.html", "example.org/news/2024/story.html"),
        ("http://example.org", "example.org"),
        ("http://example.org/a/../b//c/", "example.org/a/b/c"),
        ("https://example.org/caf%C3%A9?id=7#top", "example.org/café?id=7"),
        ("https://user:secret@example.org/a", "example.org/a"),
    ],
)
def test_a_page_is_called_by_its_address_and_never_by_a_password_in_it(url: str, article_id: str) -> None:
    assert id_of_page(url) == article_id


@given(st.sampled_from(Kind), st.text(), st.binary(), st.none() | st.text())
def test_what_was_sent_waits_unchanged(kind: Kind, name: str, data: bytes, article_id: str | None) -> None:
    item = Item(kind, name, data, article_id)
    assert Item.from_bytes(item.to_bytes()) == item
