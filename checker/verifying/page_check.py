"""Whether a file is just what rendering its verdict gives, and if not, where not.

Owns the comparison of two PDFs, of which one is trusted.  It must not judge and must not read seals.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from checker.capsule.opening import Opened, guarded
from checker.errors import Problem
from checker.messages import text
from checker.verifying.dressed import dressed
from checker.verifying.seen import drawn, unlike

AROUND = 12
LONGEST = 40
MOST_PAGES = 5
MOST_PLACES = 6
NEAR = 2
# A number or a Latin word changes as a whole.
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
_DIGEST = re.compile("[0-9a-f]{64}")
_DIGITS = 64
# What a page of ours never has, by what it could do.
_FOREIGN = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/Collection")


def text_differences(given: Opened, made: Opened, *, but: str | None = None) -> list[Problem]:
    """The pages whose words are not the same, each with its first places.

    ``but`` is a digest on the page that was made, in the place of which another one may stand.
    """
    theirs, ours = given.contents, made.contents
    counted = Problem("page.count", {"given": len(theirs), "due": len(ours)})
    found = [counted] if len(theirs) != len(ours) else []
    drawn = [number for number, (one, other) in enumerate(zip(theirs, ours, strict=False)) if one != other]
    pages = [(number, one, other) for number in drawn
             if (one := given.text(number)) != (other := made.text(number))
             and not (but and _same_but(one, other, but))]
    for number, one, other in pages[:MOST_PAGES]:
        found += _places(number + 1, one, other)
    if len(pages) > MOST_PAGES:
        found.append(Problem("page.more", {"count": len(pages) - MOST_PAGES}))
    return found


def _same_but(given: str, due: str, digest: str) -> bool:
    """Whether two texts are the same but for one digest."""
    at = due.find(digest)
    return (at >= 0 and given[:at] == due[:at] and given[at + _DIGITS:] == due[at + _DIGITS:]
            and _DIGEST.fullmatch(given[at:at + _DIGITS]) is not None)


def _places(page: int, given: str, due: str) -> Iterator[Problem]:
    """Where the words of a page differ, each place with a few characters before it."""
    theirs, ours = _WORD.findall(given), _WORD.findall(due)
    places = _changed(theirs, ours)
    for a, b, c, d in places[:MOST_PLACES]:
        code = "page.text" if a < b and c < d else "page.text_more" if a < b else "page.text_less"
        yield Problem(code, {
            "page": page, "before": "".join(theirs[:a])[-AROUND:], "given": "".join(theirs[a:b])[:LONGEST],
            "due": "".join(ours[c:d])[:LONGEST]})
    if len(places) > MOST_PLACES:
        yield Problem("page.places", {"page": page, "count": len(places) - MOST_PLACES})


def _changed(theirs: list[str], ours: list[str]) -> list[tuple[int, int, int, int]]:
    """From where to where in each; what a word or two alone keep apart is one place."""
    found: list[tuple[int, int, int, int]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        near = bool(found) and a - found[-1][1] <= NEAR
        first, _, due, _ = found.pop() if near else (a, b, c, d)
        found.append((first, b, due, d))
    return found


def byte_differences(given: bytes, made: bytes, theirs: Opened, ours: Opened) -> list[Problem]:
    """Where a file differs from what rendering gives: the first byte, the words, what was added."""
    place = next((i for i, (one, other) in enumerate(zip(given, made, strict=False)) if one != other),
                 min(len(given), len(made)))
    words = text_differences(theirs, ours)
    more = added(theirs, ours)
    if not words and not more:
        words = [Problem("page.same_words")]
    code = "page.bytes_alone" if len(given) == len(made) else "page.bytes"
    return [Problem(code, {"place": place + 1, "size": len(given), "due": len(made)}), *words, *more]


def added(theirs: Opened, ours: Opened) -> list[Problem]:
    """What stands in the file's structure and has no place there, whatever set the page."""
    with guarded():
        return list(_added(theirs.reader, ours.reader))


def painted(theirs: Opened, ours: Opened, *, digests: bool = False, fonts: bool = False) -> list[Problem]:
    """The pages on which anything is painted otherwise, or with anything else; the same program does neither.

    ``fonts`` is whether they have to be the same as well.  Of the letters their looks are compared, since
    words that can be read out may not be seen; with ``digests`` the words have been compared already but
    for a digest.
    """
    with guarded():
        return list(_painted(theirs.reader, ours.reader, digests, fonts))


def _painted(theirs: Any, ours: Any, digests: bool, fonts: bool) -> Iterator[Problem]:
    for number, (one, other) in enumerate(zip(theirs.pages, ours.pages, strict=False), 1):
        given, due = drawn(one, theirs), drawn(other, ours)
        unseen = unlike(given, due, digests=digests)
        letters = [letter for letter in unseen if letter != "…"]
        if letters:
            yield Problem("page.unseen", {
                "page": number, "count": len(letters), "letters": "".join(letters[:AROUND])})
        elif unseen or dressed(one, fonts=fonts) != dressed(other, fonts=fonts):
            yield Problem("page.painted", {"page": number})


def _added(given: Any, made: Any) -> Iterator[Problem]:
    extra = sorted({str(key) for key in given.root_object} - {str(key) for key in made.root_object})
    extra += [key for key in _FOREIGN if key in _names(given) and key not in _names(made)]
    if extra:
        yield Problem("page.catalogue", {"names": text("join.names").join(dict.fromkeys(extra))})
    shared: set[tuple[str, ...]] = set()
    for number, (page, ours) in enumerate(zip(given.pages, made.pages, strict=False), 1):
        more = sorted({str(key) for key in page} - {str(key) for key in ours})
        objects = tuple(_objects(page))
        fresh = len(objects) > len(_objects(ours)) and objects not in shared
        shared.add(objects)
        if more or fresh:
            yield Problem("page.objects", {"page": number, "names": text("join.names").join(
                more) or "/XObject"})


def _names(reader: Any) -> list[str]:
    names = reader.root_object.get("/Names")
    return [str(key) for key in names.get_object()] if names is not None else []


def _objects(page: Any) -> list[str]:
    resources = page.get("/Resources")
    found = resources.get_object().get("/XObject") if resources is not None else None
    return [str(key) for key in found.get_object()] if found is not None else []
