"""Reads the gates of a TOML file: floors under a metric, and drops against a baseline that are not allowed."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from eval.errors import GateError
from eval.gold import Kind
from eval.metrics import METRICS, UNDIRECTED
from eval.paired import ALL, Case
from eval.run_figures import MEDIAN_MS, RUN_FIGURES

# Strict: `true` and "0.7" are slips, and not 1 and 0.7.
_Share = Annotated[float, Field(ge=0, le=1, strict=True)]
_Number = Annotated[float, Field(strict=True)]
# Which tags there are only the gold tells.
_LANGUAGE_OR_TAG = re.compile(r"language/[a-z]{2}|tag/\S.*")


@dataclass(frozen=True, slots=True)
class Floor:
    """A metric, or a figure of the whole run, must be `at_least` or `at_most` so much; the other of the two is None."""

    case: Case
    at_least: float | None
    at_most: float | None

    def __str__(self) -> str:
        """For a person."""
        bound = f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"
        return f"{self.case}: {bound}"


@dataclass(frozen=True, slots=True)
class Regression:
    """A metric must not have fallen by more than `no_worse_by`; the run must be able to see a fall of `must_see`."""

    case: Case
    no_worse_by: float
    must_see: float

    def __str__(self) -> str:
        """For a person."""
        return f"{self.case}: no worse{f' by more than {self.no_worse_by:g}' if self.no_worse_by else ''}"


@dataclass(frozen=True, slots=True)
class Gates:
    """Everything a run is held against, in the order of the file."""

    floors: tuple[Floor, ...]
    regressions: tuple[Regression, ...]


class _Gate(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    group: str = ALL

    @field_validator("metric")
    @classmethod
    def _known(cls, name: str) -> str:
        names = [*(metric.name for metric in METRICS), *RUN_FIGURES]
        if name not in names:
            raise ValueError(f"there is no such metric; there are {', '.join(names)}")
        return name

    @field_validator("group")
    @classmethod
    def _group(cls, name: str) -> str:
        if name != ALL and not _LANGUAGE_OR_TAG.fullmatch(name) and name not in {f"kind/{kind}" for kind in Kind}:
            kinds = ", ".join(Kind)
            raise ValueError(
                f"this is no group; there are all, language/CODE such as language/fr, tag/TAG, and kind/KIND of {kinds}"
            )
        return name

    def case(self) -> Case:
        return Case(self.metric, self.group)


class _Floor(_Gate):
    at_least: _Number | None = None
    at_most: _Number | None = None

    @field_validator("at_least", "at_most", mode="before")
    @classmethod
    def _in_range(cls, bound: object, info: ValidationInfo) -> object:
        """A share, and of a time a number above 0: what it must be is only known with the metric."""
        number = float(bound) if isinstance(bound, int | float) and not isinstance(bound, bool) else nan
        if info.data.get("metric") == MEDIAN_MS:
            if not 0 < number < inf:
                raise PydanticCustomError("bound", "number of milliseconds above 0")
        elif not 0 <= number <= 1:
            raise PydanticCustomError("bound", "number from 0 to 1")
        return bound

    @model_validator(mode="after")
    def _ceiling(self) -> Self:
        if self.metric in RUN_FIGURES and self.group != ALL:
            raise ValueError(f"{self.metric} is a figure of the whole run; leave group out")
        if self.metric in RUN_FIGURES and self.at_least is not None:
            raise ValueError(f"less of {self.metric} is better; give at_most")
        return self

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give one of at_least and at_most")
        if self.metric != MEDIAN_MS and (self.at_least == 0 or self.at_most == 1):
            bound = "at_least is 0" if self.at_most is None else "at_most is 1"
            raise ValueError(f"{bound}, which every mean keeps, so it could never fail")
        return self


class _Regression(_Gate):
    no_worse_by: _Share = 0.0
    must_see: _Share

    @field_validator("metric")
    @classmethod
    def _directed(cls, name: str) -> str:
        if name in RUN_FIGURES:
            raise ValueError("it is one figure of the whole run, not a mean over questions; bound it with a [[floor]]")
        if name in UNDIRECTED:
            raise ValueError("less of it is not worse, so no fall of it is a regression; bound it with a [[floor]]")
        return name

    @model_validator(mode="after")
    def _seen_beyond(self) -> Self:
        if self.must_see <= self.no_worse_by:
            raise ValueError(f"must_see is {self.must_see:g}; it must lie above no_worse_by, {self.no_worse_by:g}")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    floor: tuple[_Floor, ...] = ()
    regression: tuple[_Regression, ...] = ()


def read_gates(path: Path) -> Gates:
    """Read a file of gates; raises GateError that names the file, the gate and the field, and where it holds no gate."""
    try:
        found = _File.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise GateError(f"the gates {path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise GateError(f"{path}: {_told(error.errors()[0])}") from error
    except ValueError as error:
        raise GateError(f"{path} is not TOML: {error}") from error
    if not found.floor and not found.regression:
        raise GateError(f"{path} holds no [[floor]] and no [[regression]], so nothing would be held against the run")
    return Gates(
        tuple(Floor(gate.case(), gate.at_least, gate.at_most) for gate in found.floor),
        tuple(Regression(gate.case(), gate.no_worse_by, gate.must_see) for gate in found.regression),
    )


def _told(error: ErrorDetails) -> str:
    """Where in the file something is wrong, and what, in the words of the file."""
    where, found = error["loc"], error["input"]
    place = ".".join(map(str, where))
    match error["type"]:
        case "extra_forbidden":
            return f"{place}: there is no such {f'field; {_fields(where)}' if where[1:] else f'section; there are {_sections()}'}"
        case "missing":
            return f"{place} is missing; {_fields(where)}"
        case "tuple_type" | "model_type":
            return f"{place}: each gate stands below a line [[{where[0]}]], in two brackets"
        case "value_error":
            what = "" if isinstance(found, dict) else f" is {found!r}"
            return f"{place}{what}: {error['ctx']['error']}"
        case "bound":
            return f"{place} is {found!r}; it must be a {error['msg']}"
        case kind:
            wanted = "text in quotation marks" if kind == "string_type" else "number from 0 to 1"
            return f"{place} is {found!r}; it must be a {wanted}"


def _sections() -> str:
    return " and ".join(f"[[{name}]]" for name in _File.model_fields)


def _fields(where: Sequence[int | str]) -> str:
    """The fields that a gate of this section has."""
    gate = _Floor if where[0] == "floor" else _Regression
    return f"a [[{where[0]}]] has {', '.join(gate.model_fields)}"
