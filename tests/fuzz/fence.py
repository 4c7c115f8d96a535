"""What a reader may touch while it reads: watched by the interpreter itself, through its audit events.

Owns which files may be read, where may be written, and that nobody speaks to a network or starts a program.
What a library does in C without Python is not seen.  It must not stop anything: what was touched is told.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PYTHON = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
READABLE = tuple(sorted({
    *_PYTHON, *site.getsitepackages(), sys.prefix, *(path for path in sys.path if path.endswith(".zip")),
    *(str(ROOT / name) for name in ("checker", "rulesets", "templates", "report-forms", "locks", "samples", "tests/fuzz", "tests/tiny_ruleset.py")),
    "/usr/lib", "/usr/local/lib", "/usr/share", "/etc/fonts", "/etc/mime.types", "/etc/localtime", "/etc/ld.so.cache",
    "/var/cache/fontconfig", "/sys/devices/system/cpu", "/dev/null", "/dev/urandom"}))
CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
            "os.utime", "os.mkfifo", "os.mknod", "shutil.rmtree", "shutil.move", "shutil.copyfile", "os.setxattr"}
SPEAKING = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request",
            "http.client.connect", "ftplib.connect", "smtplib.connect", "webbrowser.open"}
STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.startfile", "pty.spawn"}

CARRIED = "data:"  # an address that holds its content itself


class Fence:
    """Watches while it is up; hooks can't be taken down, so there is one a process."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self.touched: list[str] = []
        sys.addaudithook(self._heard)

    @contextmanager
    def up(self, folder: Path) -> Iterator[list[str]]:
        """Whatever is touched outside ``folder`` and what a program needs, in words."""
        self.touched, self.folder = [], os.path.realpath(folder)
        try:
            yield self.touched
        finally:
            self.folder = None

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if self.folder is None:
            return
        if event == "open":
            path, mode, flags = given
            writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            self._seen(event, path, writes)
        elif event in CHANGING:
            for path in given[:2] if event in ("os.rename", "os.link", "shutil.move") else given[:1]:
                self._seen(event, path, True)
        elif event in STARTING or (event in SPEAKING and not str(given[0]).startswith(CARRIED)):
            self.touched.append(f"{event} {given!r}"[:300])

    def _seen(self, event: str, path: object, writes: bool) -> None:
        if isinstance(path, int) or path is None:
            return
        place = os.path.realpath(os.fsdecode(path) if isinstance(path, (bytes, os.PathLike)) else str(path))
        if self.folder is None or _within(place, self.folder) or place == "/dev/null" or "/__pycache__" in place:
            return
        if writes or not any(_within(place, root) for root in (*READABLE, f"/proc/{os.getpid()}")):
            self.touched.append(f"{event} {place}"[:300])


def _within(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip("/") + "/")
