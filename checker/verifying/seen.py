"""How the letters of a page are painted: whether they can be seen, in which colour and size, under what.

Owns the walk over what is drawn.  It reads letters by what a font says that they are, and can't know what
the font's outlines look like: of another font nothing can be said here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from string import hexdigits
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
# A move within a run of letters that no setting of ours needs, in thousandths of the size.
_LEAP = 1500
_FILLS = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")
_STROKES = (b"S", b"s")
# Where a path of no points is: it covers nothing, and leaves nothing to be seen within it.
_NOWHERE = (math.inf, math.inf)


@dataclass(frozen=True)
class Look:
    """How a letter is painted, as far as another font doesn't change it."""

    colour: tuple[str, ...]
    opacity: str
    mode: str
    size: float
    inside: bool
    leaps: bool


@dataclass(frozen=True)
class _TextState:
    matrix: Matrix = UNIT
    colour: tuple[str, ...] = ()
    opacity: str = ""
    mode: str = "0"
    clips: tuple[Box, ...] = ()
    font: str = ""
    size: float = 0


@dataclass
class Drawn:
    """What stands on a page: its letters with their looks, fills and lines between them, operators used."""

    letters: list[tuple[str, Look]] = field(default_factory=list)
    shapes: list[tuple[str, tuple[str, ...], str, int]] = field(default_factory=list)
    covered: int = 0
    used: set[str] = field(default_factory=set)
    spots: list[tuple[float, float]] = field(default_factory=list)


def drawn(page: Any, reader: Any) -> Drawn:
    """The page's own content; what a page of ours never has shows as an operator that ours lack."""
    from pypdf.generic import ContentStream

    walk = _Walk(page)
    content = page.get_contents()
    for operands, operator in ContentStream(content, reader).operations if content is not None else ():
        walk.step(operands, operator)
    return walk.drawn


def unlike(given: Drawn, due: Drawn, *, digests: bool = False) -> list[str]:
    """The letters that are painted otherwise than they are due; ``["…"]`` where all else is.

    With ``digests`` the letters of a digest may be others, painted alike.
    """
    pairs = zip_longest(given.letters, due.letters)
    letters = [one[0] if one else "…" for one, other in pairs
               if one != other and not (digests and one and other and one[1] == other[1]
                                        and one[0] in hexdigits and other[0] in hexdigits)]
    same = given.used <= due.used and given.shapes == due.shapes and given.covered == due.covered
    return letters or ([] if same else ["…"])


class _Walk:
    """The state of painting while the operators of a page are gone through."""

    def __init__(self, page: Any) -> None:
        self.drawn = Drawn()
        self._box = tuple(float(edge) for edge in page.mediabox)
        resources = page["/Resources"].get_object()
        self._states = _plain(resources.get("/ExtGState"))
        fonts = _plain(resources.get("/Font"))
        self._letters = {name: _letters(font.get_object()) for name, font in fonts.items()}
        self._now, self._kept = _TextState(), list[_TextState]()
        self._path: list[tuple[float, float]] = []
        self._clipping = False
        self._line: Matrix = UNIT

    def step(self, operands: Any, operator: bytes) -> None:
        """One operator; those that are unknown here are only noted."""
        layer = f" {operands[0]}" if operator in (b"BDC", b"BMC") and str(operands[0]) == "/OC" else ""
        self.drawn.used.add(operator.decode("latin-1") + layer)
        if operator == b"q":
            self._kept.append(self._now)
        elif operator == b"Q" and self._kept:
            self._now = self._kept.pop()
        elif operator == b"cm":
            self._now = replace(self._now, matrix=_times(_matrix(operands), self._now.matrix))
        elif operator in (b"rg", b"g", b"k", b"sc", b"scn", b"cs"):
            self._now = replace(self._now, colour=tuple(str(one) for one in operands))
        elif operator == b"Tr":
            self._now = replace(self._now, mode=str(operands[0]))
        elif operator == b"gs":
            self._set(str(operands[0]))
        elif operator in (b"Tf", b"Tm", b"TJ", b"Tj"):
            self._text(operands, operator)
        else:
            self._shape(operands, operator)

    def _set(self, name: str) -> None:
        given = _plain(self._states.get(name))
        if "/ca" in given or len(given) != 1:
            self._now = replace(self._now, opacity=str(sorted((k, str(v)) for k, v in given.items())))

    def _text(self, operands: Any, operator: bytes) -> None:
        if operator == b"Tf":
            self._now = replace(self._now, font=str(operands[0]), size=float(operands[1]))
        elif operator == b"Tm":
            self._line = _matrix(operands)
        else:
            self._show(operands[0] if operator == b"TJ" else operands)

    def _show(self, parts: Any) -> None:
        now, matrix = self._now, _times(self._line, self._now.matrix)
        x, y = matrix[4], matrix[5]
        size = round(math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) * now.size, 1)
        known, leaps = self._letters.get(now.font, {}), False
        for part in parts:
            if isinstance(part, int | float):
                leaps = leaps or abs(float(part)) > _LEAP
                continue
            raw = getattr(part, "original_bytes", part)
            for letter in (known.get(raw[at:at + 2].hex(), "?") for at in range(0, len(raw), 2)):
                inside = all(_within(x, y, box) for box in (self._box, *now.clips))
                # A font may draw several letters as one, as it does ff; which ones hangs on the words.
                for one in filter(str.strip, letter):
                    self.drawn.letters.append(
                        (one, Look(now.colour, now.opacity, now.mode, size, inside, leaps)))
                    self.drawn.spots.append((x + size / 4, y + size / 3))
                x += size / 2 if letter.isascii() else size

    def _shape(self, operands: Any, operator: bytes) -> None:
        if operator in (b"m", b"l", b"c", b"v", b"y"):
            numbers = [float(one) for one in operands]
            self._path += zip(numbers[::2], numbers[1::2], strict=True)
        elif operator == b"re":
            x, y, width, height = (float(one) for one in operands)
            self._path += [(x, y), (x + width, y + height)]
        elif operator in (b"W", b"W*"):
            self._clipping = True
        elif operator in (*_FILLS, *_STROKES, b"n"):
            self._painted(operator)

    def _painted(self, operator: bytes) -> None:
        box = self._bounds()
        now, out = self._now, self.drawn
        if operator != b"n":
            out.shapes.append((operator.decode(), now.colour, now.opacity, len(out.letters)))
        if operator in _FILLS:
            out.covered += sum(_within(x, y, box) for x, y in out.spots)
        if self._clipping:
            self._now = replace(now, clips=(*now.clips, box))
        self._clipping, self._path = False, []

    def _bounds(self) -> Box:
        points = [_at(x, y, self._now.matrix) for x, y in self._path] or [_NOWHERE]
        across, along = [x for x, _ in points], [y for _, y in points]
        return min(across), min(along), max(across), max(along)


def _letters(font: Any) -> dict[str, str]:
    """What each code of a font stands for, as the font says."""
    table = font.get("/ToUnicode")
    pairs: Iterator[tuple[bytes, bytes]] = iter(
        _PAIR.findall(table.get_object().get_data()) if table is not None else ())
    return {code.decode().lower(): bytes.fromhex(said.decode()).decode("utf-16-be", "replace")
            for code, said in pairs}


def _plain(found: Any) -> dict[str, Any]:
    return {} if found is None else {str(name): value for name, value in found.get_object().items()}


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """The first, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _within(x: float, y: float, box: Any) -> bool:
    left, low, right, high = box
    return bool(left - 1 <= x <= right + 1 and low - 1 <= y <= high + 1)
