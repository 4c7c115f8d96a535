"""What verifying pages gave, as a page: one in full, a drawer as a table, pictures side by side.

Owns what is shown and in which order.  It must not judge: it asks the services.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from checker.capsule.opening import opened, read_pdf
from checker.errors import CheckerError, Problem, UsageError
from checker.exits import Exit
from checker.messages import text
from checker.register.checking import check
from checker.register.founding import opened as register_at
from checker.services.verifying_files import OriginTerms, verified_files
from checker.verifying.answers import Verification, plainly
from checker.verifying.regenerating import regenerated
from checker.verifying.status_words import STATUS_MARKS, status_words
from checker.web.page_images import PdfiumError, pictures, unlike
from checker.web.rendering import Setting, rendered
from checker.web.rendering import address as address_of

# How an answer on the page says where the page differs.
_PAGE = "page"
# What can surely be verified in the time of one task.
MOST_AT_ONCE = 20
_TOLD = ("no", "not_here", "doubtful", "mended")
# What local provisions changed is told whatever the answer.
_PROVISION = "provision."


@dataclass(frozen=True)
class VerifiedFile:
    """A file with what was found of it, in words."""

    place: str
    mark: str
    status: str
    good: bool
    found: Verification
    said: Sequence[str]


def verified_page(places: Sequence[str], origin: tuple[dt.datetime, str | None], setting: Setting,
                  start: int = 0) -> str:
    """One file in full, or several as a table, from number ``start`` on; of a folder every PDF below it.

    Raises :class:`UsageError` where there is none.
    """
    paths = [path for place in places for path in _pdfs(Path(place))]
    if not paths:
        raise UsageError(Problem("verify.no_pdf", {"folder": text("join.names").join(places)}))
    start = start if 0 <= start < len(paths) else 0
    here = paths[start:start + MOST_AT_ONCE]
    at, address = origin
    faults, register = _register(address)
    terms = OriginTerms(at, (), address, faults)
    found = [_shown(path, one) for path, one in zip(here, verified_files(here, terms, alone=True),
                                                    strict=True)]
    alone = len(paths) == 1 and not Path(places[0]).is_dir()
    unlike_ = _unlike(here[0], found[0].found) if alone else None
    return rendered("verified", setting, files=found, alone=found[0] if alone else None, register=register,
                    pages=[number + 1 for number in unlike_ or ()], alike=unlike_ == [],
                    **_around(places, start, len(here), len(paths)))


def _around(places: Sequence[str], start: int, shown: int, count: int) -> dict[str, str]:
    """Which files these are of how many, and the addresses of those before and after."""
    if shown == count:
        return {"which": "", "before": "", "after": ""}

    def at(first: int) -> str:
        asked = [("start", str(first))]
        if len(places) == 1:
            return f"{address_of('verify', *places[0].split('/'))}?{urlencode(asked)}"
        return f"/verify?{urlencode([*(('file', place) for place in places), *asked])}"

    return {"which": text("browser.files_of", count=count, first=start + 1, last=start + shown,
                          most=MOST_AT_ONCE),
            "before": at(max(0, start - MOST_AT_ONCE)) if start else "",
            "after": at(start + shown) if start + shown < count else ""}


def page_picture(place: str, number: int, side: str) -> bytes:
    """One page of a file as a picture: as it was ``given``, or as it is ``made`` once more."""
    pdf = read_pdf(Path(place))
    if side == "made":
        pdf = regenerated(opened(pdf).files, None).pdf
    found = pictures(pdf, [number - 1])
    if not found:
        raise UsageError(Problem("browser.not_found"))
    return found[0]


def _pdfs(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(path for path in place.rglob("*") if path.suffix.lower() == ".pdf"
                          and not any(part.startswith(".") for part in path.parts))
    else:
        yield place


def _shown(path: Path, found: Verification) -> VerifiedFile:
    said = [str(one) for answer in found.answers for one in answer.said
            if answer.holds in _TOLD or one.code.startswith(_PROVISION)]
    return VerifiedFile(path.as_posix(), STATUS_MARKS[found.status], status_words(found),
                     found.exit == Exit.MET, found, said)


def _register(address: str | None) -> tuple[tuple[Problem, ...], list[str]]:
    """What is wrong with the register as a whole, and what is said of it."""
    if address is None:
        return (), [text("browser.no_register")]
    with register_at(address) as register:
        report = check(register, None)
    if report.faults:
        return tuple(report.faults), [text("verify.register_unsound", count=len(report.faults)),
                                      *map(str, report.faults)]
    return (), [text("browser.register_sound", count=report.entries)]


def _unlike(path: Path, found: Verification) -> list[int] | None:
    """The pages that look different from those made again, counted from 0; None where that isn't the matter.

    That is where verifying has nothing against the page, or nothing can be made to compare it with.
    """
    answer = found.answer(_PAGE)
    if answer.holds not in ("no", "doubtful"):
        return None
    named = {int(str(one.params["page"])) - 1 for one in answer.said if "page" in one.params}
    try:
        given = read_pdf(path)
        return unlike(given, regenerated(opened(given).files, None).pdf, sorted(named))
    except (CheckerError, PdfiumError):
        return None


def verification_data(places: Sequence[str], origin: tuple[dt.datetime, str | None]) -> dict[str, object]:
    """The same as the command's JSON, without what it says of a folder's completeness."""
    from checker.verifying.answers import SCHEMA

    paths = [path for place in places for path in _pdfs(Path(place))]
    at, address = origin
    faults, _ = _register(address)
    terms = OriginTerms(at, (), address, faults)
    files = [{"file": path.as_posix(), **one.plain()}
             for path, one in zip(paths, verified_files(paths, terms, alone=True), strict=True)]
    return {"schema": SCHEMA, "files": files, "absent": None, "faults": [plainly(one) for one in faults]}
