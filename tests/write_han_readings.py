"""Writes rag/names/han_readings.tsv from Unicode's Unihan_Readings.txt: how characters are read in Japanese and in Mandarin.

    python -m tests.write_han_readings Unihan_Readings.txt

Debian's package `unicode-data` has the file, compressed, as has https://www.unicode.org/Public/UCD/latest/ucd/Unihan.zip.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.names.romanised import latin

HEAD = """\
# How Chinese characters are read: the character, its Japanese readings, and those in Mandarin beside the most usual one.
# Made by tests/write_han_readings.py from Unihan_Readings.txt {version}, fields kJapaneseOn, kJapaneseKun, kMandarin and
# kHanyuPinlu. Copyright © 1991-2022 Unicode, Inc. Used, in part and changed, under the Unicode License V3:
# https://www.unicode.org/license.txt
"""
OUT = Path(__file__).parent.parent / "rag" / "names" / "han_readings.tsv"


def fields(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Character, field and value of each line that is no comment."""
    for line in lines:
        if line.startswith("U+"):
            code, field, value = line.rstrip("\n").split("\t")
            yield chr(int(code[2:], 16)), field, value


def is_japanese(char: str) -> bool:
    """Whether it is among the 6,355 of JIS X 0208, which Japanese names are made of."""
    try:
        return bool(char.encode("shift_jis"))
    except UnicodeEncodeError:
        return False


def plain(pinyin: str) -> str:
    """Without tones and their marks."""
    return "".join(c for c in unicodedata.normalize("NFD", pinyin.split("(", maxsplit=1)[0].lower()) if "a" <= c <= "z")


def main(source: Path) -> None:
    """Read the file at `source` and write ours."""
    text = source.read_text("utf-8")
    version = next(line for line in text.splitlines() if "Unicode version" in line).split()[-1]
    japanese: dict[str, list[str]] = {}
    mandarin: dict[str, list[str]] = {}
    for char, field, value in fields(text.splitlines()):
        if field in ("kJapaneseOn", "kJapaneseKun") and is_japanese(char):
            japanese.setdefault(char, []).extend(value.lower().split())
        elif field in ("kMandarin", "kHanyuPinlu"):
            mandarin.setdefault(char, []).extend(map(plain, value.split()))
    rows = []
    for char in sorted(japanese.keys() | mandarin.keys()):
        ja = " ".join(dict.fromkeys(japanese.get(char, ())))
        zh = " ".join(reading for reading in dict.fromkeys(mandarin.get(char, ())) if reading != latin(char))
        if ja or zh:
            rows.append(f"{char}\t{ja}\t{zh}\n")
    OUT.write_text(HEAD.format(version=version) + "".join(rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
