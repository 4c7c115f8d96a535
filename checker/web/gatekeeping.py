"""What every request and every answer has to pass: size, time, origin, headers.

Owns the bounds and the headers.  It must not know what is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checker.limits import MOST_PDF_BYTES

MOST_BODY = MOST_PDF_BYTES
MOST_BODY_SECONDS = 120
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HEADERS = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()"}
_SAFE = ("GET", "HEAD")
OPEN_TO_ALL = "/static/"
KEPT = "max-age=3600"


class BodyTooLarge(Exception):
    """More was sent than may be."""


class BodyTooSlow(Exception):
    """It was not sent in time."""


class Gate:
    """Bounds what comes in, and says to the browser what it may do with what goes out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                guard(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, _bounded(Headers(scope=scope), receive), guarded)


def guard(headers: MutableHeaders, path: str) -> None:
    """Say in the headers of an answer what a browser may do with it."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", KEPT if path.startswith(OPEN_TO_ALL) else "no-store")


def _bounded(headers: Headers, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """What is sent, until it is too much or too late; raises :class:`BodyTooLarge`, :class:`BodyTooSlow`."""
    told = headers.get("content-length", "0")
    end: float | None = None
    size, whole = 0, False

    async def bounded() -> Message:
        nonlocal end, size, whole
        if told.isdecimal() and int(told) > MOST_BODY:
            raise BodyTooLarge
        if whole:  # now it is only waited for to hear that the visitor has gone
            return await receive()
        end = end or time.monotonic() + MOST_BODY_SECONDS
        try:
            message = await asyncio.wait_for(receive(), max(end - time.monotonic(), 0))
        except TimeoutError:
            raise BodyTooSlow from None
        size += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if size > MOST_BODY:
            raise BodyTooLarge
        return message

    return bounded


def foreign(request: Request) -> bool:
    """Whether a request that changes something was sent by a page that isn't ours."""
    if request.method in _SAFE:
        return False
    site: Any = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    # Before a proxy the page was fetched with TLS, of which we see nothing.
    own = request.headers.get("host", "")
    return origin is not None and origin not in (f"http://{own}", f"https://{own}")
