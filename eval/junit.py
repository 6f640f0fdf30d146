"""A run as JUnit XML, which every CI shows: a suite for each kind of question, a suite for the gates.

The standard library writes it: few elements of the format are used, and escaping is all that can go wrong.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from eval.decide import Decision, JudgedGate, State
from eval.decision_text import reason
from eval.outputs import write_whole
from eval.report import Report
from eval.rows import GOOD, Row

# What XML 1.0 cannot hold, escaped or not (section 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: Report, decision: Decision | None, path: Path) -> None:
    """Write the run, and the decision where there is one.

    A question without an answer to score is an error and a failed gate a failure. A question that went wrong is shown as
    skipped, with its verdict: whether the run is good enough is for the gates to say, and one wrong answer must not turn a
    build red.
    """
    root = ET.Element("testsuites", name="pourquoi eval")
    for kind in sorted({row.kind for row in report.rows}):
        rows = [row for row in report.rows if row.kind == kind]
        _suite(root, f"questions.{kind}", [_question(row) for row in rows])
    if decision is not None:
        trust = ET.Element("testcase", classname="gates", name="the run can be trusted", time="0")
        if decision.distrust:
            ET.SubElement(trust, "error", message=_clean("; ".join(decision.distrust)), type="distrust")
        _suite(root, "gates", [trust, *(_gate(one) for one in decision.judged)])
    ET.indent(root)
    write_whole(path, ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _suite(root: ET.Element, name: str, cases: Sequence[ET.Element]) -> None:
    suite = ET.SubElement(root, "testsuite", name=name, tests=str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")
    suite.extend(cases)


def _question(row: Row) -> ET.Element:
    name = _clean(f"{row.id} {row.question}")
    case = ET.Element("testcase", classname=f"questions.{row.kind}", name=name, time=f"{row.seconds:.3f}")
    if row.error is not None:
        ET.SubElement(case, "error", message=_clean(row.error), type=row.verdict.value)
    elif row.verdict not in GOOD:
        said = row.said[0] if row.said else "no answer"
        ET.SubElement(case, "skipped", message=_clean(f"{row.verdict}: {said}"))
    return case


def _gate(judged: JudgedGate) -> ET.Element:
    case = ET.Element("testcase", classname="gates", name=_clean(judged.gate), time="0")
    match judged.state:
        case State.FAILED:
            ET.SubElement(case, "failure", message=_clean(reason(judged)), type="gate")
        case State.UNTOLD:
            ET.SubElement(case, "error", message=_clean(reason(judged)), type="gate")
        case State.PASSED:
            ET.SubElement(case, "system-out").text = _clean(reason(judged))
    return case


def _clean(text: str) -> str:
    return " ".join(_NO_XML.sub("\ufffd", text).split())
