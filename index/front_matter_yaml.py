"""YAML at the head of a text, with words and numbers as YAML 1.2 has them; the only module that loads PyYAML, which has 1.1.

In 1.1 `no` is false, `12:30:45` is 45045 and `010` is 8, which nobody means in a language or a title. Nor are `<<` and `=` more
than words in 1.2: what `<<` takes over ten times over in each of eight lines would fill the memory.
"""

import re

import yaml

# What PyYAML raises besides its own errors: for a thirteenth month, a tag on the wrong kind of value, a thousand brackets.
_FAILURES = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
# How a plain word begins, and what it is then. Other spellings of 1.2 (`0o17`, `1e5`) were text so far and are titles too.
_KINDS = {
    "bool": ("tTfF", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")),
    "int": ("-+0123456789", re.compile(r"^[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)$")),
    "float": (
        "-+0123456789.",
        re.compile(
            r"^(?:(?:[-+]?[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
    ),
}
_TAGS = {f"tag:yaml.org,2002:{kind}": how for kind, how in _KINDS.items()}
_WORDS = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")


class _Loader(yaml.SafeLoader):
    """PyYAML's loader of plain values, with `_KINDS` in place of its own spellings."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Leave the mapping as it is written; a key said to be `!!merge` is then of no known kind."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, spelling) for tag, spelling in kinds if tag not in _TAGS and tag not in _WORDS]
    for first, kinds in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, (_first, _spelling) in _TAGS.items():
    _Loader.add_implicit_resolver(_tag, _spelling, list(_first))


def read_yaml(text: str) -> object:
    """The value that `text` is: a mapping, list, text, number, truth value, date, moment or None; raises ValueError."""
    try:
        loader = _Loader(text)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except _FAILURES as error:
        raise ValueError(str(error)) from error
