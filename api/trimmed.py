"""Text that is taken without the white space around it, and how the description of the API says so."""

from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# What `str.strip` takes away. `\s` is something else in each dialect of regular expressions: ECMA-262's, which JSON Schema asks
# for, has no U+0085 and no U+001C, but U+FEFF.
WHITE_SPACE = r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INK = f"[^{WHITE_SPACE}]"


@dataclass(frozen=True, slots=True)
class Trimmed:
    """Annotates a string of 1 to `most_chars` code points once the white space at its ends is gone.

    `empty` is said of one of which nothing is left; without it pydantic says how short it is.
    """

    most_chars: int
    empty: str | None = None

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Not with pydantic's own option, to which other characters are white space."""
        kept = core_schema.str_schema(min_length=1, max_length=self.most_chars)
        return core_schema.no_info_before_validator_function(self._trimmed, kept)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As a pattern: a greatest length would count the white space, too."""
        inner = rf"{_INK}([\s\S]{{0,{self.most_chars - 2}}}{_INK})?"
        return {"type": "string", "pattern": f"^[{WHITE_SPACE}]*{inner}[{WHITE_SPACE}]*$"}

    def _trimmed(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        words = value.strip()
        if self.empty and not words:
            raise PydanticCustomError("string_too_short", self.empty)
        return words
