"""What is publicly known to be wrong with the packages that the locks pin: ``make audit``.

pip-audit asks; it calls it a success when no package could be looked up at all.  So what it answers is held
against the locks: a package of which nothing was learnt is told, and is no pass.  Exit statuses: 0 where nothing is
known of any package, 1 where something is, 3 where it could not be found out of every one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pins import locks, pins

CLEAN, KNOWN, UNASKED = 0, 1, 3
MOST_NAMED = 8
Pinned = Mapping[tuple[str, str], Sequence[str]]


@dataclass
class Audit:
    """What was learnt: a line for each weakness, and the packages of which nothing was learnt."""

    known: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def status(self) -> int:
        """A weakness that is known goes before what isn't."""
        return KNOWN if self.known else UNASKED if self.unasked else CLEAN


def pinned(paths: Sequence[Path]) -> dict[tuple[str, str], list[str]]:
    """Every package and version with the locks that it stands in."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        for pin in pins(path):
            found.setdefault((pin.name, pin.version), []).append(path.name)
    return found


def learnt(answer: str, due: Pinned) -> Audit:
    """What an answer of pip-audit says of the packages that are pinned; nothing is learnt of what it passes over."""
    audit = Audit()
    try:
        told = {(one["name"], one["version"]): one["vulns"] for one in json.loads(answer)["dependencies"] if "vulns" in one}
    except (ValueError, KeyError, TypeError):
        told = {}
    for (name, version), where in sorted(due.items()):
        if (name, version) not in told:
            audit.unasked.append(f"{name} {version}")
            continue
        audit.asked += 1
        for one in told[name, version]:
            mended = ", ".join(one.get("fix_versions", [])) or "no version yet"
            audit.known.append(f"{name} {version} ({', '.join(where)}): {one['id']}; mended in {mended}")
    return audit


def said(audit: Audit, trouble: str = "") -> list[str]:
    """The same for a person."""
    lines = [f"KNOWN  {line}" for line in audit.known]
    if audit.unasked:
        some = ", ".join(audit.unasked[:MOST_NAMED]) + (" …" if len(audit.unasked) > MOST_NAMED else "")
        lines += [f"NOT FOUND OUT of {len(audit.unasked)} of {len(audit.unasked) + audit.asked} packages whether anything is "
                  f"known of them: {some}",
                  "The list of weaknesses could not be reached, or doesn't know these packages. This is no pass: "
                  "run `make audit` again where it can be reached."]
        lines += [f"pip-audit: {trouble}"] if trouble else []
    if audit.status == CLEAN:
        lines.append(f"Nothing is known of any of {audit.asked} packages.")
    return lines


def main() -> int:
    """Ask of all locks at once."""
    due = pinned(locks())
    done = subprocess.run([sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off",
                           "--format", "json", *(word for path in locks() for word in ("-r", str(path)))],
                          capture_output=True, text=True, check=False)
    audit = learnt(done.stdout, due)
    trouble = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    for line in said(audit, *trouble):
        print(line)
    return audit.status


if __name__ == "__main__":
    sys.exit(main())
