"""Pages for the tests of verifying: made in this process, and changed by hand in every way we could think of."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pikepdf
import pytest
from conftest import ENGINES, ROOT

from checker.capsule.capsule import Attached
from checker.capsule.issue import Issue
from checker.capsule.record import Record
from checker.files.canonical import canonical
from checker.intake import parse_dossier
from checker.judging.judge import judge
from checker.reporting import document as drawing
from checker.reporting import pdf as setting
from checker.reporting.document import document
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

PARK, PROJECT = "made-up-park", "made-up-project"
_MOST_KEPT = 60


def _remembered(render: Callable[..., bytes]) -> Callable[..., bytes]:
    """Setting a page once for all tests of a process that ask for the very same one.

    That it comes out the same each time is shown where pages are set in processes of their own.
    """
    kept: dict[object, bytes] = {}

    def once(html: str, css: str, attached: Sequence[Attached], day: dt.date, named: str) -> bytes:
        # A test may have exchanged a step of setting.
        key = (html, css, tuple((one.name, one.digest) for one in attached), day, named, setting._set_small)
        if key not in kept:
            if len(kept) >= _MOST_KEPT:
                del kept[next(iter(kept))]
            kept[key] = render(html, css, attached, day, named)
        return kept[key]

    return once


_ONCE = _remembered(drawing.render)


@pytest.fixture(autouse=True)
def set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests of a module that imports this set each page once."""
    monkeypatch.setattr(drawing, "render", _ONCE)


def record(sample: str, ruleset: Ruleset | None = None, change: Callable[[str], str] = str) -> Record:
    """A sample's verdict, perhaps by another ruleset, perhaps with its words changed."""
    raw = change((ROOT / "samples" / f"{sample}.yaml").read_text(encoding="utf-8")).encode()
    submission = parse_dossier(raw, f"{sample}.yaml")
    rules = ruleset or load(submission.dossier.against[0].ruleset)
    day = submission.dossier.assessed_on
    assert day is not None
    verdict = judge(submission.dossier, rules, day, ENGINES[0], submission.digest)
    return Record(submission, rules, rules, verdict)


@cache
def page(sample: str) -> bytes:
    """The page of a sample."""
    return document([record(sample)]).pdf


def made(sample: str, issue: Issue | None = None, tools: Mapping[str, object] | None = None) -> bytes:
    return document([record(sample)], issue, tools).pdf


def rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file after a change, saved as its own objects and nothing else."""
    with pikepdf.open(io.BytesIO(pdf)) as document_:
        change(document_)
        out = io.BytesIO()
        document_.save(out, deterministic_id=True)
    return out.getvalue()


def with_file(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Another content of an attachment, its place in the file's structure being as before."""
    def change(document_: pikepdf.Pdf) -> None:
        document_.attachments[name].obj.EF.F.write(content)

    return change


def without_file(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(document_: pikepdf.Pdf) -> None:
        del document_.attachments[name]

    return change


def with_added_file(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document_: pikepdf.Pdf) -> None:
        document_.attachments[name] = content

    return change


def with_doubled_file(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(document_: pikepdf.Pdf) -> None:
        names = document_.Root.Names.EmbeddedFiles.Names
        place = [str(entry) if i % 2 == 0 else "" for i, entry in enumerate(names)].index(name)
        names.insert(place, names[place + 1])
        names.insert(place, pikepdf.String(name))

    return change


def drawn_over(number: int, operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Further drawing on a page, after everything that stands there."""
    def change(document_: pikepdf.Pdf) -> None:
        document_.pages[number].contents_add(document_.make_stream(b"\nq " + operators + b" Q\n"))

    return change


def with_letters_exchanged(number: int) -> Callable[[pikepdf.Pdf], None]:
    """Two neighbouring letters of a page change places: another number, or another word."""
    def change(document_: pikepdf.Pdf) -> None:
        sheet = document_.pages[number]
        operations = list(pikepdf.parse_content_stream(sheet))
        for operands, operator in operations:
            if str(operator) == "TJ" and exchanged(operands[0]):
                break
        sheet.Contents.write(pikepdf.unparse_content_stream(operations))

    def exchanged(parts: Any) -> bool:
        for place, part in enumerate(parts):
            raw = bytes(part) if isinstance(part, pikepdf.String) else b""
            if len(raw) >= 8 and raw[4:6] != raw[6:8]:
                parts[place] = pikepdf.String(raw[:4] + raw[6:8] + raw[4:6] + raw[8:])
                return True
        return False

    return change


def edited(name: str, edit: Callable[[Any], None], pdf: bytes) -> bytes:
    """The file with the JSON of an attachment edited and written canonically again."""
    with pikepdf.open(io.BytesIO(pdf)) as document_:
        data = json.loads(document_.attachments[name].get_file().read_bytes())
    edit(data)
    return rewritten(pdf, with_file(name, canonical(data)))
