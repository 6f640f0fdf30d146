"""Writes docs/report.schema.json anew, the form of report.json.

python tests/write_schema.py
"""

from pathlib import Path

from eval.schema import report_schema

TARGET = Path(__file__).parents[1] / "docs" / "report.schema.json"

if __name__ == "__main__":
    TARGET.write_text(report_schema(), "utf-8")
