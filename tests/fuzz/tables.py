"""Tables of projects with something changed in them, and the same cells written in every kind of file.

Owns the changes of rows and columns and the writing.  It must not read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence

from fuzz.chances import Chances
from fuzz.oddities import odd_words, otherwise
from fuzz.parcels import packed, storable
from fuzz.scripts import mistyped, spoiled_bytes

Rows = list[list[str]]
MOST_CHANGES = 5
_TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
          'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>')
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HOME = f'<Relationships><Relationship Id="r1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
_BOOK = f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
_RELS = f'<Relationships><Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


def changed_rows(seeds: Sequence[Rows], chances: Chances, *, whole: bool = False) -> Rows:
    """One of the tables with some changes; a ``whole`` one keeps its headings and its shape."""
    rows = [list(row) for row in chances.of(seeds)]
    known = [cell for table in seeds for row in table for cell in row]
    for _ in range(1 + chances.below(MOST_CHANGES)):
        kind = chances.below(5 if whole else 12)
        row = rows[1 + chances.below(len(rows) - 1)] if whole and len(rows) > 1 else chances.of(rows)
        at = chances.below(max(1, len(row)))
        if not row:
            continue
        if kind == 0:
            row[at] = odd_words(chances)
        elif kind == 1:
            row[at] = otherwise(row[at], chances)
        elif kind == 2:
            row[at] = chances.of(known)
        elif kind == 3:
            row[at] = ""
        elif kind == 4:
            rows.append(list(row))
        else:
            _shaped(rows, row, at, kind, chances)
    return rows


def _shaped(rows: Rows, row: list[str], at: int, kind: int, chances: Chances) -> None:
    """A change of the shape: a column, a heading, a line above."""
    if kind == 5:
        rows.insert(chances.below(len(rows) + 1), [odd_words(chances)])
    elif kind == 6:
        for line in rows:
            del line[at:at + 1]
    elif kind == 7:
        for line in rows:
            line.insert(at, line[at] if at < len(line) else "")
    elif kind == 8:
        rows[0][at:at + 1] = [otherwise(rows[0][at], chances) if at < len(rows[0]) else odd_words(chances)]
    elif kind == 9:
        row.append(odd_words(chances))
    elif kind == 10:
        rows.insert(chances.below(len(rows) + 1), [])
    else:
        rows[:] = [rows[0], *rows[1:], rows[0], *rows[1:]]


def separated(rows: Rows, mark: str = ",") -> bytes:
    """As separated text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(errors="surrogatepass")


def as_lines(rows: Rows) -> bytes:
    """As lines of JSON."""
    head, *rest = rows
    return "\n".join(json.dumps(dict(zip(head, row, strict=False)), ensure_ascii=False) for row in rest).encode(errors="surrogatepass")


def as_workbook(rows: Rows) -> bytes:
    """As a workbook of texts."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{storable(cell)}</t></is></c>' if cell else "<c/>" for cell in row)
        lines.append(f'<row r="{number}">{cells}</row>')
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    return packed([("[Content_Types].xml", _TYPES.encode()), ("_rels/.rels", _HOME.encode()), ("xl/workbook.xml", _BOOK.encode()),
                   ("xl/_rels/workbook.xml.rels", _RELS.encode()), ("xl/worksheets/sheet1.xml", sheet.encode())])


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    ".csv": separated, ".tsv": lambda rows: separated(rows, "\t"), ".jsonl": as_lines, ".xlsx": as_workbook}


def text_table(seeds: Sequence[Rows], suffix: str, chances: Chances) -> bytes:
    """A changed table as text, sometimes in another encoding or with slips."""
    raw = WRITERS[suffix](changed_rows(seeds, chances))
    kind = chances.below(12)
    if kind == 0:
        return raw.decode(errors="replace").encode(chances.of(("gb18030", "utf-16", "utf-8-sig", "big5", "utf-32")), "replace")
    if kind == 1:
        return spoiled_bytes(raw, chances)
    if kind == 2:
        return raw.replace(b"\r\n", chances.of((b"\r", b"\n", b"\r\r\n", b"\x0b", "\u2028".encode())))
    if kind == 3:
        return raw.replace(b",", chances.of((b";", "，".encode(), b"\t", b",,", b' , "')))
    return mistyped(raw, chances) if kind == 4 else raw
