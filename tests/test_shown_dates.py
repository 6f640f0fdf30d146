"""The date of an article as a person reads it."""

import pytest

from api.doors.phrases import phrases_in
from rag.shown_dates import shown_date


@pytest.mark.parametrize("published", ["2024", "2024-05", "2024-05-15"])
def test_a_date_is_shown_as_exactly_as_it_is_known(published: str) -> None:
    assert shown_date(published) == published


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "week 7 of 2023"),
        ("fr", "semaine 7 de 2023"),
        ("de", "Woche 7 2023"),
        ("es", "semana 7 de 2023"),
        ("fi", "week 7 of 2023"),
    ],
)
def test_a_week_is_shown_in_words(language: str, shown: str) -> None:
    assert shown_date("2023-W07", phrases_in(language).week) == shown
