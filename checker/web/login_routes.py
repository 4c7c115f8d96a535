"""The addresses of logging in, where a password is asked for.

Owns how often somebody may try.  It must not know a page beyond its own.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.messages import speaking, text
from checker.web.doorkeeping import COOKIE, DAYS, Visitor
from checker.web.home_routes import with_cookie
from checker.web.logins import new_session, password_file, right
from checker.web.rendering import rendered
from checker.web.served import served
from checker.web.uploading import fields

LOGIN = "/login"
MOST_TRIES, MINUTE = 20, 60
MOST_FIELD = 1000
_TRIES: deque[float] = deque(maxlen=MOST_TRIES)
# Each try takes its 64 MB: so many at once, the others wait.
_TRYING = ThreadPoolExecutor(2, "password")


async def form(request: Request) -> Response:
    """Ask for name and password."""
    return asked(request)


def asked(request: Request, wrong: str = "", status: int = 200) -> Response:
    """The form for name and password, with the code of what was wrong."""
    setting = served(request).setting(request)
    with speaking(setting.language):
        said = text(wrong) if wrong else ""
    return HTMLResponse(rendered("login", setting, wrong=said, days=DAYS), status)


async def login(request: Request) -> Response:
    """Let somebody in whose password is right; all together may be wrong only so often in a minute."""
    here = served(request)
    passwords = here.letting.passwords
    async with request.form(max_files=0, max_fields=MOST_FIELD, max_part_size=MOST_FIELD) as sent:
        name, password = (str(sent.get(field, "")) for field in ("name", "password"))
    busy = len(_TRIES) == MOST_TRIES and time.monotonic() - _TRIES[0] < MINUTE
    name = name.strip()
    if passwords is not None and not busy and await _tried(passwords, name, password):
        session = new_session(name, password_file(passwords)[name], here.door.secret)
        visitor = Visitor(session, name=name, proven=True)
        return with_cookie(request, RedirectResponse("/", 303), visitor)
    return asked(request, "login.later" if busy else "login.wrong")


async def _tried(passwords: Path, name: str, password: str) -> bool:
    """Whether it is the password; a try counts from the moment it is begun, until it turns out right."""
    begun = time.monotonic()
    _TRIES.append(begun)
    found = await asyncio.get_running_loop().run_in_executor(_TRYING, right, passwords, name, password)
    if found and begun in _TRIES:
        _TRIES.remove(begun)
    return found


async def logout(request: Request) -> Response:
    """Forget who one is; a cookie that somebody kept opens nothing any more."""
    await fields(request)
    here = served(request)
    visitor = here.visitor(request)
    assert visitor is not None  # fields() let nobody else pass
    here.ended.end(visitor.session, here.now())
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(COOKIE)
    return response


ROUTES = [Route(LOGIN, form), Route(LOGIN, login, methods=["POST"]),
          Route("/logout", logout, methods=["POST"])]
