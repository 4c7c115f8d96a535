"""Plain data as YAML that people read and mend: in order, numbers as they were written, no references.

Owns how it is laid out.  It must not write a file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Writes decimals as the digits that they are, and everything where it stands, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Whether ``data`` is written out again where it stands a second time: always."""
        return True


def _decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    said = f"{number:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in said else 'int'}", said)


_Dumper.add_representer(Decimal, _decimal)


def yaml_written(data: Any, *, flow: bool | None = None, width: int = 100) -> str:
    """The text of a file; ``flow`` None sets what holds nothing nested on one line."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow,
                     width=width)
