"""A PostgreSQL server of our own for the tests: in a folder of its own, on a socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SECRET = "geheim-口令"
_HBA = "local all guest scram-sha-256\nlocal all all trust\n"


class NoServer(Exception):
    """Why none could be started."""


class Server:
    """A running server; every test gets a database of its own."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self.count = 0

    def url(self, name: str, user: str = "office", password: str = "", **more: str) -> str:
        """The address of a database."""
        login = f"{user}:{quote(password, safe='')}" if password else user
        options = "".join(f"&{key}={quote(value, safe='')}" for key, value in more.items())
        return f"postgresql://{login}@/{name}?host={self.socket}{options}"

    def database(self) -> str:
        """The address of a new, empty database."""
        self.count += 1
        name = f"r{os.getpid()}_{self.count}"
        self.run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def run(self, statement: str, name: str = "postgres", user: str = "office") -> list[tuple[object, ...]]:
        """Run one statement beside the register."""
        import psycopg

        with psycopg.connect(host=self.socket, dbname=name, user=user, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    program = found[-1] if found else Path(shutil.which("initdb") or "")
    if not program.is_file():
        raise NoServer("no PostgreSQL server is installed (Debian: postgresql)")
    return program.parent


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    name = next((name for name in ("postgres", "nobody") if name in known), None)
    if name is None:
        raise NoServer("we are root, and there is no unprivileged user to run a server as")
    return name


@contextmanager
def server() -> Iterator[Server]:
    """Start one, and stop it; raises :class:`NoServer` with the reason where that can't be."""
    programs, user = _programs(), _user()
    # A socket's path has to be short, and an unprivileged user has to get to it.
    folder = Path(tempfile.mkdtemp(prefix="register-", dir="/tmp"))
    data = folder / "data"
    if user is not None:
        shutil.chown(folder, user)
    as_user = {"user": user, "extra_groups": []} if user is not None else {}

    def run(*words: str) -> None:
        done = subprocess.run([str(programs / words[0]), *words[1:]], capture_output=True, text=True, check=False,
                              cwd=folder, env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}, **as_user)  # type: ignore[call-overload]
        if done.returncode:
            raise NoServer(f"{words[0]}: {done.stderr or done.stdout}")

    try:
        run("initdb", "-D", str(data), "-U", "office", "-A", "trust", "-E", "UTF8", "--no-sync")
        (data / "pg_hba.conf").write_text(_HBA)
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o",
            f"-c listen_addresses='' -c unix_socket_directories={folder}", "start")
        try:
            made = Server(str(folder))
            made.run(f"CREATE ROLE guest LOGIN PASSWORD '{SECRET}'")
            yield made
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
