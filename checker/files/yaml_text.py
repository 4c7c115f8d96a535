"""YAML as plain data built from the events of its text, with the line of every field.

Owns what a scalar is: text, number, yes or no, nothing; a number with needless zeros in front is kept as
text, since it may be a code.  It must not open files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from checker.errors import CheckerError, Problem
from checker.limits import MAX_DEPTH, MAX_DIGITS
from checker.places import Path as FieldPath
from checker.text.normal import visible

_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d{1,3})?")
_CODE = re.compile("0[0-9]+")
_BRACKET = re.compile(r"\{.*?:\s+([^\s{}\[\]'\",:]+\[[^\[\]]*\])")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def number(text: str) -> Decimal | str:
    """A number of sensible size; anything else stays the text that it is, for others to refuse.

    So does ``0610``: where a number is due it is one, where a code is due its zero must not be lost.
    """
    if not _NUMBER.fullmatch(text) or sum(c.isdigit() for c in text) > MAX_DIGITS or _CODE.fullmatch(text):
        return text
    found = Decimal(text)
    return found if abs(found.adjusted()) <= MAX_DIGITS else text


def plain_scalar(value: str) -> Any:
    """What a scalar without quotes says: nothing, yes or no, a number, or the text that it is."""
    if value in _NULLS:
        return None
    return _BOOLEANS[value] if value in _BOOLEANS else number(value)


class Builder:
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
        """The data; raises where nothing can be made of the text."""
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
        return value if event.style or not event.implicit[0] else plain_scalar(value)

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


class LinesOfJson(Mapping[FieldPath, int]):
    """The line of each field of a JSON text, found when one is first asked for: only a fault asks."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _found(self) -> dict[FieldPath, int]:
        builder = Builder("", CheckerError)
        try:
            builder.build(self.text)
        except CheckerError:
            return {}
        return builder.lines

    def __getitem__(self, path: FieldPath) -> int:
        return self._found[path]

    def __iter__(self) -> Iterator[FieldPath]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
