"""Whose figures are judged where speed is measured, and how the command is run.

Owns the samples' places.  It must not measure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from checker.dossier.dossier import Dossier
from checker.files.textfile import read
from checker.validation import build

ROOT = Path(__file__).resolve().parent.parent
PARK = ROOT / "samples" / "made-up-park.yaml"
PROJECT = ROOT / "samples" / "made-up-project.yaml"
COMMAND = str(Path(sys.executable).with_name("checker"))
# What somebody has installed keeps what it has compiled.
_PLAIN = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def dossier(data: Mapping[str, Any]) -> Dossier:
    """A dossier from plain data."""
    made, problems = build(Dossier, dict(data))
    if made is None:
        raise ValueError(problems)
    return made


def sample(name: str) -> Dossier:
    """A sample by its name."""
    return dossier(read(ROOT / "samples" / f"{name}.yaml").data)


def process(*words: str, may: tuple[int, ...] = (0,)) -> Callable[[], object]:
    """A whole process, which has to end with one of some statuses."""
    def work() -> object:
        done = subprocess.run(words, capture_output=True, check=False, env=_PLAIN)
        if done.returncode not in may:
            raise RuntimeError(done.stderr.decode())
        return done

    return work
