"""Files that nobody sends by accident, made from a seed: what each reader has to survive.

Owns the making of the files.  It must not read them.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator

import openpyxl
from openpyxl.comments import Comment

Maker = Callable[[random.Random], bytes]
HEADINGS = ("项目名称", "计划总投资（万元）", "用地面积（亩）", "行业代码", "项目说明")
NUMBERS = ("9" * 5000, "1e999999999", "-1e-999999999", "1" + "0" * 400, "0x1F", "٣٤", "½", "①", "1e5e5", "∞", "NaN", "-0",
           "1_000", "1,0,0,0", "10000\n8000", "=1/0", "9" * 40 + "." + "9" * 40)
TEXTS = ("\ud800", "\x00", "\u202e反", "a" * 300_000, "\u200b" * 5000, "]]>", "<!DOCTYPE x>", "{{7*7}}", "=cmd|' /C calc'!A1",
         "_x000D_" * 50, "\ufeff", "．" * 5000, "𠀀" * 500, "é" * 2000, "\u2028\u2029")


def _deep(opening: str, closing: str, made: random.Random) -> str:
    depth = made.choice((41, 2_000, 200_000))
    return opening * depth + closing * made.choice((0, depth))


def _spoiled(raw: bytes, made: random.Random) -> bytes:
    """A whole file cut off, with some bytes turned, or with something put in."""
    data = bytearray(raw)
    kind = made.randrange(4)
    if kind == 0:
        return bytes(data[:made.randrange(len(data))])
    for _ in range(made.choice((1, 20, 400))):
        data[made.randrange(len(data))] = made.randrange(256)
    if kind == 1:
        at = made.randrange(len(data))
        data[at:at] = made.choice((b"\0" * 100, b"\xff\xfe", b"\xed\xa0\x80", bytes(data[:200])))
    return bytes(data)


def yaml_file(sample: bytes) -> Maker:
    """A dossier in YAML."""
    def make(made: random.Random) -> bytes:
        words = made.choice((
            _deep("[", "]", made), _deep("{a: ", "}", made), "- " * 100_000, "a:\n" * 50_000, "&a [*a, *a]",
            "a: &x [1,1,1,1]\nb: [*x,*x]", "!!python/object:os.system x", "? [a]\n: b", "a: 1\na: 1", "--- 1\n--- 2",
            "".join(f"k{n}: 1\n" for n in range(100_000)), f"schema: dossier/1\nperiod: {made.choice(NUMBERS)}",
            f"a: '{made.choice(TEXTS)}'", "%YAML 9.9\n---\na", "a: |\n" + " x\n" * 100_000, ""))
        own = sample.decode().replace("72", made.choice(NUMBERS), 1).encode(errors="surrogatepass")
        return made.choice((words.encode(errors="surrogatepass"), own, _spoiled(sample, made)))

    return make


def json_file(sample: bytes) -> Maker:
    """A dossier in JSON."""
    def make(made: random.Random) -> bytes:
        words = made.choice((
            _deep("[", "]", made), _deep('{"a":', "}", made), f'{{"a": {made.choice(NUMBERS)}}}',
            json.dumps({"a": made.choice(TEXTS)}), '{"a": 1, "a": 2}', '{"ａ": 1, "a": 2}', "NaN", '"x"',
            json.dumps({f"k{n}": n for n in range(100_000)}), '{"a": "\\ud800"}', '{"a": "' + "x" * 9_000_000 + '"}',
            json.dumps([0] * 1_000_000), "{" * 100, ""))
        own = sample.decode().replace('"72"', json.dumps(made.choice((*NUMBERS, *TEXTS))), 1).encode()
        return made.choice((words.encode(errors="surrogatepass"), own, _spoiled(sample, made)))

    return make


def csv_file(made: random.Random) -> bytes:
    """A table as text."""
    rows = made.choice((
        [[made.choice((*NUMBERS, *TEXTS)) for _ in HEADINGS] for _ in range(20)],
        [["甲", made.choice(NUMBERS), "10", made.choice(NUMBERS), made.choice(TEXTS)]],
        [["甲", "1", "1", "2921", '"' * made.choice((1, 101, 100_000))]],
        [["x"] * made.choice((100, 100_000))], [["甲"]] * 3000))
    headings = made.choice((HEADINGS, HEADINGS * 2, [f"列{n}" for n in range(100_000)], ["项目名称", made.choice(TEXTS)]))
    text = "\n".join(made.choice((",", "\t", ";")).join(row) for row in [headings, *rows])
    return made.choice((text.encode(made.choice(("utf-8", "utf-16", "gb18030")), "replace"), _spoiled(text.encode(
        errors="replace"), made), bytes(made.randrange(256) for _ in range(3000))))


def jsonl_file(made: random.Random) -> bytes:
    """A table as lines of JSON."""
    lines = [json.dumps({"项目名称": "甲", "计划总投资（万元）": 1, "用地面积（亩）": "10"}, ensure_ascii=False)]
    for _ in range(made.choice((1, 30))):
        lines.append(made.choice((
            f'{{"项目名称": "乙", "计划总投资（万元）": {made.choice(NUMBERS)}}}',
            json.dumps({"项目名称": made.choice(TEXTS), "用地面积（亩）": made.choice((*NUMBERS, *TEXTS))}),
            _deep('{"项目名称":', "}", made), _deep("[", "]", made), '{"项目名称": "甲", "项目名称": "乙"}', "[]", "1", "\0",
            json.dumps({f"列{n}": n for n in range(10_000)}))))
    raw = "\n".join(lines).encode(errors="surrogatepass")
    return made.choice((raw, _spoiled(raw, made)))


def _book(made: random.Random, raw: bytes | None) -> bytes:
    """A workbook that office programs open, with something in it that nobody writes."""
    book = openpyxl.load_workbook(io.BytesIO(raw)) if raw else openpyxl.Workbook()
    sheet = book.worksheets[0]
    if raw is None:
        sheet.append(HEADINGS)
        sheet.append(("甲", 10000, 10, "2921", "说明"))
    kind = made.randrange(9)
    if kind == 0:
        sheet.merged_cells.add("A3:XFD1048576")
    elif kind == 1:
        sheet["XFD1048576"] = "远"
    elif kind == 2:
        sheet["B2"].number_format = '"' * made.choice((41, 200)) + "0"
    elif kind == 3:
        sheet["B2"].number_format = made.choice(('[$元]0;[红色]-0;"零"', "0" * 250, "[>=100]0.0;[<1]0;0", "\\" * 200, "_(" * 100))
    elif kind == 4:
        for number in range(made.choice((60, 600))):
            book.create_sheet(f"页{number}")
    elif kind == 5:
        sheet["A2"].comment = Comment("批注" * 200_000, "甲")
    elif kind == 6:
        sheet.append(["x"] * 16_000)
    elif kind == 7:
        sheet["B2"] = made.choice(("=A1", "#REF!", "9" * 5000, 1e308, -1e-308, True, "=1/0"))
    else:
        for _ in range(300):
            sheet.append([made.choice(NUMBERS)[:3000] for _ in HEADINGS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _repacked(raw: bytes, made: random.Random) -> bytes:
    """The same package with one part made hostile."""
    out = io.BytesIO()
    kind = made.randrange(6)
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = made.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            content = old.read(name)
            if name == chosen:
                content = (
                    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>', content + b" " * 60_000_000,
                    content[:len(content) // 2], b"\0" * 1000, b"<a>" * 100_000, _spoiled(content, made))[kind]
            new.writestr(name, content)
        if kind == 3:
            new.writestr("xl/worksheets/extra.xml", b"<x/>" * 20_000_000)
    return out.getvalue()


def xlsx_file(sample: bytes | None) -> Maker:
    """A workbook: a form if one is given, else a table."""
    def make(made: random.Random) -> bytes:
        book = _book(made, sample) if made.random() < .5 or sample is None else sample
        return made.choice((lambda: book, lambda: _repacked(book, made), lambda: _spoiled(book, made)))()

    return make


def pdf_file(sample: bytes) -> Maker:
    """A page with its capsule."""
    def make(made: random.Random) -> bytes:
        bomb = zlib.compress(b"0" * 400_000_000, 9) if made.random() < .05 else zlib.compress(b"0" * 4_000_000, 9)
        stream = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(bomb) + bomb + b"\nendstream"
        return made.choice((
            lambda: _spoiled(sample, made), lambda: _spoiled(sample, made), lambda: b"%PDF-1.7\n" + b"[" * 200_000,
            lambda: b"%PDF-1.7\n1 0 obj " + stream + b" endobj trailer<</Root 1 0 R>>", lambda: sample + b"9" * 100_000,
            lambda: sample.replace(b"/Kids", b"/Kid5"), lambda: sample.replace(b"/Pages", b"/Names", 1),
            lambda: b"%PDF-1.7\ntrailer<</Root<</Pages<</Kids[" + b"<</Kids[" * 5000))()

    return make


def files(make: Maker, count: int, seed: int) -> Iterator[bytes]:
    """So many files, the same for the same seed."""
    for number in range(count):
        yield make(random.Random(f"{seed} {number}"))
