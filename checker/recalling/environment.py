"""A release installed with its own packages in a folder of its own, and its command run there.

Owns that folder: a mark that says how far it is, and beside it the environment.  It must not touch a folder
that has something else in it, and must not run anything whose digests were not proven.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from checker.errors import Problem, UsageError, reason
from checker.former.process import own_environment
from checker.recalling.kept_release import BUILD_LOCK, LOCK, KeptRelease

MARK, ENVIRONMENT = "checker-release.json", "environment"
SCHEMA = "release-environment/1"
_MOST_SAID = 300
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"

Tell = Callable[[Problem], None]


@dataclass(frozen=True)
class Wanted:
    """What an environment is to be made with: a Python, and a folder of wheels instead of an index."""

    python: str
    chosen: bool
    wheels: Path | None


def called_up(release: KeptRelease, place: Path, wanted: Wanted, tell: Tell) -> Path:
    """The command of a release in the environment at ``place``, made where it isn't there whole.

    Raises :class:`UsageError` where it can't be made.
    """
    try:
        with _held(place, tell, release.version) as mark:
            stamp = _stamp(mark)
            if stamp is not None and _whole(release, place, stamp, wanted):
                return place / ENVIRONMENT / "bin" / "checker"
            if stamp is not None:
                tell(Problem("release.again", {"place": place}))
            _make(release, place, wanted, mark, tell)
    except OSError as problem:
        raise UsageError(Problem("release.no_place", {"place": place, "reason": reason(problem)})) from None
    return place / ENVIRONMENT / "bin" / "checker"


def run(command: Path, words: Sequence[str]) -> int:
    """The exit status of a release's command, which has our streams; of a killed one as a shell says it."""
    status = subprocess.run([command, *words], env=own_environment(), check=False).returncode
    return status if status >= 0 else 128 - status


@contextmanager
def _held(place: Path, tell: Tell, version: str) -> Iterator[IO[str]]:
    """The mark of a folder, with nobody else at work in it."""
    place.mkdir(parents=True, exist_ok=True)
    if not (place / MARK).is_file() and any(place.iterdir()):
        raise UsageError(Problem("release.not_ours", {"place": place}))
    with (place / MARK).open("a+", encoding="utf-8") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(Problem("release.waiting", {"version": version, "place": place}))
            fcntl.flock(mark, fcntl.LOCK_EX)
        yield mark


def _stamp(mark: IO[str]) -> dict[str, Any] | None:
    """What a mark says: None of a folder in which nothing was begun, nothing of what was not finished."""
    mark.seek(0)
    said = mark.read()
    if not said:
        return None
    try:
        stamp = json.loads(said)
    except ValueError:
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _whole(release: KeptRelease, place: Path, stamp: dict[str, Any], wanted: Wanted) -> bool:
    """Whether the environment was finished, is of just this release, and has still the published program."""
    python = stamp.get("python")
    if stamp != _made_of(release, str(python)) or (wanted.chosen and _version(wanted.python) != python):
        return False
    there = place / ENVIRONMENT
    return _said_version(str(there / "bin" / "python")) == python and release.holds(_site(there, str(python)))


def _make(release: KeptRelease, place: Path, wanted: Wanted, mark: IO[str], tell: Tell) -> None:
    """Build the environment anew; the mark says that it is whole only when it is."""
    python = _version(wanted.python)
    if tuple(map(int, python.split("."))) < release.least:
        least = ".".join(map(str, release.least))
        raise UsageError(Problem("release.old_python", {
            "version": release.version, "least": least, "python": wanted.python, "found": python}))
    release.prove_wheel()
    tell(Problem("release.making", {"version": release.version, "place": place}))
    _write(mark, {})
    there = place / ENVIRONMENT
    if there.is_dir():
        shutil.rmtree(there)
    done = _ran([wanted.python, "-I", "-m", "venv", str(there)])
    if done.returncode:
        raise UsageError(Problem("release.no_venv", {"said": _last(done)}))
    for words in _installs(release):
        _install(release, there, words, wanted, python)
    if not release.holds(_site(there, python)):
        raise UsageError(Problem("release.not_installed", {"version": release.version, "place": place}))
    _write(mark, _made_of(release, python))


def _installs(release: KeptRelease) -> list[list[str]]:
    """What pip is given, in order; a package without a wheel is built by what is locked for that."""
    return [["--require-hashes", "-r", str(release.place / BUILD_LOCK)],
            ["--require-hashes", "--no-build-isolation", "-r", str(release.place / LOCK)],
            ["--no-deps", str(release.wheel)]]


def _install(release: KeptRelease, there: Path, words: list[str], wanted: Wanted, python: str) -> None:
    local = ["--no-index", "--find-links", str(wanted.wheels)] if wanted.wheels else []
    done = _ran([str(there / "bin" / "python"), "-I", "-m", "pip", "install", "--quiet", "--no-input",
                 "--disable-pip-version-check", *local, *words])
    if done.returncode:
        code = "release.wheels_lack" if wanted.wheels else "release.pip_failed"
        raise UsageError(Problem(code, {
            "version": release.version, "said": _last(done), "tried": release.tried, "python": python,
            "wheels": wanted.wheels, "build": release.place / BUILD_LOCK, "lock": release.place / LOCK}))


def _version(python: str) -> str:
    """The version of an interpreter; raises :class:`UsageError` where it can't be run."""
    found = _said_version(python)
    if found is None:
        raise UsageError(Problem("release.no_python", {"python": python}))
    return found


def _said_version(python: str) -> str | None:
    try:
        done = _ran([python, "-I", "-c", _ASK])
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _ran(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env=own_environment(), check=False, capture_output=True, text=True,
                          encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL)


def _last(done: subprocess.CompletedProcess[str]) -> str:
    """What a program complained of: its first error, or else its last line."""
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error:")]
    return (errors or lines[-1:] or [str(done.returncode)])[0][:_MOST_SAID]


def _made_of(release: KeptRelease, python: str) -> dict[str, Any]:
    return {"schema": SCHEMA, "version": release.version, "files": dict(release.sums), "python": python}


def _write(mark: IO[str], stamp: dict[str, Any]) -> None:
    mark.seek(0)
    mark.truncate()
    mark.write(json.dumps(stamp, indent=2) + "\n")
    mark.flush()


def _site(there: Path, python: str) -> Path:
    return there / "lib" / f"python{python}" / "site-packages"
