"""A YAML 1.2 or JSON file as plain data, with the line of every field.

Owns the text rules: UTF-8, size, depth, no duplicate keys, no aliases, no tags; numbers
become ``Decimal`` straight from their text.  Keys are brought into plain characters, values are kept as they
were written; a number with needless zeros in front is kept as text, since it may be a code.  It must not
know what the data mean.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from checker.errors import CheckerError, DossierError, Problem, reason
from checker.limits import MAX_BYTES, MAX_DEPTH, MAX_DIGITS
from checker.normal import visible
from checker.places import Path as FieldPath
from checker.unstated import states_nothing

_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d{1,3})?")
_CODE = re.compile("0[0-9]+")
# Control characters, those that turn the direction of writing, and halves of characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
                          "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_TURNING = "\u2000"
_MOST_TOLD = 20
_BRACKET = re.compile(r"\{.*?:\s+([^\s{}\[\]'\",:]+\[[^\[\]]*\])")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass
class TextFile:
    """What a file says: its bytes, its data, and where each field stands.

    That is a line (counted from 1), or in a workbook a cell.
    """

    name: str
    raw: bytes
    data: Any
    lines: dict[FieldPath, int] = field(default_factory=dict)
    cells: Mapping[FieldPath, str] = field(default_factory=dict)

    @property
    def places(self) -> Mapping[FieldPath, int | str]:
        """The line or cell of each field."""
        return self.cells or self.lines


def read(path: Path, error: type[CheckerError] = DossierError) -> TextFile:
    """Read and parse one file; raises ``error`` with every reason in words."""
    name = str(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise error(Problem("file.not_regular", file=name))
        if found.st_size > MAX_BYTES:
            raise error(Problem("file.too_large", {"limit": MAX_BYTES // 1_000_000}, file=name))
        raw = path.read_bytes()
    except FileNotFoundError:
        raise error(Problem("file.not_found", file=name)) from None
    except IsADirectoryError:
        raise error(Problem("file.is_folder", file=name)) from None
    except OSError as problem:
        raise error(Problem("file.unreadable", {"reason": reason(problem)}, file=name)) from None
    return parse(raw, name, error)


def parse_json(raw: bytes, name: str, error: type[CheckerError] = DossierError) -> Any:
    """The data of a JSON file that a program wrote; where its fields stand is not sought."""
    data = _json(_decoded(raw, name, error), name, error)
    problems = [problem.at(name, {}) for problem in _characters(data, ())]
    if problems:
        raise error(problems)
    return data


def _decoded(raw: bytes, name: str, error: type[CheckerError]) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error(Problem("file.not_utf8", file=name)) from None
    if UNPRINTABLE.search(text):
        raise error(_unprintable(text, name))
    if not text.strip():
        raise error(Problem("file.empty", file=name))
    return text


def _unprintable(text: str, name: str) -> list[Problem]:
    """Each line that turns the direction of writing; a file with other control characters is no text."""
    places = [found.start() for found in UNPRINTABLE.finditer(text)]
    if any(text[place] < _TURNING for place in places):
        return [Problem("file.binary", file=name)]
    lines = dict.fromkeys(text.count("\n", 0, place) + 1 for place in places[:_MOST_TOLD])
    return [Problem("file.bad_character", file=name, line=line) for line in lines]


def parse(raw: bytes, name: str, error: type[CheckerError] = DossierError) -> TextFile:
    """Parse the bytes of a YAML or (by its name) JSON file."""
    text = _decoded(raw, name, error)
    builder = _Builder(name, error)
    if name.lower().endswith(".json"):
        data = _json(text, name, error)
        try:
            builder.build(text)
        except CheckerError:
            builder.lines.clear()
    else:
        data = builder.build(text)
        if builder.problems:
            raise error(builder.problems)
    if data is None:
        raise error(Problem("file.empty", file=name))
    problems = [problem.at(name, builder.lines) for problem in _characters(data, ())]
    if problems:
        raise error(problems)
    return TextFile(name, raw, data, builder.lines)


def _characters(data: Any, path: FieldPath) -> Iterator[Problem]:
    """Every text with characters that no page and no terminal should be given."""
    if isinstance(data, str):
        if UNPRINTABLE.search(data):
            yield Problem("file.bad_character", path=path)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _characters(key, path)
            yield from _characters(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _characters(value, (*path, i))


def _number(text: str) -> Decimal | str:
    """A number of sensible size; anything else stays the text that it is, for others to refuse.

    So does ``0610``: where a number is due it is one, where a code is due its zero must not be lost.
    """
    if not _NUMBER.fullmatch(text) or sum(c.isdigit() for c in text) > MAX_DIGITS or _CODE.fullmatch(text):
        return text
    number = Decimal(text)
    return number if abs(number.adjusted()) <= MAX_DIGITS else text


def _json(text: str, name: str, error: type[CheckerError]) -> Any:
    problems: list[Problem] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in items:
            plain = visible(key)
            if plain in out:
                problems.append(Problem("file.duplicate_key", {"key": key}, file=name))
            out[plain] = value
        return out

    def constant(word: str) -> Any:
        if not states_nothing(word):
            problems.append(Problem("file.not_a_number", {"word": word}, file=name))
        return word

    try:
        data = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=constant,
            object_pairs_hook=pairs,
        )
    except json.JSONDecodeError as bad:
        raise error(Problem("file.bad_json", {"reason": bad.msg}, file=name, line=bad.lineno)) from None
    except RecursionError:
        raise error(Problem("file.too_deep", {"limit": MAX_DEPTH}, file=name)) from None
    if problems:
        raise error(problems)
    if _depth(data) > MAX_DEPTH:
        raise error(Problem("file.too_deep", {"limit": MAX_DEPTH}, file=name))
    return data


def _depth(data: Any) -> int:
    """How deep lists and mappings are nested, found without recursion."""
    deepest, layer = 0, [data]
    while deepest <= MAX_DEPTH and (layer := [part for part in layer if isinstance(part, (dict, list))]):
        deepest += 1
        layer = [part for inner in layer
                 for part in (inner.values() if isinstance(inner, dict) else inner)]
    return deepest


class _Builder:
    """Builds data from libyaml's events in one pass, without recursion."""

    def __init__(self, name: str, error: type[CheckerError]) -> None:
        self.name = name
        self.error = error
        self.lines: dict[FieldPath, int] = {}
        self.problems: list[Problem] = []
        self._stack: list[tuple[Any, FieldPath]] = []
        self._key: list[str | None] = []
        self._root: Any = None

    def build(self, text: str) -> Any:
        import yaml

        documents = 0
        try:
            for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._fail("file.several_documents", event)
                elif isinstance(event, yaml.AliasEvent):
                    self._fail("file.alias", event)
                elif isinstance(event, yaml.ScalarEvent):
                    self._add(self._scalar(event), event)
                elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                    self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event)
                elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                    self._stack.pop()
                    self._key.pop()
        except yaml.YAMLError as bad:
            reason = getattr(bad, "problem", None) or str(bad)
            # What is never closed is best sought where it was opened.
            unclosed = "end of stream" in reason and getattr(bad, "context_mark", None)
            mark = unclosed or getattr(bad, "problem_mark", None)
            line = mark.line + 1 if mark else None
            here = text.splitlines()[line - 1:line] if line and "'}'" in reason else []
            bracket = _BRACKET.search(here[0]) if here else None
            said = {"reason": reason, **({"words": bracket[1]} if bracket else {})}
            code = "file.bare_bracket" if bracket else "file.bad_yaml"
            raise self.error(Problem(code, said, file=self.name, line=line)) from None
        return self._root

    def _fail(self, code: str, event: Any, **params: object) -> None:
        line = event.start_mark.line + 1
        raise self.error(Problem(code, params, file=self.name, line=line))

    def _scalar(self, event: Any) -> Any:
        value: str = event.value
        if event.tag is not None and event.tag != "!":
            self._fail("file.tag", event, tag=event.tag)
        if event.style or not event.implicit[0]:
            return value
        if value in _NULLS:
            return None
        if value in _BOOLEANS:
            return _BOOLEANS[value]
        return _number(value)

    def _open(self, container: Any, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            self._fail("file.tag", event, tag=event.tag)
        if len(self._stack) >= MAX_DEPTH:
            self._fail("file.too_deep", event, limit=MAX_DEPTH)
        path = self._add(container, event)
        self._stack.append((container, path))
        self._key.append(None)

    def _add(self, value: Any, event: Any) -> FieldPath:
        line = event.start_mark.line + 1
        if not self._stack:
            self._root = value
            self.lines[()] = line
            return ()
        container, path = self._stack[-1]
        if isinstance(container, list):
            container.append(value)
            here = (*path, len(container) - 1)
            self.lines[here] = line
            return here
        key = self._key[-1]
        if key is None:
            if isinstance(value, (dict, list)):
                self._fail("file.odd_key", event)
            key = visible(event.value)
            if key in container:
                earlier = self.lines[(*path, key)]
                self.problems.append(
                    Problem("file.duplicate_key_at", {"key": key, "earlier": earlier}, (*path, key),
                            self.name, line)
                )
            self._key[-1] = key
            self.lines[(*path, key)] = line
            return path
        container[key] = value
        self._key[-1] = None
        return (*path, key)
