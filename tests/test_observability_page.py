"""The page and the dashboard name the metrics that there are, all of them and no others."""

import json
import re
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.watched.metrics import Metrics, ServiceState
from rag.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "observability.md").read_text("utf-8")
DASHBOARD = json.loads((DOCS / "grafana-dashboard.json").read_text("utf-8"))
_SUFFIXES = ("_bucket", "_count", "_sum")


@pytest.fixture(scope="module")
def exposed() -> set[str]:
    """The names of all metrics, counters with their `_total`."""
    metrics = Metrics()
    state = ServiceState(False, *[0] * 6)  # noqa: FBT003
    families = text_string_to_metric_families(metrics.text(state).decode())
    return {f"{family.name}_total" if family.type == "counter" else family.name for family in families}


def stem(name: str) -> str:
    return next((name.removesuffix(s) for s in _SUFFIXES if name.endswith(s)), name)


def test_the_page_lists_every_metric_and_no_other(exposed: set[str]) -> None:
    if sys.platform != "linux":
        pytest.skip("the metrics of the process are Linux's")
    listed = re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)
    assert set(listed) == exposed
    assert len(listed) == len(set(listed)) > 10


def test_the_dashboard_asks_for_every_metric_and_no_other(exposed: set[str]) -> None:
    if sys.platform != "linux":
        pytest.skip("the metrics of the process are Linux's")
    queries = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    asked = {stem(name) for query in queries for name in re.findall(r"(?:pourquoi|process)_[a-z_]+", query)}
    assert asked == exposed


def test_no_two_panels_of_the_dashboard_lie_on_each_other() -> None:
    places = [tuple(panel["gridPos"][side] for side in "xywh") for panel in DASHBOARD["panels"]]
    cells = [(x + i, y + j) for x, y, w, h in places for i in range(w) for j in range(h)]
    assert len(cells) == len(set(cells))
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


def test_the_page_tells_of_every_setting_of_its_subject() -> None:
    for name in ("log_format", "log_questions", "answer_cache_entries", "deadline_seconds", "drain_seconds"):
        assert f"`{name}`" in PAGE
        assert name in Settings.model_fields
