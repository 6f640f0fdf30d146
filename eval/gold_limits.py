"""Some of the gold: the questions in a language, of a kind, with a tag or with an id, as `eval run --limit-to` names them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from eval.errors import GoldError
from eval.gold_reading import GoldQuestion

# By what questions are chosen, as `language/fr`; the first of them needs no name before it.
_LANGUAGE = "language"
_VALUES: Mapping[str, Callable[[GoldQuestion], tuple[str, ...]]] = {
    _LANGUAGE: lambda question: (question.language,),
    "kind": lambda question: (question.kind.value,),
    "tag": lambda question: question.tags,
    "id": lambda question: (question.id,),
}
_WITH = {"kind": "of the kind", "tag": "with the tag", "id": "with the id"}
# Names are compared one by one, which takes long among many.
_MOST_COMPARED = 20_000
_NEAR, _SHOWN = 3, 10


def limited(gold: Sequence[GoldQuestion], limits: Sequence[str], path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of `gold` that fit one limit of each sort: `fr`, `kind/why`, `tag/billing`, `id/gold-007`; without any, all.

    Raises GoldError that names `path` where no question fits a limit, with the names that are near it, or all of them together.
    """
    wanted: dict[str, set[str]] = {}
    for limit in limits:
        sort, value = _parted(limit)
        there = _all(gold, sort)
        if value not in there:
            raise GoldError(f"{path} holds no question {_but(sort, value, there)}{_other_sort(limit, gold)}")
        wanted.setdefault(sort, set()).add(value)
    kept = tuple(
        question
        for question in gold
        if all(not values.isdisjoint(_VALUES[sort](question)) for sort, values in wanted.items())
    )
    if not kept:
        raise GoldError(f"{path} holds no question that fits {' and '.join(limits)} together")
    return kept


def _parted(limit: str) -> tuple[str, str]:
    """The sort of a limit, and its value."""
    sort, slash, value = limit.partition("/")
    return (sort, value) if slash and sort in _VALUES else (_LANGUAGE, limit)


def _but(sort: str, value: str, there: Collection[str]) -> str:
    """What no question has, and what some have: the names near it, or else the first of all."""
    if sort == _LANGUAGE:
        return f"in {value!r}; it holds some in {', '.join(sorted(there))}"
    if not there:
        return f"with the tag {value!r}: none has a tag"
    near = _near(value, there)
    if near:
        return f"{_WITH[sort]} {value!r}; perhaps {' or '.join(map(repr, near))}"
    more = f" and {len(there) - _SHOWN} more" if len(there) > _SHOWN else ""
    return f"{_WITH[sort]} {value!r}; there are {', '.join(sorted(there)[:_SHOWN])}{more}"


def _other_sort(limit: str, gold: Sequence[GoldQuestion]) -> str:
    """How to name it, where what is no language is something else that some question has, or nearly so."""
    if _parted(limit)[0] != _LANGUAGE:
        return ""
    names = [f"{sort}/{name}" for sort in _VALUES if sort != _LANGUAGE for name in _near(limit, _all(gold, sort))]
    return f"; perhaps {' or '.join(names)}" if names else ""


def _all(gold: Sequence[GoldQuestion], sort: str) -> set[str]:
    return {value for question in gold for value in _VALUES[sort](question)}


def _near(name: str, there: Collection[str]) -> list[str]:
    """The names most like it, the nearest first."""
    return get_close_matches(name, sorted(there), _NEAR) if len(there) <= _MOST_COMPARED else []
