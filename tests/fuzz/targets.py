"""Every reader with how files for it are made: the one table that fuzzing goes by, long or short.

Owns the table.  It must not run it.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from fuzz import readers, rule_readers, seeds
from fuzz.branches import spoiled
from fuzz.browsing import visit, visited
from fuzz.chances import Chances
from fuzz.oddities import NUMBERS, WRITTEN, odd_words, otherwise
from fuzz.parcels import changed_package
from fuzz.printed import changed_page
from fuzz.scripts import as_json, mistyped, spoiled_bytes, text_of
from fuzz.tables import changed_rows, text_table
from fuzz.trial import Made, Target
from projects_read import CLAUSES, FLOOR

from checker.files.canonical import canonical, digest

Seeds = Callable[[], Any]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TOKEN = re.compile(r"\w+|\S")


def _script(trees: Seeds, kind: str) -> Callable[[Chances], Made]:
    return lambda chances: (f".{kind}", mistyped(text_of(spoiled(trees(), chances), kind), chances))


def _package(books: Seeds) -> Callable[[Chances], Made]:
    return lambda chances: (".xlsx", changed_package(books(), chances))


def _text(suffix: str) -> Callable[[Chances], Made]:
    return lambda chances: (suffix, text_table(seeds.plain_tables(), suffix, chances))


def _tree(chances: Chances) -> Made:
    """A tree for both scripts, as plain JSON: what has no quotes gets them."""
    return ".json", json.dumps(json.loads(json.dumps(spoiled(seeds.dossiers(), chances), default=str)), ensure_ascii=True).encode()


def _cells_of_rows(chances: Chances) -> Made:
    at = chances.below(2)
    rows = changed_rows([seeds.plain_tables()[at]], chances, whole=True)
    if chances.one_in(4):
        place = chances.below(len(rows[0]))
        rows[0][place] = otherwise(rows[0][place], chances)
    for number, row in enumerate(rows[1:], 1):
        row[0] = str(number)
    rows = [[_CONTROL.sub("", cell) for cell in row] for row in rows]  # these each kind of file refuses in its own way
    return ".json", json.dumps([(FLOOR, CLAUSES)[at], rows]).encode()


def _formula(chances: Chances) -> Made:
    name, words = chances.of(seeds.formulas())
    tokens = _TOKEN.findall(words)
    for _ in range(1 + chances.below(3)):
        at, kind = chances.below(len(tokens) + 1), chances.below(7)
        if kind == 0:
            tokens[at:at + 1] = [chances.of(NUMBERS)]
        elif kind == 1:
            tokens[at:at] = [chances.of(("+", "-", "*", "/", "**", "//", "%", "(", ")", "[", "]", ".", ",", "not", "and", "or", "in", "<", ">=", "==", "!=", "if", "else",
                                         "lambda", ":", "y", "base", "y-3", "growth", "compound", "count", "min", "max", "sum", "mean", "share", "@", "~", ":=", "*x", "f'{x}'", "b''", "...", "1j"))]
        elif kind == 2:
            tokens[at:at] = _TOKEN.findall(chances.of(seeds.formulas())[1])
        elif kind == 3:
            del tokens[at:at + 1 + chances.below(3)]
        elif kind == 4:
            tokens[at:at + 1] = [otherwise("".join(tokens[at:at + 1]), chances)]
        elif kind == 5:
            tokens[at:at] = ["("] * chances.of((1, 30, 300, 5000))
        else:
            tokens = [*tokens[at:], *tokens[:at]] * chances.of((1, 2, 40))
    return ".txt", f"{name}\n{' '.join(tokens)}".encode(errors="surrogatepass")


def _amount(chances: Chances) -> Made:
    words = chances.of((*WRITTEN, *NUMBERS))
    for _ in range(chances.below(4)):
        words = otherwise(words, chances)
    return ".txt", words.encode(errors="replace")


def _line(tree: Any, *, hashed: bool) -> bytes:
    """A line of an export; where it is ``hashed`` with the hash of what stands in it now."""
    part = next((name for name in ("entry", "founding") if isinstance(tree.get(name), dict)), None)
    if hashed and part:
        with suppress(ValueError, TypeError):
            tree["hash"] = digest(canonical(json.loads(as_json(tree[part]))))
    return as_json(tree).replace("\n", "").encode(errors="surrogatepass") + b"\n"


def _export(chances: Chances) -> Made:
    """Lines of a register; one changed as bytes, as a tree, or in its place."""
    lines = chances.of(seeds.exports()).splitlines(keepends=True)
    for _ in range(1 + chances.below(2)):
        at, kind = chances.below(len(lines)), chances.below(6)
        if kind == 0:
            lines[at] = spoiled_bytes(lines[at], chances)
        elif kind == 1:
            lines[at:at] = [lines[chances.below(len(lines))]]
        elif kind == 2:
            lines[at] = (odd_words(chances) + "\n").encode(errors="surrogatepass")
        elif kind == 3 and len(lines) > 1:
            del lines[at]
        else:
            try:
                tree = json.loads(lines[at])
            except ValueError:
                continue
            lines[at] = _line(spoiled([tree], chances), hashed=chances.below(3) > 0)
    return ".jsonl", b"".join(lines)


def _page(chances: Chances) -> Made:
    return ".pdf", changed_page(seeds.pages(), chances)


def _printable(chances: Chances) -> Made:
    importlib.import_module("weasyprint")  # which starts programs to find its libraries, when it is first loaded
    return _script(seeds.dossiers, "yaml")(chances)


_UPLOADS = (_script(seeds.dossiers, "yaml"), _script(seeds.dossiers, "json"), _package(seeds.forms), _text(".csv"), _text(".jsonl"),
            _package(seeds.workbooks))
TARGETS = (
    Target("yaml", _script(seeds.dossiers, "yaml"), readers.dossier, 24),
    Target("json", _script(seeds.dossiers, "json"), readers.dossier, 24),
    Target("scripts", _tree, readers.either_script, 30),
    Target("form", _package(seeds.forms), readers.dossier, 12),
    Target("cells", _package(seeds.forms), readers.cells, 4),
    Target("csv", _text(".csv"), readers.table, 10),
    Target("tsv", _text(".tsv"), readers.table, 6),
    Target("lines", _text(".jsonl"), readers.table, 10),
    Target("workbook", _package(seeds.workbooks), readers.table, 10),
    Target("rows", _cells_of_rows, readers.same_rows, 8),
    Target("common", _script(seeds.commons, "yaml"), readers.common, 10),
    Target("columns", _script(seeds.mappings, "yaml"), readers.columns, 10),
    Target("answers", _package(seeds.question_sheets), readers.answers, 10),
    Target("confirming", _package(seeds.confirming_sheets), rule_readers.confirming, 4),
    Target("formula", _formula, rule_readers.formulas, 200),
    Target("amount", _amount, readers.amounts, 300),
    Target("ruleset", _script(seeds.rulesets, "yaml"), rule_readers.rules, 8),
    Target("cases", _script(seeds.cases, "yaml"), rule_readers.cases, 10),
    Target("overlay", _script(seeds.overlays, "yaml"), rule_readers.overlay, 6),
    Target("previous", _script(seeds.verdicts, "json"), readers.previous, 6),
    Target("last-form", _script(seeds.verdicts, "json"), rule_readers.last_form, 2),
    Target("register", _export, readers.register, 6),
    Target("web", visit(_UPLOADS), visited, 4),
    Target("web-pages", visit([_page]), visited, 0),
    Target("pdf", _page, readers.pages, 0),
    Target("drawn", _printable, readers.drawn, 0),
)
