"""A page's HTML as a Typst document: its headings, paragraphs and tables, with the same words.

Owns that rewriting.  What is drawn, coloured or linked is left out.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HEADINGS = {"h1": "=", "h2": "==", "h3": "===", "h4": "===="}
_BLOCKS = {"p", "li", "dt", "dd", "div", "figcaption", "section", "header", "footer", "caption", *_HEADINGS}
_CELLS = {"td", "th"}
_UNSEEN = {"style", "script", "title", "svg"}
_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/~\[\]])")
_HEAD = """#set document(title: [{title}])
#set page(paper: "a4", margin: 18mm)
#set text(font: "Noto Sans CJK SC", size: 8.5pt, lang: "zh")
"""


def typst_page(html: str) -> str:
    """The same page for Typst."""
    reading = _Reading()
    reading.feed(html)
    return _HEAD.format(title=_escaped(reading.title)) + "\n\n".join(reading.blocks)


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


class _Reading(HTMLParser):
    """Collects blocks; a table is one, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.blocks: list[str] = []
        self._words: list[str] = []
        self._mark = ""
        self._unseen: list[str] = []
        self._rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block or a cell begins."""
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "table":
            self._end()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in _BLOCKS and self._rows is None:
            self._end()
            self._mark = _HEADINGS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        """A block or a cell ends."""
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif tag in _CELLS and self._rows:
            self._rows[-1].append(self._taken())
        elif tag == "table" and self._rows is not None:
            self.blocks.append(_table([row for row in self._rows if row]))
            self._rows = None
        elif tag in _BLOCKS and self._rows is None:
            self._end()

    def handle_data(self, data: str) -> None:
        """Words of the block or cell."""
        if self._unseen:
            self.title += data if self._unseen[-1] == "title" else ""
        else:
            self._words.append(data)

    def _taken(self) -> str:
        words, self._words = _escaped("".join(self._words)), []
        return words

    def _end(self) -> None:
        if words := self._taken():
            self.blocks.append(f"{self._mark} {words}".strip())
        self._mark = ""


def _table(rows: list[list[str]]) -> str:
    if not rows:
        return ""
    columns = max(map(len, rows))
    cells = "".join(f"  {', '.join(f'[{cell}]' for cell in (*row, *[''] * (columns - len(row))))},\n" for row in rows)
    return f"#table(columns: {columns},\n{cells})"
