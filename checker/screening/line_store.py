"""The rows of a table, of which a long one doesn't fit in memory.

Owns where they are kept: the first in memory, the others in a file without a name that is gone with the
process.  It must not know what stands in a row.
"""

from __future__ import annotations

import os
import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import IO, Generic, TypeVar, overload

IN_MEMORY = 1_000
Row = TypeVar("Row")


class LineStore(Sequence[Row], Generic[Row]):
    """Rows in the order in which they were added."""

    def __init__(self) -> None:
        self._first: list[Row] = []
        self._ends = array("Q", [0])

    @cached_property
    def _file(self) -> IO[bytes]:
        file = tempfile.TemporaryFile(prefix="checker-")  # noqa: SIM115 - it lives as long as the store
        weakref.finalize(self, file.close)
        return file

    def append(self, row: Row) -> None:
        """Add a row behind the others."""
        if len(self._first) < IN_MEMORY:
            self._first.append(row)
            return
        packed = pickle.dumps(row, pickle.HIGHEST_PROTOCOL)
        self._file.write(packed)
        self._ends.append(self._ends[-1] + len(packed))

    def __len__(self) -> int:
        return len(self._first) + len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        if place < len(self._first):
            return self._first[place]
        at = place - len(self._first)
        start, end = self._ends[at], self._ends[at + 1]
        self._file.flush()
        found: Row = pickle.loads(os.pread(self._file.fileno(), end - start, start))
        return found

    def __iter__(self) -> Iterator[Row]:
        return (self[place] for place in range(len(self)))
