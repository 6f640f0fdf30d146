"""Which questions a reader would guess wrong that looked at nothing but the question; training has them more often.

The only module of `rag` that uses scikit-learn.
"""

from collections.abc import Hashable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

# How often a question comes in a round that is guessed wrong, and one that is with less than this probability for the truth. The
# words alone then tell those with an answer with an AUROC of .52 instead of .70 on the stories to train on, .49 instead of .70 on
# twins. With three and four times they mislead, .45 and .40: a reader would learn the contrary of what they give away.
_WRONG, _VERY_WRONG, _HARDLY = 2, 3, 0.35
_FOLDS = 5
# Every noun has a capital there.
_CAPITALS_SAY_NOTHING = "de"
_NAME = " \N{WHITE SQUARE}"


class Written(Protocol):
    """A question as somebody wrote it."""

    @property
    def question(self) -> str:
        """Its words."""

    @property
    def language(self) -> str:
        """Their language."""


def times_asked(questions: Sequence[Written], answerable: Sequence[bool], groups: Sequence[Hashable]) -> list[int]:
    """How often each question comes in a round; those of one group, such as an article, are guessed by the others alone."""
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    texts, languages = [one.question for one in questions], [one.language for one in questions]
    guessed = guess_answerable(texts, languages, answerable, [numbers[group] for group in groups])
    return [int(times) for times in times_a_round(guessed, answerable)]


def guess_answerable(
    questions: Sequence[str], languages: Sequence[str], answerable: Sequence[bool], groups: Sequence[int]
) -> npt.NDArray[np.float64]:
    """For each question the probability that it has an answer, by its words and how many of them have capitals; shape (n,).

    A logistic regression over words and pairs of words (tf-idf), each fifth of the groups guessed by what the others say. Half
    for all where there are fewer than two groups, or nothing to tell apart.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.model_selection import GroupKFold, cross_val_predict  # type: ignore[import-untyped]

    labels, folds = np.array(answerable), min(_FOLDS, len(set(groups)))
    if folds < 2:  # noqa: PLR2004 - one to learn from and one to guess
        return np.full(len(questions), 0.5)
    splits = list(GroupKFold(folds).split(labels, groups=groups))
    if any(len(set(labels[learned])) < 2 for learned, _ in splits):  # noqa: PLR2004 - with an answer and without
        return np.full(len(questions), 0.5)
    texts = [q + _names(q, language) for q, language in zip(questions, languages, strict=True)]
    pieces = rf"(?u)\b\w+\b|{_NAME.strip()}"
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=pieces, sublinear_tf=True).fit_transform(texts)
    guessed = cross_val_predict(LogisticRegression(max_iter=300), words, labels, cv=splits, method="predict_proba")
    return np.asarray(guessed[:, 1], dtype=np.float64)


def times_a_round(guessed: npt.NDArray[np.float64], answerable: Sequence[bool]) -> npt.NDArray[np.int64]:
    """How often each question comes in a round, shape (n,): once, or two or three times where it is guessed wrong."""
    truth = np.where(answerable, guessed, 1 - guessed)
    return np.where(truth < _HARDLY, _VERY_WRONG, np.where(truth < 0.5, _WRONG, 1))  # noqa: PLR2004 - a wrong guess


def _names(question: str, language: str) -> str:
    """A mark for each word with a capital but the first, since names say more than which name."""
    if language == _CAPITALS_SAY_NOTHING:
        return ""
    return _NAME * sum(word[:1].isupper() for word in question.split()[1:])
