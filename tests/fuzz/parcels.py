"""A workbook with something changed in it: a cell, its kind, its address, or a part of the package.

Owns the changes of packages.  Parts are changed as text, so that what no library would write is written too.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape

from fuzz.chances import Chances
from fuzz.oddities import NUMBERS, odd_words, otherwise
from fuzz.scripts import spoiled_bytes

Parts = dict[str, bytes]
CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-zA-Z:0-9]+)="([^"]*)"')
_TEXT = re.compile(r"(<t[^>]*>)([^<]*)(</t>)")
KINDS = ("s", "n", "b", "e", "d", "str", "inlineStr", "x", "")
ADDRESSES = ("A1", "B2", "XFD1048576", "A0", "ZZZ1", "A999999999999", "a1", "$B$2", "B3:C4", "", "1A", "AB", "E7")
NUMBERS_OF_XML = ("-1", "0", "1", "-1000000000", "1000000000", "99999999999999999999", "1.5", "x", "", "٣", " 1")
TARGETS = ("../../../../etc/passwd", "http://127.0.0.1:9/x", "file:///etc/passwd", "/xl/workbook.xml", "xl/workbook.xml", "", "\\\\host\\x", "sheet1.xml")
FORMATS = ("0%", "0.00%", "yyyy-mm-dd", "[h]:mm", "0.0,", '"约"0', "[>=100]0;[<1]0.0;@", ";;;", "General", "@", "0" * 255, "\\" * 200, '"', "[$-804]0", "# ?/?", "0.00E+00",
           "_(0_)", "0;-0;;@", "[红色]0", "0\"亩\"", "aaaa", "m/d", "{0}", "0.0\"%\"", "0,,")
_STAMP = (2025, 1, 1, 0, 0, 0)
MOST_CHANGES = 4


@lru_cache(maxsize=64)
def unpacked(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def packed(parts: Sequence[tuple[str, bytes]], kind: int = zipfile.ZIP_STORED) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", kind, compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice is meant
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content)
    return out.getvalue()


def changed_package(seeds: Sequence[bytes], chances: Chances) -> bytes:
    """One of the workbooks with some changes."""
    parts = dict(unpacked(chances.of(seeds)))
    twice: list[tuple[str, bytes]] = []
    for _ in range(1 + chances.below(MOST_CHANGES)):
        kind = chances.below(10)
        if kind < 7:
            _sheet(parts, chances)
        elif kind == 7:
            _texts(parts, chances)
        elif kind == 8:
            _attribute(parts, chances)
        else:
            twice += _part(parts, chances)
    kinds = (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
    made = packed([*parts.items(), *twice], chances.of(kinds))
    return spoiled_bytes(made, chances) if chances.one_in(24) else made


def _named(parts: Parts, pattern: str) -> list[str]:
    return [name for name in parts if re.search(pattern, name)]


def _sheet(parts: Parts, chances: Chances) -> None:
    """A cell of a sheet, changed."""
    names = _named(parts, r"worksheets/[^/]*\.xml$")
    if not names:
        return
    name = chances.of(names)
    words = parts[name].decode(errors="replace")
    cells = list(CELL.finditer(words))
    if not cells:
        return
    filled = [cell for cell in cells if cell[4]]
    cell = chances.of(filled) if filled and chances.below(4) else chances.of(cells)
    other = chances.of(cells)
    parts[name] = (words[:cell.start()] + chances.of(_OF_CELLS)(cell, other, chances) + words[cell.end():]).encode(errors="replace")


def _inline(words: str) -> str:
    return f't="inlineStr"><is><t xml:space="preserve">{storable(words)}</t></is>'


def storable(words: str) -> str:
    """The text as XML, as a workbook stores it: what XML can't hold by its number."""
    hidden = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", words)
    return escape(re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", lambda sign: f"_x{ord(sign[0]):04X}_", hidden))


def _retyped(cell: re.Match[str], chances: Chances) -> str:
    given = re.sub(r'\s*t="[^"]*"', "", cell[3])
    return f'<c r="{cell[1]}{cell[2]}"{given} t="{chances.of(KINDS)}">{cell[4] or "<v>1</v>"}</c>'


def _numbered(cell: re.Match[str], chances: Chances) -> str:
    given = re.sub(r'\s*t="[^"]*"', "", cell[3])
    return f'<c r="{cell[1]}{cell[2]}"{given}><v>{chances.of(NUMBERS)}</v></c>'


def _styled(cell: re.Match[str], chances: Chances) -> str:
    given = re.sub(r'\s*s="[^"]*"', "", cell[3])
    style = chances.of(NUMBERS_OF_XML) if chances.one_in(4) else str(chances.below(60))
    return f'<c r="{cell[1]}{cell[2]}"{given} s="{style}">{cell[4] or "<v>1</v>"}</c>'


def _worded(cell: re.Match[str], words: str) -> str:
    given = re.sub(r'\s*t="[^"]*"', "", cell[3])
    return f'<c r="{cell[1]}{cell[2]}"{given} {_inline(words)}</c>'


def _moved(cell: re.Match[str], address: str) -> str:
    return re.sub('r="[^"]*"', f'r="{address}"', cell[0], count=1)


CellChange = Callable[[re.Match[str], re.Match[str], Chances], str]
_OF_CELLS: tuple[CellChange, ...] = (
    lambda cell, _, chances: _worded(cell, odd_words(chances)),
    lambda cell, _, chances: _worded(cell, odd_words(chances)),
    lambda cell, _, chances: _worded(cell, otherwise(re.sub("<[^>]*>", "", cell[4] or ""), chances)),
    lambda cell, _, chances: _numbered(cell, chances),
    lambda cell, _, chances: _retyped(cell, chances),
    lambda cell, _, chances: _styled(cell, chances),
    lambda cell, other, _: _moved(other, f"{cell[1]}{cell[2]}"),
    lambda cell, other, _: cell[0] + _moved(other, f"{cell[1]}{cell[2]}"),
    lambda cell, _, chances: cell[0] + _moved(cell, chances.of(ADDRESSES)),
    lambda cell, _, chances: f'<c r="{cell[1]}{cell[2]}"><f>{escape(odd_words(chances))[:80]}</f>{chances.of(("<v>5</v>", "<v/>", "", "<v>x</v>"))}</c>',
    lambda cell, other, _: f"{cell[0]}</row><row r=\"{other[2]}\">",
    lambda cell, _, chances: re.sub("<v>[^<]*</v>", f"<v>{chances.of(NUMBERS_OF_XML)}</v>", cell[0]),
    lambda cell, _, __: f'<c r="{cell[1]}{cell[2]}"/>',
    lambda cell, _, __: cell[0].replace(' r="', ' q="', 1),
    lambda cell, _, __: f'<c r="{cell[1]}{cell[2]}" t="inlineStr"><is><r><t>甲</t></r><rPh><t>乙</t></rPh><r><t>丙</t></r></is><v>3</v></c>',
)


def _texts(parts: Parts, chances: Chances) -> None:
    """One of the texts that cells share."""
    names = _named(parts, r"sharedStrings\.xml$")
    if not names:
        return
    words = parts[names[0]].decode(errors="replace")
    found = list(_TEXT.finditer(words))
    if found:
        text = chances.of(found)
        said = odd_words(chances) if chances.below(2) else otherwise(text[2], chances)
        parts[names[0]] = (words[:text.start(2)] + storable(said) + words[text.end(2):]).encode(errors="replace")


def _attribute(parts: Parts, chances: Chances) -> None:
    """An attribute somewhere, or a merged area, a hidden column, a format that nobody has."""
    name = chances.of(list(parts))
    words = parts[name].decode(errors="replace")
    kind = chances.below(6)
    if kind == 0:
        area = chances.of(("A1:B2", "A1:XFD1048576", "B2:A1", "A1", "A:C", "1:9", "", "A1:ZZZ9", "A3:H40"))
        words = words.replace("</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{area}"/></mergeCells>')
    elif kind == 1:
        low, high = chances.of(NUMBERS_OF_XML), chances.of(NUMBERS_OF_XML)
        words = words.replace("<sheetData>", f'<cols><col min="{low}" max="{high}" hidden="1"/></cols><sheetData>')
    elif kind == 2:
        words = re.sub('formatCode="[^"]*"', f'formatCode="{escape(chances.of(FORMATS), {chr(34): "&quot;"})}"', words, count=1 + chances.below(9))
    else:
        found = list(_ATTRIBUTE.finditer(words))
        if not found:
            return
        given, other = chances.of(found), chances.of(found)
        new = chances.of((chances.of(NUMBERS_OF_XML), escape(odd_words(chances), {'"': "&quot;"}), other[2], chances.of(TARGETS), chances.of(ADDRESSES)))
        words = words[:given.start(2)] + new + words[given.end(2):]
    parts[name] = words.encode(errors="replace")


def _part(parts: Parts, chances: Chances) -> list[tuple[str, bytes]]:
    """A whole part; what comes back is put in once more under a name that is there already."""
    name, other = chances.of(list(parts)), chances.of(list(parts))
    content, kind = parts[name], chances.below(10)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[name] = parts[other]
    elif kind == 2:
        parts[name] = spoiled_bytes(content, chances)
    elif kind == 3:
        parts[chances.of(("../evil.xml", "/etc/x", "xl\\sheet.xml", name.upper(), "a/" * 60, "xl/vbaProject.bin", "EncryptedPackage"))] = content
    elif kind == 4:
        return [(name, parts[other])]
    elif kind == 5:
        parts[name] = re.sub(rb"(<\?xml[^>]*\?>)?", rb'\1<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]>', content, count=1)
    elif kind == 6:
        parts[name] = content.decode(errors="replace").replace("UTF-8", "UTF-16", 1).encode("utf-16")
    elif kind == 7:
        parts[name] = content + b" " * chances.of((1_000, 2_000_000))
    elif kind == 8:
        parts[name] = re.sub(rb"<(/?)(row|c|sheet|si)\b", rb"<\1x:\2", content).replace(b"<x:", b'<x:', 1)
    else:
        parts[name] = zlib.compress(content)
    return []
