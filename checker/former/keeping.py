"""A published program as one file: packed when it is published, unpacked when an old page is verified.

Owns the form of that file and the proof that it is the program that was published.  It must not run it.
"""

from __future__ import annotations

import atexit
import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from checker.capsule.releases import releases
from checker.capsule.toolchain import folder_digests
from checker.files.resources import folder

PROGRAM = "program.tar.xz"
CODE, TEMPLATES = "checker", "templates"
# What a program may ask for that judging and rendering a capsule have no need of.
_EMPTY = ("rulesets", "locks")


def packed(package: Path, templates: Path) -> bytes:
    """The modules, translations and templates of a program; the same bytes for the same program."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:xz") as pack:
        for path, name in [*_files(package, CODE), *_files(templates, TEMPLATES)]:
            entry = tarfile.TarInfo(name)
            entry.size = path.stat().st_size
            with path.open("rb") as content:
                pack.addfile(entry, content)
    return out.getvalue()


@cache
def unpacked(version: str) -> Path | None:
    """The folder of the program of a version for as long as this process lives; None without that program.

    None as well where what was kept isn't what was published.
    """
    record = releases().get(version)
    kept = folder("locks") / version / PROGRAM
    if record is None or not kept.is_file():
        return None
    place = Path(tempfile.mkdtemp(prefix="checker-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    try:
        with tarfile.open(kept) as pack:
            _extract(pack, place)
    except (OSError, tarfile.TarError, EOFError):
        return None
    for name in _EMPTY:
        (place / name).mkdir(exist_ok=True)
    return place if folder_digests(place / CODE, place / TEMPLATES) == record["published"] else None


def _extract(pack: tarfile.TarFile, place: Path) -> None:
    """Unpack files and folders below a place; raises ``tarfile.TarError`` where anything would lie elsewhere.

    Python 3.11.2, as Debian 12 has it, doesn't know the filter that does so.
    """
    if hasattr(tarfile, "data_filter"):
        pack.extractall(place, filter="data")
        return
    for member in pack:
        path = PurePosixPath(member.name)
        if not (member.isreg() or member.isdir()) or path.is_absolute() or ".." in path.parts:
            raise tarfile.ExtractError(member.name)
        target = place / path
        (target if member.isdir() else target.parent).mkdir(parents=True, exist_ok=True)
        content = pack.extractfile(member)
        if content is not None:
            target.write_bytes(content.read())


def _files(place: Path, name: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(place.rglob("*")):
        kind = path.suffix in (".py", ".mo") if name == CODE else path.suffix != ".pyc"
        if path.is_file() and kind:
            yield path, f"{name}/{path.relative_to(place).as_posix()}"
