"""What every request and every answer has to pass: size, time, origin, headers, somebody who waits for it.

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
from checker.quantity.whole_number import whole

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
# A short question is answered sooner than another process is there in the place of one that was stopped.
LINGER_SECONDS = 2
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


class Presence:
    """Stops the work for an answer that nobody waits for any more; what was sent to be done is done."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["method"] not in _SAFE:
            await self.app(scope, receive, send)
            return
        visitor = _Waiting(receive, send)
        work = asyncio.ensure_future(self.app(scope, visitor.hear, visitor.tell))
        leaving = asyncio.ensure_future(visitor.leave())
        try:
            await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not visitor.answered:
                work.cancel()
            await asyncio.wait({work})
        finally:
            work.cancel()
            leaving.cancel()
        if not work.cancelled():
            work.result()


class _Waiting:
    """A visitor who asks, sends nothing along with it, and waits for the answer."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._gone, self._heard, self.answered = asyncio.Event(), False, False

    async def hear(self) -> Message:
        if self._heard:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        self._heard = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def tell(self, message: Message) -> None:
        await self._send(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            self.answered = True

    async def leave(self) -> None:
        """Return when the visitor has been gone for a while."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone.set()
        await asyncio.sleep(LINGER_SECONDS)


def guard(headers: MutableHeaders, path: str) -> None:
    """Say in the headers of an answer what a browser may do with it."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", KEPT if path.startswith(OPEN_TO_ALL) else "no-store")


def _bounded(headers: Headers, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """What is sent, until it is too much or too late; raises :class:`BodyTooLarge`, :class:`BodyTooSlow`."""
    told = headers.get("content-length", "0")
    length = whole(told)
    end: float | None = None
    size, complete = 0, False

    async def bounded() -> Message:
        nonlocal end, size, complete
        if told.isdecimal() and (length is None or length > MOST_BODY):
            raise BodyTooLarge
        if complete:  # now it is only waited for to hear that the visitor has gone
            return await receive()
        end = end or time.monotonic() + MOST_BODY_SECONDS
        try:
            message = await asyncio.wait_for(receive(), max(end - time.monotonic(), 0))
        except TimeoutError:
            raise BodyTooSlow from None
        size += len(message.get("body", b""))
        complete = not message.get("more_body", False)
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
