"""What was kept of a release to run it again, and the proof that it is what was published.

Owns the names of those files in ``locks/<version>/`` and what they are held against.  It must not install or
run anything.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

from checker.capsule.releases import releases
from checker.capsule.toolchain import folder_digests
from checker.errors import CheckerError, Problem, UsageError
from checker.files.canonical import digest
from checker.files.resources import folder
from checker.messages import text
from checker.ruleset.head import FILE
from checker.ruleset.loading import load_folder

SUMS, LOCK, BUILD_LOCK = "SHA256SUMS", "requirements.lock", "requirements-build.lock"
PACKAGE, TEMPLATES, RULESETS = "checker", "templates", "rulesets"
_SUM = re.compile(r"([0-9a-f]{64}) [ *](\S+)")
_LEAST = re.compile(r">=(\d+)\.(\d+)")
_TRIED = re.compile(r"Programming Language :: Python :: (\d+\.\d+)")


@dataclass(frozen=True)
class KeptRelease:
    """A release that can be installed: its folder of locks, its wheel, and what of it was published."""

    version: str
    place: Path
    wheel: Path
    sums: Mapping[str, str]
    record: Mapping[str, Any]
    least: tuple[int, int]
    tried: tuple[str, ...]

    def holds(self, site: Path) -> bool:
        """Whether a folder has the program, the templates and the rulesets of this release, and no others."""
        package = site / PACKAGE
        try:
            program, rulesets = folder_digests(package, package / TEMPLATES), _states(package / RULESETS)
        except (OSError, CheckerError):
            return False
        return program == dict(self.record["published"]) and rulesets == dict(self.record["rulesets"])

    def prove_wheel(self) -> None:
        """Raise :class:`UsageError` where what the wheel would install is not what was published."""
        with tempfile.TemporaryDirectory(prefix="checker-") as name:
            with zipfile.ZipFile(self.wheel) as packed:
                packed.extractall(name)
            if not self.holds(Path(name)):
                raise UsageError(
                    Problem("release.not_published", {"version": self.version}, file=str(self.wheel)))


def callable_versions() -> list[str]:
    """The versions that can be called up, the oldest first."""
    return [version for version in releases() if (folder("locks") / version / SUMS).is_file()]


def kept_release(version: str) -> KeptRelease:
    """What was kept of a version; raises :class:`UsageError` where that is nothing or was changed."""
    known = callable_versions()
    if version not in known:
        hint = text("hint.known", names="、".join(known)) if known else ""
        raise UsageError(Problem("release.unknown", {"version": version, "hint": hint}))
    place = folder("locks") / version
    sums = _proven(place, version)
    wheel = place / next((name for name in sums if name.endswith(".whl")), "")
    try:
        about = _about(wheel)
    except (OSError, zipfile.BadZipFile, StopIteration):
        raise _changed(wheel, version) from None
    least = _LEAST.match(about.get("Requires-Python", ""))
    tried = [found[1] for line in about.get_all("Classifier", []) if (found := _TRIED.fullmatch(line))]
    return KeptRelease(version, place, wheel, sums, releases()[version],
                       (int(least[1]), int(least[2])) if least else (3, 0), tuple(tried))


def _proven(place: Path, version: str) -> dict[str, str]:
    """The digests that a release's files were kept with, each as it has to be."""
    try:
        lines = (place / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise _changed(place / SUMS, version) from None
    sums = {found[2]: f"sha256:{found[1]}" for line in lines if (found := _SUM.fullmatch(line))}
    for name in (LOCK, BUILD_LOCK, *sums):
        try:
            same = digest((place / name).read_bytes()) == sums.get(name)
        except OSError:
            same = False
        if not same:
            raise _changed(place / name, version)
    return sums


def _changed(file: Path, version: str) -> UsageError:
    return UsageError(Problem("release.changed", {"version": version}, file=str(file)))


def _about(wheel: Path) -> Message:
    """What a wheel says of itself."""
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(packed.read(name).decode())


def _states(rulesets: Path) -> dict[str, str]:
    return {path.parent.name: load_folder(path.parent).digest for path in rulesets.glob(f"*/{FILE}")}
