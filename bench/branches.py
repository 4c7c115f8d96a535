"""Writes bench/coverage.md from what `make coverage` counted:  python bench/branches.py OUT/coverage.json

Owns that page.  It must not run a test.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from section import table

HERE = Path(__file__).parent
PAGE = HERE / "coverage.md"
HEAD = """# Branches

`make coverage` runs the tests that `make test` runs, and counts the branches of `checker/` that they take, in
processes that they start too; it fails below `LEAST_COVERED`. `MEASURED_TESTS="not browser"` counts the longer
tests too, which takes hours. No line is marked `pragma: no cover`; what only a type checker reads is left out by
`[coverage:report]` in `setup.cfg`.

{when}, Python {python}, {cores} cores: **{percent:.2f} %** of {statements} statements and {branches} branches.

"""


def written(measured: dict[str, Any], day: dt.date) -> str:
    """The page: the whole, each room, and every line and branch that is left."""
    whole = measured["totals"]
    rooms: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    left: list[str] = []
    for path, found in sorted(measured["files"].items()):
        inner = path.split("checker/")[-1].split("/")
        said = found["summary"]
        figures = [said["num_statements"], said["missing_lines"], said["num_branches"], said["missing_branches"]]
        room = rooms[inner[0] if len(inner) > 1 else "(top)"]
        room[:] = [one + more for one, more in zip(room, figures, strict=True)]
        if said["missing_lines"] or said["missing_branches"]:
            lines = ", ".join(map(str, found["missing_lines"]))
            ways = ", ".join(f"{start}→{end if end > 0 else 'end'}" for start, end in found["missing_branches"]
                             if start not in found["missing_lines"])
            left.append(f"- `{'/'.join(inner)}`: {'; '.join(filter(None, (lines, ways)))}")
    head = HEAD.format(when=day.isoformat(), python=platform.python_version(), cores=os.cpu_count(),
                       percent=whole["percent_covered"], statements=whole["num_statements"],
                       branches=whole["num_branches"])
    rows = [[name, *map(str, figures)] for name, figures in sorted(rooms.items())]
    headings = ("room", "statements", "not run", "branches", "not taken")
    return f"{head}{table(headings, rows)}\n\n## Left\n\n" + ("\n".join(left) or "Nothing.") + "\n"


if __name__ == "__main__":
    PAGE.write_text(written(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), dt.date.today()),
                    encoding="utf-8")
