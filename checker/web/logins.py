"""Names and passwords of the people who may come in where no proxy tells who they are.

Owns the password file: a line for each name, with a salted digest that takes long to try; and which sessions
were ended.  It must not know a request.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from pathlib import Path

from checker.errors import Problem, UsageError
from checker.files.reading import read_within
from checker.files.writing import put, unwritable
from checker.limits import MAX_BYTES
from checker.messages import harmless
from checker.validation import shorten
from checker.web.doorkeeping import SECONDS, Visitor

# As OWASP advises for scrypt: some 64 MB and a tenth of a second for each try.
_N, _R, _P = 2 ** 16, 8, 1
_MEMORY = 128 * _N * _R * 2
_SALT = 16
LEAST_LETTERS = 10
_REMARK = "#"
_AND = ":"


def password_file(place: Path) -> dict[str, str]:
    """The digests by name; raises :class:`UsageError` for a file that isn't one."""
    found: dict[str, str] = {}
    words = read_within(place, MAX_BYTES, UsageError).decode("utf-8", "replace")
    for number, line in enumerate(words.splitlines(), 1):
        if not line.strip() or line.startswith(_REMARK):
            continue
        name, _, kept = line.partition(":")
        if not name or len(kept.split("$")) != 3:
            raise UsageError(Problem("login.line", file=str(place), line=number))
        found[name] = kept.strip()
    return found


def set_password(place: Path, name: str, password: str) -> None:
    """Let somebody in by a password from now on; raises :class:`UsageError`."""
    if len(password) < LEAST_LETTERS:
        raise UsageError(Problem("login.short", {"least": LEAST_LETTERS}))
    name = name.strip()
    if not name or ":" in name:
        raise UsageError(Problem("login.name", {"given": shorten(name)}))
    if name.startswith(_REMARK) or harmless(name) != name:
        raise UsageError(Problem("login.signs", {"given": shorten(name)}))
    kept = password_file(place) if place.exists() else {}
    salt = secrets.token_bytes(_SALT)
    kept[name] = f"scrypt${_text(salt)}${_text(_digest(password, salt))}"
    with unwritable(place):
        put(place, "".join(f"{one}:{digest}\n" for one, digest in kept.items()).encode(), durable=True)
        place.chmod(0o600)


def stands(place: Path, visitor: Visitor, secret: bytes) -> bool:
    """Whether somebody who came in by a password still has that password."""
    kept = password_file(place).get(visitor.name)
    of_password = visitor.session.partition(_AND)[0]
    return kept is not None and hmac.compare_digest(_of_password(visitor.name, kept, secret), of_password)


def new_session(name: str, kept: str, secret: bytes) -> str:
    """A session of somebody with a password: it ends when the password is another, or by itself."""
    return _of_password(name, kept, secret) + _AND + secrets.token_urlsafe(_SALT)


def _of_password(name: str, kept: str, secret: bytes) -> str:
    return hmac.new(secret, f"login:{name}:{kept}".encode(), "sha256").hexdigest()


class EndedSessions:
    """The sessions that were ended by logging out, for as long as a cookie of theirs could still be shown."""

    def __init__(self, place: Path, now: dt.datetime) -> None:
        self._place = place
        self._ended: dict[str, int] = {}
        if place.exists():
            for line in read_within(place, MAX_BYTES, UsageError).decode("ascii", "replace").splitlines():
                when, _, session = line.partition(" ")
                if when.isdecimal():
                    self._ended[session] = int(when)
        self._forget(now)

    def __contains__(self, session: str) -> bool:
        return session in self._ended

    def end(self, session: str, now: dt.datetime) -> None:
        """End one; raises :class:`UsageError` where that can't be kept."""
        self._forget(now)
        kept = {**self._ended, session: int(now.timestamp())}
        with unwritable(self._place):
            put(self._place, "".join(f"{when} {one}\n" for one, when in kept.items()).encode(), durable=True)
        self._ended = kept

    def _forget(self, now: dt.datetime) -> None:
        least = now.timestamp() - SECONDS
        self._ended = {session: when for session, when in self._ended.items() if when >= least}


def right(place: Path, name: str, password: str) -> bool:
    """Whether it is somebody's password; a stranger's takes as long."""
    kept = password_file(place).get(name)
    salt, due = (base64.b64decode(part) for part in (kept or _STRANGERS).split("$")[1:])
    return hmac.compare_digest(_digest(password, salt), due) and kept is not None


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_STRANGERS = f"scrypt${_text(bytes(_SALT))}${_text(b'')}"
