"""A sentence of the program with what it is about: a message code, its parameters and the place.

Owns how its place is found and put before it.  It must not print: the words live in :mod:`checker.messages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from checker.messages import harmless, text
from checker.places import Path, spoken

Places = Mapping[Path, int | str]
# Files in which nobody writes the keys of fields.
_WITHOUT_KEYS = (".xlsx", ".xls", ".et", ".csv", ".tsv", ".txt", ".jsonl", ".pdf")


@dataclass(frozen=True)
class Sentence:
    """What is said of one thing; whether anything is wrong with it, its kind tells."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    path: Path = ()
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where += " " + text("place.line", line=self.line)
        keys = self.file is None or not self.file.lower().endswith(_WITHOUT_KEYS)
        spot = " ".join(part for part in (where, spoken(self.path, keys=keys)) if part)
        said = text(self.code, **self.params)
        return f"{harmless(spot)}：{said}" if spot else said

    @classmethod
    def of(cls, other: Sentence) -> Self:
        """The same words in another light: what is wrong by itself may only be told, and the other way."""
        return cls(other.code, other.params, other.path, other.file, other.line)

    def at(self, file: str, lines: Places) -> Self:
        """The same with its file, and the line or cell of its field or of the nearest parent."""
        if self.file is not None:
            return self
        path = self.path
        while path not in lines and path:
            # A list that was written as its only element has no index in the file.
            alone = [path[:i] + path[i + 1:] for i in range(len(path) - 1, -1, -1) if path[i] == 0]
            path = next((short for short in alone if short in lines), path[:-1])
        place = lines.get(path)
        if isinstance(place, str):
            return replace(self, file=file, path=(place,))
        return replace(self, file=file, line=self.line or place)


class Told(Sentence):
    """Something that is only told: good news, or what a reader should know; nobody has to mend anything."""
