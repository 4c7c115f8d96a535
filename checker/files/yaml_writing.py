"""Plain data as YAML that people read and mend: in order, numbers as they were written, no references.

Owns how it is laid out, and that our own reader reads from it what was written: a text stays a text.  It
must not write a file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from checker.files.yaml_text import plain_scalar

# A break of lines that the writer would fold.
_NEXT_LINE = "\x85"


class _Dumper(yaml.SafeDumper):
    """Writes decimals as the digits that they are, and everything where it stands, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Whether ``data`` is written out again where it stands a second time: always."""
        return True


def _decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    said = f"{number:f}"
    if plain_scalar(said) != number:  # in digits longer than a number may be: 1.0E+40 is read as one
        said = f"{number:.1E}" if len(number.as_tuple().digits) == 1 else f"{number:E}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in said else 'int'}", said)


def _text(dumper: yaml.SafeDumper, words: str) -> yaml.ScalarNode:
    """A text; quoted where without quotes we would read it as something else, as １２ or 1e3."""
    style = '"' if _NEXT_LINE in words else None if isinstance(plain_scalar(words), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(str, _text)


def yaml_written(data: Any, *, flow: bool | None = None, width: int = 100) -> str:
    """The text of a file; ``flow`` None sets what holds nothing nested on one line."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow,
                     width=width)
