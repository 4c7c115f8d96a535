"""What is painted on a page, without the operators that change nothing.

WeasyPrint sets colour, font and width anew for every line and every run of letters, keeps and restores the
state around each, and tags each line of text by itself.  Here a state is set when something is painted in
another than is set, and kept only where nothing else could undo it.

Owns this; it must not change what is painted, where and over what.  An operator that isn't known here is left
as it is, with all that was to be set before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.reporting.straight_lines import Line, joined

# Each state with what it is before anything sets it; fonts and opacities go by names.
_STATES = {b"rg": b"0 g", b"a": b"", b"RG": b"0 G", b"A": b"", b"w": b"1 w", b"d": b"[] 0 d", b"J": b"0 J",
           b"j": b"0 j", b"M": b"10 M", b"Tf": b"", b"Tr": b"0 Tr", b"Ts": b"0 Ts"}
_FILLED, _DRAWN = (b"rg", b"a"), (b"RG", b"A", b"w", b"d", b"J", b"j", b"M")
_WRITTEN = (*_FILLED, b"Tf", b"Tr", b"Ts")
# How a path is painted, and the states that show.
_PAINTED = {b"n": (), b"f": _FILLED, b"f*": _FILLED, b"S": _DRAWN, b"s": _DRAWN,
            **dict.fromkeys((b"B", b"B*", b"b", b"b*"), (*_FILLED, *_DRAWN))}
_PATH = frozenset((b"m", b"l", b"c", b"v", b"y", b"h", b"re"))
# What an operator that isn't known here may have set, and the mark of a level in which there was one.
_STRANGE, _ANY = object(), b"?"


@dataclass
class Painted:
    """The operators of a page, and the new number of each piece of tagged content."""

    operators: list[Any] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Tag:
    """To which element content belongs, by which name, and its number there; or to none."""

    name: str
    owner: int | None = None
    number: int = 0


def repainted(operators: Sequence[Any], owners: Sequence[int | None],
              forms: Mapping[bytes, Sequence[Any]]) -> Painted:
    """The operators of a page of WeasyPrint's, painting the same.

    ``owners`` says to which element each piece of tagged content belongs, None where it belongs to none;
    ``forms`` are painted where they are called for.
    """
    pen = _Pen(owners, forms)
    for operator in operators:
        pen.step(operator)
    return pen.done()


class _Pen:
    """What is to be set and what is set, while the operators of a page are gone through."""

    def __init__(self, owners: Sequence[int | None], forms: Mapping[bytes, Sequence[Any]]) -> None:
        self._painted = Painted()
        self._owners, self._forms = owners, forms
        self._due, self._set = dict[bytes, Any](), dict[bytes, Any]()
        # What was due outside of each level, and what was set when it was entered, if it was.
        self._levels = list[tuple[dict[bytes, Any], dict[bytes, Any] | None]]()
        self._named: list[Any] = []
        self._tags: list[_Tag] = []
        self._open: _Tag | None = None
        self._count = 0
        self._path: list[bytes] = []
        self._lines: list[Line] = []
        self._place: bytes | None = None
        self._clips = self._within_text = self._in_text = False

    def step(self, operator: Any) -> None:
        """An operator with its operands, or a part of what begins tagged content."""
        name = operator[operator.rfind(b" ") + 1:] if isinstance(operator, bytes) else None
        if name is None:
            self._named.append(operator)
        elif name in _PATH:
            self._path.append(operator)
        elif name in _PAINTED:
            self._paint(operator)
        elif name in _STATES:
            self._due[name] = None if operator == _STATES[name] else operator
        elif name == b"TJ":
            self._write(operator)
        elif name == b"Tm":
            self._place = operator
        else:
            self._structure(operator, name)

    def done(self) -> Painted:
        """All of it, nothing more coming."""
        self._end_text()
        self._end_tag()
        self._put()
        return self._painted

    def _structure(self, operator: bytes, name: bytes) -> None:
        if name == b"q":
            self._levels.append((dict(self._due), None))
            if _ANY in self._due:
                self._enter()
        elif name == b"Q":
            self._leave()
        elif name in (b"BDC", b"BMC"):
            self._begin_tag()
        elif name == b"EMC":
            self._tags.pop()
        elif name in (b"BT", b"ET"):
            self._within_text = name == b"BT"
        elif name in (b"W", b"W*"):
            self._path.append(operator)
            self._clips = True
        elif name == b"gs" and operator[1:2] in (b"a", b"A"):
            self._fade(operator)
        elif name == b"cm":
            self._enter()
            self._put(operator)
        elif operator in self._forms:
            for part in (b"q", *self._forms[operator], b"Q"):
                self.step(part)
        else:
            self._leave_be(operator, name)

    def _fade(self, operator: bytes) -> None:
        """An opacity, as in ``/a0.5 gs``; it is undone with its level, for the full one may have no name."""
        kind = operator[1:2]
        if float(operator[2:-len(b" gs")]) == 1 and self._set.get(kind) is None:
            self._due[kind] = None
        else:
            self._enter()
            self._due[kind] = operator

    def _leave_be(self, operator: bytes, name: bytes) -> None:
        """An operator that paints by itself, or isn't known here."""
        if self._within_text:
            self._begin_text(_STATES)
        else:
            self._enter()
            self._tag()
            self._set_due(_STATES)
        self._put(operator)
        if name != b"Do":
            self._due.update(dict.fromkeys((*_STATES, _ANY), _STRANGE))
            self._set.update(self._due)

    def _paint(self, operator: bytes) -> None:
        path, clips = self._path, self._clips
        self._path, self._clips = [], False
        if clips:
            self._enter()
        if operator != b"n":
            self._end_text()
            self._tag()
            self._set_due(_PAINTED[operator])
        elif not clips:
            return
        plain = self._due.get(b"d") is None and self._due.get(b"A") is None
        if operator == b"S" and len(path) == 2 and plain and not clips:
            self._lines.append((path[0], path[1]))
        else:
            self._put(*path, operator)

    def _write(self, operator: bytes) -> None:
        self._begin_text(_WRITTEN if self._due.get(b"Tr") is None else _STATES)
        self._put(operator.replace(b">0<", b"").replace(b">0]", b">]"))

    def _put(self, *operators: Any) -> None:
        """To write anything ends the lines that may still be joined."""
        if self._lines:
            self._painted.operators += joined(self._lines)
            self._lines = []
        self._painted.operators += operators

    def _set_due(self, states: Iterable[bytes]) -> None:
        for state in states:
            due = self._due.get(state)
            if due != self._set.get(state):
                self._put(due or _STATES[state])
                self._set[state] = due

    def _enter(self) -> None:
        """The innermost level is kept: by nothing else can what comes be undone."""
        self._end_text()
        if self._levels and self._levels[-1][1] is None:
            self._tag()
            self._put(b"q")
            self._levels[-1] = self._levels[-1][0], dict(self._set)

    def _leave(self) -> None:
        self._due, outside = self._levels.pop()
        if outside is not None:
            self._end_text()
            if not self._goes_on():
                self._end_tag()
            self._put(b"Q")
            self._set = outside

    def _begin_text(self, states: Iterable[bytes]) -> None:
        self._tag()
        if not self._in_text:
            self._put(b"BT")
            self._in_text = True
        self._set_due(states)
        if self._place is not None:
            self._put(self._place)
            self._place = None

    def _end_text(self) -> None:
        if self._in_text:
            self._put(b"ET")
            self._in_text = False

    def _begin_tag(self) -> None:
        name, *more = self._named
        self._named = []
        number = more[0]["MCID"] if more else 0
        owner = self._owners[number] if more else None
        self._tags.append(_Tag("/Artifact") if owner is None else _Tag(name, owner, number))

    def _goes_on(self) -> bool:
        """Whether what comes belongs to what the content being written belongs to."""
        due, now = self._tags[-1] if self._tags else None, self._open
        return due is now or (due is not None and now is not None and due.owner == now.owner)

    def _tag(self) -> None:
        """What is written next belongs to what it is of."""
        due = self._tags[-1] if self._tags else None
        if not self._goes_on():
            self._end_text()
            self._end_tag()
            self._open = due
            if due is not None and due.owner is None:
                self._put(due.name, b"BMC")
            elif due is not None:
                self._put(due.name, b"<</MCID %d>>" % self._count, b"BDC")
                self._count += 1
        if due is not None and due.owner is not None:
            self._painted.numbers[due.number] = self._count - 1

    def _end_tag(self) -> None:
        if self._open is not None:
            self._put(b"EMC")
            self._open = None
