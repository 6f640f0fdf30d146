"""The published form of report.json."""

import json

from pydantic import TypeAdapter

from eval.report import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def report_schema() -> str:
    """A JSON Schema of what `eval.report.write_report` writes; `docs/report.schema.json` holds these very bytes."""
    schema = TypeAdapter(Report).json_schema(mode="serialization")
    return json.dumps({"$schema": DIALECT, **schema}, indent=1, ensure_ascii=False) + "\n"
