"""What verifying pages gave, as a page: one in full, a drawer as a table, pictures side by side.

Owns what is shown and in which order.  It must not judge: it asks the services.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
from checker.web.page_images import pictures
from checker.web.rendering import Setting, rendered

# How an answer on the page says where the page differs.
_PAGE = "page"
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


def verified_page(places: Sequence[str], origin: tuple[dt.datetime, str | None], setting: Setting) -> str:
    """One file in full, or several as a table; of a folder every PDF below it.

    Raises :class:`UsageError` where there is none.
    """
    paths = [path for place in places for path in _pdfs(Path(place))]
    if not paths:
        raise UsageError(Problem("verify.no_pdf", {"folder": text("join.names").join(places)}))
    at, address = origin
    faults, register = _register(address)
    terms = OriginTerms(at, (), address, faults)
    found = [_shown(path, one) for path, one in zip(paths, verified_files(paths, terms, alone=True),
                                                    strict=True)]
    alone = len(found) == 1 and not Path(places[0]).is_dir()
    differing = _differing_pages(found[0].found) if alone else []
    return rendered("verified", setting, files=found, alone=found[0] if alone else None,
                    register=register, pages=[number + 1 for number in differing])


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


def _differing_pages(found: Verification) -> list[int]:
    """The pages of which verifying says that they differ, counted from 0; the first where it names none."""
    answer = found.answer(_PAGE)
    if answer.holds not in ("no", "doubtful"):
        return []
    numbers = {int(str(one.params["page"])) - 1 for one in answer.said if "page" in one.params}
    return sorted(numbers) or [0]


def verification_data(places: Sequence[str], origin: tuple[dt.datetime, str | None]) -> dict[str, object]:
    """The same as the command's JSON, without what it says of a folder's completeness."""
    from checker.verifying.answers import SCHEMA

    paths = [path for place in places for path in _pdfs(Path(place))]
    at, address = origin
    try:
        faults, _ = _register(address)
    except CheckerError as error:
        faults = tuple(error.problems)
    terms = OriginTerms(at, (), address, faults)
    files = [{"file": path.as_posix(), **one.plain()}
             for path, one in zip(paths, verified_files(paths, terms, alone=True), strict=True)]
    return {"schema": SCHEMA, "files": files, "absent": None, "faults": [plainly(one) for one in faults]}
