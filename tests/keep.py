"""Keeps a park's and a project's page of this version, to be verified by every later one, and its digests.

``python tests/keep.py`` writes them; those of a version that was published are never written again.
"""

from __future__ import annotations

import json
from pathlib import Path

from conftest import ROOT
from pages import PARK, PROJECT, page

from checker import __version__
from checker.archive.releases import PUBLISHED
from checker.archive.toolchain import toolchain
from checker.canonical import digest

PLACE = Path(__file__).resolve().parent / "kept"
DIGESTS = "digests.json"


if __name__ == "__main__":
    folder = PLACE / __version__
    folder.mkdir(parents=True, exist_ok=True)
    made = {f"{name}.pdf": page(name) for name in (PARK, PROJECT)}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    digests = {name: digest(content) for name, content in made.items()}
    (folder / DIGESTS).write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
    here = toolchain()
    published = {name: here[name] for name in ("code", "templates")}
    (ROOT / "locks" / __version__ / PUBLISHED).write_text(json.dumps(published, indent=2) + "\n", encoding="utf-8")
