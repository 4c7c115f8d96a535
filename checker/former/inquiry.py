"""What the program that made a page judges and renders today, if it is one that we published before.

Owns the way to that program and back.  It must not decide what follows from the answer.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from checker import __version__
from checker.capsule.releases import releases
from checker.files.resources import folder
from checker.former.keeping import CODE, unpacked
from checker.former.process import running

SECONDS = 90
_ANSWERING = Path("verifying") / "answering.py"


@dataclass(frozen=True)
class Former:
    """What an earlier published program makes of a capsule.

    ``ran`` is whether it could be asked at all; ``sound`` whether it finds the capsule as it has to be and
    gives its verdict to the last key; then ``pdf`` is its page.  ``said`` is what it finds wrong.
    """

    version: str
    ran: bool
    sound: bool = False
    said: tuple[str, ...] = ()
    subject: str = ""
    outcomes: tuple[str, ...] = ()
    pdf: bytes = b""


def earlier(tools: Mapping[str, Any]) -> str | None:
    """The earlier version of ours whose program and templates a toolchain names, by their digests."""
    version = str(tools.get("checker"))
    record = releases().get(version)
    if record is None or version == __version__:
        return None
    named = {name: tools.get(name) for name in record["published"]}
    return version if named == record["published"] else None


def asked(files: Mapping[str, bytes], tools: Mapping[str, Any], *, public: bool = False) -> Former | None:
    """What the program says that the toolchain names; None where that is none that we published earlier.

    Its page is the ``public`` copy, if that is wanted.
    """
    version = earlier(tools)
    return None if version is None else _asked(tuple(sorted(files.items())), version, public)


@lru_cache(maxsize=4)
def _asked(files: tuple[tuple[str, bytes], ...], version: str, public: bool) -> Former:
    place = unpacked(version)
    if place is None:
        return Former(version, ran=False)
    own = place / CODE / _ANSWERING
    script = own if own.is_file() else folder("locks") / version / _ANSWERING.name
    encoded = {name: base64.b64encode(content).decode() for name, content in files}
    question = {"public": public, "files": encoded}
    try:
        answer = running(script, place).ask(question, SECONDS)
    except (OSError, ValueError):
        return Former(version, ran=False)
    return Former(version, True, answer["sound"], tuple(answer["said"]), answer.get("subject", ""),
                  tuple(answer.get("outcomes", ())), base64.b64decode(answer.get("pdf", "")))
