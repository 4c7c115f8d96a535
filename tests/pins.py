"""What the locks pin: each package with its version, the hashes of what may be installed, and where it is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

_PIN = re.compile(r"(?m)^([\w.-]+)==(\S+)(?: ; ([^\\\n]+?))?((?: \\\n +--hash=sha256:[0-9a-f]{64})+)$")


@dataclass(frozen=True)
class Pin:
    """A package as a lock pins it; ``where`` is the condition under which it is installed."""

    name: str
    version: str
    where: str
    hashes: frozenset[str]


def pins(lock: Path) -> list[Pin]:
    """Everything that a lock pins, in its order."""
    return [Pin(name, version, where or "", frozenset(re.findall("[0-9a-f]{64}", hashes)))
            for name, version, where, hashes in _PIN.findall(lock.read_text(encoding="utf-8"))]


def locks() -> list[Path]:
    """Every lock, those of users first."""
    of_ours = ("requirements-dev.lock", "requirements-proof.lock")
    return sorted(ROOT.glob("requirements*.lock"), key=lambda place: (place.name in of_ours, place.name))
