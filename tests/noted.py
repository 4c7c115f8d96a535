"""The notes on the 98 projects that docs/findings lists, each checked by hand against the text of its project."""

from __future__ import annotations

import re

from conftest import ROOT

_ROW = re.compile(r"(?m)^\| (\d+) \| (矛盾|疑问|近名) \| `((?:anomaly|row|doubt)\.\w+)` \| (.+?) \|$")


def noted_by_hand() -> list[tuple[str, str, str, str]]:
    """Number of the project, kind, code, and what was found by hand, of each line of the table."""
    return _ROW.findall((ROOT / "docs/findings/README.md").read_text(encoding="utf-8"))
