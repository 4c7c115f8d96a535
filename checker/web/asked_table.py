"""What an address asks of a table of projects, and of the rows that were screened.

Owns the way from a query to terms and to the command's options.  It must not read a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from checker.ruleset.head import FILE
from checker.ruleset.own_folders import own_places

if TYPE_CHECKING:
    from checker.screening.preparing import ScreeningTerms

RESULTS = "结果"


@dataclass(frozen=True)
class AskedTable:
    """A table's place below the folder, and by what its rows are to be judged."""

    place: str
    ruleset: str = ""
    common: str = ""
    overlays: tuple[str, ...] = ()
    sheet: str = ""
    header_row: str = ""
    pages: str = "all"

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        single = [("ruleset", self.ruleset), ("common", self.common), ("sheet", self.sheet),
                  ("header_row", self.header_row), ("pages", self.pages)]
        return "?" + urlencode([*((name, value) for name, value in single if value),
                                *(("overlay", value) for value in self.overlays)])

    @property
    def results(self) -> str:
        """The folder for what comes of it."""
        below, _, name = self.place.rpartition("/")
        return f"{below}/{RESULTS}-" .lstrip("/") + f"{name.rpartition('.')[0]}-{self.ruleset}"

    def terms(self, today: dt.date, folder: Path, columns: Path | None) -> ScreeningTerms:
        """What screening takes."""
        from checker.screening.preparing import ScreeningTerms

        return ScreeningTerms(
            Path(self.place), self.ruleset, folder, today, tuple(map(Path, self.overlays)),
            Path(self.common) if self.common else None, pages=self.pages, sheet=self.sheet or None,
            header_row=self.header_row or None, columns=columns)

    def files(self, columns: str | None) -> list[str]:
        """The places of all that screening reads."""
        folder = self.ruleset if "/" in self.ruleset else ""
        own = [str(place / FILE) for place in own_places().get(self.ruleset, ())]
        return list(filter(None, (self.place, self.common, *self.overlays, columns, folder, *own)))

    def options(self, columns: str | None, day: dt.date) -> list[str]:
        """The same as the options of the command, for a process of its own.

        ``day`` is the one by which is judged: whoever goes on with it on a later day means the same.
        """
        options = ["--ruleset", self.ruleset, "--pdf", self.pages, "--as-of", day.isoformat()]
        for name, value in (("--common", self.common), ("--sheet", self.sheet),
                            ("--header-row", self.header_row), ("--columns", columns)):
            options += [name, value] if value else []
        for overlay in self.overlays:
            options += ["--overlay", overlay]
        return options


@dataclass(frozen=True)
class SaidColumn:
    """What somebody says that a column is, in which unit; ``plain`` is what it is read as anyway.

    No target is to have it read plainly.
    """

    target: str
    unit: str = ""
    plain: str = ""

    @property
    def said(self) -> str:
        """The same as a mapping says it; nothing where it is read so anyway."""
        said = f"{self.target}（{self.unit}）" if self.unit else self.target
        return said if self.target and said != self.plain else ""


@dataclass(frozen=True)
class AskedRows:
    """Which rows, in which order, from which on."""

    outcome: str = ""
    pile: str = ""
    words: str = ""
    order: str = "number"
    down: bool = False
    start: int = 0

    def query(self, **changes: str | int) -> str:
        """The query of an address for the same, but for what is named."""
        asked = {**vars(self), **changes}
        return "?" + urlencode({name: int(value) if value is True else value
                                for name, value in asked.items() if value})
