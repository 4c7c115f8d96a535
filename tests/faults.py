"""How a day is made on which everything goes wrong: disks, parts, terminals, letters and kills, for real where one may."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

COMMAND = (sys.executable, "-m", "checker")
LETTERS = {"C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}}
FONTS = Path("/usr/share/fonts")


def started(*words: object, **options: Any) -> subprocess.Popen[bytes]:
    """The command in a session of its own, so that it can be killed with all that it starts."""
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, **options}
    env = {**os.environ, "PYTHONPATH": str(ROOT), **settings.pop("env", {})}
    return subprocess.Popen([*COMMAND, *map(str, words)], start_new_session=True, env=env, **settings)


def called(*words: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """The command in another environment, to its end."""
    return subprocess.run([*COMMAND, *map(str, words)], capture_output=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})})


def killed(process: subprocess.Popen[bytes], after: float) -> bytes:
    """Kill it with all that it started, after so many seconds, however far it is; what it had said by then."""
    try:
        said = process.communicate(timeout=after)[0]
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        said = process.communicate()[0]
    return said or b""


def moments(seed: int, count: int, longest: float) -> Iterator[float]:
    """When to kill: anywhere between the first moment and a little beyond the end."""
    chance = random.Random(seed)
    return (chance.uniform(0, longest * 1.1) for _ in range(count))


def takes(*words: object) -> float:
    """How long the command takes when nobody disturbs it."""
    begun = time.monotonic()
    called(*words)
    return time.monotonic() - begun


@contextlib.contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """A small disk of its own; a loud skip where one may not mount."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        pytest.skip(f"a full and a read-only disk were NOT tested: may not mount ({done.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left on a disk; the file that has it."""
    place = folder / "filling"
    with open(place, "ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return place


def read_only(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def without(parts: Sequence[Path], *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """The command where these files and folders can't be seen; a loud skip where nothing can be hidden."""
    hide = "; ".join(f"mount -t tmpfs none {part}" if part.is_dir() else f"mount --bind /dev/null {part}" for part in parts)
    tried = subprocess.run(["unshare", "-m", "sh", "-e", "-c", hide or "true"], capture_output=True, text=True, check=False) \
        if shutil.which("unshare") else None
    if tried is None or tried.returncode:
        pytest.skip(f"missing parts were NOT tested: nothing can be hidden ({tried.stderr.strip() if tried else 'no unshare'})")
    return subprocess.run(["unshare", "-m", "sh", "-e", "-c", f'{hide}; exec "$@"', "sh", *COMMAND, *map(str, words)],
                          capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}, **options)


def library(name: str) -> Path:
    """The file of a library of the system."""
    found = find_library(name)
    place = next((path for path in Path("/usr/lib").glob(f"*/{found}")), None) if found else None
    if place is None:
        pytest.skip(f"a missing {name} was NOT tested: it lies elsewhere on this machine")
    return place.resolve()


def letters(folder: Path, name: str, charset: str) -> dict[str, str]:
    """The environment of a locale with other letters than ours, made for the test; a loud skip where it can't be."""
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", name, "-f", charset, str(folder / f"{name}.{charset}")], capture_output=True, check=False)
    if not made or not (folder / f"{name}.{charset}").is_dir():
        pytest.skip(f"{name}.{charset} was NOT tested: it can't be made here")
    return {"LOCPATH": str(folder), "LC_ALL": f"{name}.{charset}", "LANGUAGE": ""}


def at_terminal(columns: int, *words: object, env: dict[str, str] | None = None) -> tuple[int, bytes]:
    """The command at a terminal of so many columns: its status, and all that it wrote there."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = started(*words, stdin=slave, stdout=slave, stderr=slave, env={"TERM": "xterm", **(env or {})})
    os.close(slave)
    said = b""
    with contextlib.suppress(OSError), os.fdopen(master, "rb", buffering=0) as terminal:  # it ends with an error
        while part := terminal.read(65536):
            said += part
    return process.wait(), said


def shell(line: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell in which ``$C`` is the command."""
    command = " ".join(COMMAND)
    return subprocess.run(["bash", "-c", f"C='{command}'; {line}"], capture_output=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, **options)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
