"""What a running server has in hand: the folder, the door, the crew, the clock.

Owns these and how a request finds the visitor.  It must not know a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from checker.errors import CheckerError
from checker.messages import speaking
from checker.web.crew import Crew
from checker.web.doorkeeping import COOKIE, Door, Letting, Visitor, is_login
from checker.web.logins import EndedSessions, stands
from checker.web.rendering import KEPT, Setting
from checker.web.screenings import Screenings
from checker.web.workfolder import WorkFolder


@dataclass(frozen=True)
class Served:
    """Everything that pages need; ``now`` is the caller's clock, ``told`` is called when a key was used."""

    folder: WorkFolder
    door: Door
    now: Callable[[], dt.datetime]
    told: Callable[[str], None]
    crew: Crew
    screenings: Screenings
    ended: EndedSessions
    letting: Letting = field(default_factory=Letting)

    @property
    def today(self) -> dt.date:
        """This day."""
        return self.now().date()

    def visitor(self, request: Request) -> Visitor | None:
        """Who asks, or None for a stranger."""
        cookie, letting = request.cookies.get(COOKIE), self.letting
        if letting.header is not None:
            # Servers pass on bytes; names are in UTF-8.
            raw = request.headers.get(letting.header, "").encode("latin-1")
            name = raw.decode("utf-8", "replace").strip()
            there = letting.is_proxy(request.client.host if request.client else "")
            return self.door.told(name, cookie) if is_login(name) and there else None
        found = self.door.known(cookie)
        if letting.passwords is None or found is None:
            return found
        # A name that was only stated lets nobody in where a login is asked for, nor one that was taken off.
        inside = found.proven and found.session not in self.ended
        return found if inside and stands(letting.passwords, found, self.door.secret) else None

    def setting(self, request: Request) -> Setting:
        """What the page of this request shows of where it is shown."""
        visitor = self.visitor(request)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        token = self.door.token(visitor) if visitor else ""
        return Setting(visitor, token, self.folder.root.name, here, self.letting.passwords is not None,
                       request.query_params.getlist(KEPT))


def served(request: Request) -> Served:
    """What the server of a request has in hand."""
    found = request.app.state.served
    assert isinstance(found, Served)
    return found


def said(error: CheckerError, language: str) -> list[str]:
    """What is wrong, in the visitor's language."""
    with speaking(language):
        return [str(problem) for problem in error.problems]
