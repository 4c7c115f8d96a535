"""Who may come in: a one-time key in an address, then a signed cookie; and whether a form is one of ours.

Owns the secret, the keys and the tokens of forms.  It must not know what is asked for.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from itsdangerous import BadSignature, URLSafeTimedSerializer

from checker.errors import Problem, UsageError
from checker.files.writing import temporary_in, unwritable
from checker.messages import harmless

COOKIE = "checker"
KEY = "key"
TOKEN = "token"
SECRET = "secret"
API_KEY = "api-key"
_BEARER = "bearer "
LONGEST_LOGIN = 100
_NOBODY = ("", "(null)")  # what Apache sends where there is no login
_NO_NAME = "{}\ufffd"  # as in a variable that a proxy doesn't know, and in bytes that aren't UTF-8
_BYTES = 32
_LEAST = 43  # letters of such a secret
DAYS = 30
SECONDS = DAYS * 24 * 3600


@dataclass(frozen=True)
class Visitor:
    """Somebody who was let in: the session, the language, and a name.

    ``proven`` when a login tells the name; on one's own machine it is only stated.
    """

    session: str
    language: str = "zh_CN"
    name: str = ""
    proven: bool = False


@dataclass(frozen=True)
class Letting:
    """How people are let in: by a key on one's own machine, by what a proxy tells, or by a password.

    ``header`` is the one in which the proxy tells the name, ``proxies`` are the addresses that it may speak
    from, ``hosts`` the names under which the server is reached.  ``lawmakers`` are those who may put a
    ruleset among the office's own.
    """

    header: str | None = None
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    passwords: Path | None = None
    hosts: tuple[str, ...] = ()
    lawmakers: tuple[str, ...] = ()

    def makes_rules(self, visitor: Visitor | None) -> bool:
        """Whether somebody may put a ruleset among the office's own: on one's own machine anybody."""
        return self.alone or (visitor is not None and visitor.proven and visitor.name in self.lawmakers)

    @property
    def alone(self) -> bool:
        """Whether it is one's own machine: nobody else gets in."""
        return self.header is None and self.passwords is None

    def is_proxy(self, host: str) -> bool:
        """Whether an address is a proxy's; one of IPv4 is the same where a socket of IPv6 tells it."""
        try:
            found = ipaddress.ip_address(host)
        except ValueError:
            return host in self.proxies
        plain = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
        return not {host, str(plain or found)}.isdisjoint(self.proxies)


@dataclass
class Door:
    """The door of one served folder."""

    secret: bytes
    api_key: bytes
    _keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._signer = URLSafeTimedSerializer(self.secret, salt="visitor")

    def new_key(self) -> str:
        """A key that opens once."""
        key = secrets.token_urlsafe(24)
        self._keys.add(key)
        return key

    def opens(self, key: str) -> bool:
        """Whether a key opens; it never does again."""
        found = next((known for known in self._keys if _same(known, key)), None)
        self._keys.discard(found or "")
        return found is not None

    def program(self, authorization: str) -> bool:
        """Whether a program's header holds the folder's key."""
        return bool(self.api_key) and hmac.compare_digest(shown_key(authorization).encode(), self.api_key)

    def sealed(self, visitor: Visitor) -> str:
        """The visitor as a cookie."""
        return str(self._signer.dumps(
            [visitor.session, visitor.language, visitor.name, visitor.proven]))

    def known(self, cookie: str | None) -> Visitor | None:
        """Who holds this cookie; None for a stranger's or one that is too old."""
        if not cookie:
            return None
        try:
            session, language, name, proven = self._signer.loads(cookie, max_age=SECONDS)
        except (BadSignature, ValueError, TypeError):
            return None
        return Visitor(session, language, name, proven)

    def told(self, name: str, cookie: str | None) -> Visitor:
        """Somebody whose name a proxy tells; of the cookie only the language is taken."""
        before = self.known(cookie)
        session = hmac.new(self.secret, b"told:" + name.encode(), "sha256").hexdigest()
        return Visitor(session, before.language if before else Visitor(session).language, name, True)

    def token(self, visitor: Visitor) -> str:
        """What every form of this visitor's pages carries."""
        return hmac.new(self.secret, b"form:" + visitor.session.encode(), "sha256").hexdigest()

    def own(self, visitor: Visitor, token: str) -> bool:
        """Whether a form was one of this visitor's pages."""
        return _same(self.token(visitor), token)


def _same(due: str, shown: str) -> bool:
    """Whether what was shown is what is due, in a time that doesn't tell; it may be in any letters."""
    return hmac.compare_digest(due.encode(), shown.encode(errors="replace"))


def shown_key(authorization: str) -> str:
    """The key in a program's header; nothing where it shows none."""
    return authorization[len(_BEARER):].strip() if authorization.lower().startswith(_BEARER) else ""


def is_login(name: str) -> bool:
    """Whether it can be somebody's login, and not what a proxy sends that knows of none."""
    return (name not in _NOBODY and len(name) <= LONGEST_LOGIN and harmless(name) == name
            and not any(sign in name for sign in _NO_NAME))


def newcomer() -> Visitor:
    """Somebody with a session of their own."""
    return Visitor(secrets.token_urlsafe(24))


def secret_of(state: Path, name: str = SECRET) -> bytes:
    """A secret of the folder, made when it is first asked for; only the owner of the folder may read it.

    Raises :class:`checker.errors.UsageError`, also for one of which a part is missing.
    """
    place = state / name
    with unwritable(place):
        if not place.exists():
            _make(place)
        found = place.read_bytes().strip()
    if len(found) < _LEAST:
        raise UsageError(Problem("browser.short_secret", {"path": str(place)}))
    return found


def _make(place: Path) -> None:
    """A new secret, whole or not at all; whoever was faster made it."""
    with temporary_in(place.parent) as (handle, temporary):
        try:
            with os.fdopen(handle, "wb", closefd=False) as file:
                file.write(secrets.token_urlsafe(_BYTES).encode())
                file.flush()
                os.fsync(handle)
            try:
                os.link(temporary, place)
            except FileExistsError:
                pass
            except OSError:  # some file systems, as that of a stick, have no links
                os.replace(temporary, place)
        finally:
            Path(temporary).unlink(missing_ok=True)
