"""Which folders of own rulesets belong to a register: written in a file beside it, for everybody who uses it.

Owns that file's name and form.  It is no part of the chain: it may be changed at any time, and what it leads
to stands in full in each verdict.  It must not open the register.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from checker.errors import Problem, UsageError
from checker.files.reading import read_within
from checker.files.writing import put, unwritable
from checker.limits import MAX_BYTES

SUFFIX = ".rulesets"
_FILE_URL = "sqlite:///"


def rulesets_beside(address: str) -> list[Path]:
    """The folders that belong to the register at an address; none where nobody named any, nor of a server.

    Raises :class:`UsageError` where what was named can't be read.
    """
    file = _file(address)
    if file is None or not os.path.lexists(file):
        return []
    lines = read_within(file, MAX_BYTES, UsageError).decode("utf-8", "replace").splitlines()
    return [file.parent / line for line in lines if line]


def set_rulesets(address: str, folders: Sequence[Path]) -> Path:
    """Write down which folders they are, or that there are none any more; the file.

    Raises :class:`UsageError` for a register on a server, which has nothing beside it, and for a name that
    the file or a list of folders can't hold.
    """
    file = _file(address)
    if file is None:
        raise UsageError(Problem("register.rulesets_server"))
    lines = []
    for folder in map(os.path.abspath, folders):
        if os.pathsep in folder or len(folder.splitlines()) != 1:
            raise UsageError(Problem("register.rulesets_name", {"folder": folder, "sign": os.pathsep}))
        below = Path(folder).is_relative_to(file.parent) and Path(folder) != file.parent
        lines.append(os.path.relpath(folder, file.parent) if below else folder)
    with unwritable(file):
        put(file, "".join(f"{line}\n" for line in lines).encode(), durable=True)
    return file


def _file(address: str) -> Path | None:
    """The file beside a register of SQLite; None for any other."""
    place = address.removeprefix(_FILE_URL).partition("?")[0] if address.startswith(_FILE_URL) else address
    if "://" in place or not place.strip() or "\0" in place:
        return None
    return Path(os.path.abspath(place + SUFFIX))
