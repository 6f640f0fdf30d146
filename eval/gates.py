"""Reads the gates of a TOML file: floors under a metric, and drops against a baseline that are not allowed."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from eval.errors import GateError
from eval.metrics import METRICS, UNDIRECTED
from eval.paired import ALL, Case

_Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Floor:
    """A metric must be `at_least` or `at_most` so much; the other of the two is None."""

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
    group: Annotated[str, Field(pattern=r"^(all|(language|kind)/.+)$")] = ALL

    @field_validator("metric")
    @classmethod
    def _known(cls, name: str) -> str:
        names = [metric.name for metric in METRICS]
        if name not in names:
            raise ValueError(f"there is no such metric; there are {', '.join(names)}")
        return name

    def case(self) -> Case:
        return Case(self.metric, self.group)


class _Floor(_Gate):
    at_least: _Share | None = None
    at_most: _Share | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give one of at_least and at_most")
        return self


class _Regression(_Gate):
    no_worse_by: _Share = 0.0
    must_see: _Share

    @field_validator("metric")
    @classmethod
    def _directed(cls, name: str) -> str:
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
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GateError(f"{path}: {where}: {first['msg']} (found {first['input']!r})") from error
    except ValueError as error:
        raise GateError(f"{path} is not TOML: {error}") from error
    if not found.floor and not found.regression:
        raise GateError(f"{path} holds no [[floor]] and no [[regression]], so nothing would be held against the run")
    return Gates(
        tuple(Floor(gate.case(), gate.at_least, gate.at_most) for gate in found.floor),
        tuple(Regression(gate.case(), gate.no_worse_by, gate.must_see) for gate in found.regression),
    )
