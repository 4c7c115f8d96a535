"""A ruleset that was made from a workbook: packed to be taken along, or put among the office's own.

Owns the bytes of the package, and that nothing among the office's own is written over unseen.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.comparing.rulesets import diff
from checker.errors import CheckerError, Problem, RulesetError, UsageError
from checker.files.canonical import digest
from checker.files.reading import holds, read_within
from checker.files.writing import put, put_all, unwritable
from checker.limits import MAX_BYTES
from checker.linting.folder import CHANGELOG
from checker.ruleset.compiled import Ruleset
from checker.ruleset.head import FILE
from checker.ruleset.loading import installed, load, load_folder
from checker.ruleset.own_folders import clash, named_folders, own_places
from checker.typed.policy_folder import CASES, PolicyFiles, policy_files
from checker.typed.typed_policy import TypedPolicy

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that such a package knows
_MODE, _UNIX = 0o100644 << 16, 3


def packed(name: str, content: Mapping[str, bytes]) -> bytes:
    """The folder of a ruleset as one file, the same for the same content wherever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for file, raw in sorted(content.items()):
            entry = zipfile.ZipInfo(f"{name}/{file}", _LONG_AGO)
            entry.external_attr, entry.create_system = _MODE, _UNIX
            package.writestr(entry, raw)
    return out.getvalue()


@dataclass(frozen=True)
class PlaceAmongOwn:
    """Where a ruleset would lie among the office's own, and what lies there now.

    ``there`` is the digest of the rules that are there, None where there are none; ``same`` whether what
    would be put there is there already; ``changes`` are what would become different, in words.
    """

    target: Path
    files: PolicyFiles
    there: str | None = None
    same: bool = False
    changes: Sequence[str] = ()


def place_among_own(policy: TypedPolicy) -> PlaceAmongOwn | None:
    """Where a policy's ruleset belongs; None where no folder is named.

    Raises :class:`UsageError` where its id is another ruleset's, or is there twice.
    """
    name, folders = policy.ruleset.id, named_folders()
    places = own_places().get(name, [])
    if name in installed():
        raise UsageError(Problem("own.id_taken", {"id": name}))
    if twofold := clash(name, places, ()):
        raise UsageError(twofold)
    if not folders:
        return None
    target = places[0] if places else folders[0] / name
    files = policy_files(policy, _text(target / CASES))
    if not places:
        if os.path.lexists(target):
            raise UsageError(Problem("own.in_the_way", {"place": str(target)}))
        return PlaceAmongOwn(target, files)
    same = all(holds(target / file, raw) for file, raw in _fresh(target, files).items())
    return PlaceAmongOwn(target, files, digest(read_within(target / FILE, MAX_BYTES, RulesetError)), same,
                         () if same else _changes(target, policy.ruleset))


def put_among_own(policy: TypedPolicy, seen: str | None) -> Path:
    """Put a policy's ruleset there; the folder that it lies in.

    ``seen`` is the digest of the rules that are to give way to it, as somebody has seen them.  Raises
    :class:`UsageError` where others are there, or it can't be written.
    """
    found = place_among_own(policy)
    if found is None:
        raise UsageError(Problem("own.no_place"))
    if found.there != seen and not found.same:
        raise UsageError(Problem("own.not_as_seen", {"id": policy.ruleset.id, "place": str(found.target)}))
    with unwritable(found.target):
        if found.there is None:
            _put_whole(found.target, found.files.content)
        else:
            (found.target / CASES).parent.mkdir(exist_ok=True)
            put_all([(str(found.target / file), raw)
                     for file, raw in _fresh(found.target, found.files).items()], {})
    if load(policy.ruleset.id).digest != policy.ruleset.digest:
        raise UsageError(Problem("own.not_as_seen", {"id": policy.ruleset.id, "place": str(found.target)}))
    return found.target


def _put_whole(target: Path, content: Mapping[str, bytes]) -> None:
    """A new folder with all its files, or none; raises ``OSError`` where somebody was faster."""
    made = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
    try:
        for file, raw in content.items():
            (made / file).parent.mkdir(exist_ok=True)
            put(made / file, raw, durable=True)
        made.chmod(target.parent.stat().st_mode & 0o777)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _fresh(target: Path, files: PolicyFiles) -> dict[str, bytes]:
    """The files to be written: the log of changes is the office's once it is there."""
    kept = [CHANGELOG] if (target / CHANGELOG).exists() else []
    return {file: raw for file, raw in files.content.items() if file not in kept}


def _text(place: Path) -> str:
    return read_within(place, MAX_BYTES, UsageError).decode("utf-8", "replace") if place.exists() else ""


def _changes(target: Path, ruleset: Ruleset) -> list[str]:
    """What the new one has otherwise than that which is there, or why that can't be read."""
    try:
        return [change.said(ids=False) for change in diff(load_folder(target), ruleset)]
    except CheckerError as error:
        return list(map(str, error.problems))
