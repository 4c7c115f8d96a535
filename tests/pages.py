"""Pages for the tests of verifying: made in this process, and changed by hand in every way we could think of."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from conftest import ENGINES, ROOT

from checker.capsule.capsule import Attached
from checker.capsule.issue import Issue
from checker.capsule.opening import opened
from checker.capsule.record import Record
from checker.files.canonical import canonical
from checker.intake import parse_dossier
from checker.judging.judge import judge
from checker.reporting import document as drawing
from checker.reporting import pdf as setting
from checker.reporting.document import document
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load
from checker.sealing.objects import read
from checker.sealing.policy import accepted

PARK, PROJECT, SMALL = "made-up-park", "made-up-project", "small"
# The pages that were set, by everything that they depend on, shared among the processes of a run.
_SET = pytest.StashKey[Path]()


def _remembered(render: Callable[..., bytes], place: Path) -> Callable[..., bytes]:
    """Setting a page once for all tests that ask for the very same one.

    That it comes out the same each time is shown where pages are set in processes of their own.
    """
    def once(html: str, css: str, attached: Sequence[Attached], day: dt.date, named: str) -> bytes:
        if setting._set_small is not _HONEST:  # a test has exchanged a step of setting
            return render(html, css, attached, day, named)
        asked = (html, css, [(one.name, one.digest) for one in attached], str(day), named)
        file = place / hashlib.sha256(repr(asked).encode()).hexdigest()
        if not file.exists():
            fresh = file.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(render(html, css, attached, day, named))
            fresh.replace(file)
        return file.read_bytes()

    return once


_HONEST = setting._set_small
_RENDER = setting.render
# What follows from the bytes of a file alone: what is in it, and what pyHanko reads and thinks of what was appended.
_OPENED, _ACCEPTED, _READ = lru_cache(maxsize=16)(opened), lru_cache(maxsize=16)(accepted), lru_cache(maxsize=99)(read)
_FOUND_ONCE: dict[str, Callable[[bytes], object]] = {
    "checker.verifying.verifying.opened": _OPENED, "checker.verifying.examining.opened": _OPENED,
    "checker.sealing.worth.accepted": _ACCEPTED, "checker.sealing.sections.read": _READ}


@pytest.fixture(autouse=True)
def set_once(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory,
             pytestconfig: pytest.Config) -> None:
    """Let the tests of a module that imports this set each page once, and look into each file once."""
    place = pytestconfig.stash.get(_SET, None)
    if place is None:
        base = tmp_path_factory.getbasetemp()
        place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "set-pages"
        place.mkdir(exist_ok=True)
        pytestconfig.stash[_SET] = place
    monkeypatch.setattr(drawing, "render", _remembered(_RENDER, place))
    for name, once in _FOUND_ONCE.items():
        monkeypatch.setattr(name, once)


def record(sample: str, ruleset: Ruleset | None = None, change: Callable[[str], str] = str) -> Record:
    """A sample's verdict, perhaps by another ruleset, perhaps with its words changed."""
    raw = change((ROOT / "samples" / f"{sample}.yaml").read_text(encoding="utf-8")).encode()
    return _record(raw, f"{sample}.yaml", ruleset, None)


def _record(raw: bytes, name: str, ruleset: Ruleset | None, day: dt.date | None) -> Record:
    submission = parse_dossier(raw, name)
    rules = ruleset or load(submission.dossier.against[0].ruleset)
    day = day or submission.dossier.assessed_on
    assert day is not None
    case = judge(submission.dossier, rules, day, ENGINES[0], submission.digest)
    return Record(submission, rules, rules, case)


def rules_of(name: str) -> Any:
    """A ruleset of ours as plain data, to be changed at will."""
    model = load(name).model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return json.loads(json.dumps(model))


def small_files(place: Path, subject: str = "某园区") -> tuple[object, ...]:
    """What stands behind ``check`` for the page of one indicator, its dossier and ruleset being written here.

    Where it is all the same what a page says: its objects are what takes time.
    """
    from test_editions import PARK as DOSSIER
    from test_editions import RULES

    rules, dossier = place / "tiny" / "ruleset.yaml", place / f"{subject}.yaml"
    rules.parent.mkdir(exist_ok=True)
    rules.write_text(yaml.safe_dump(RULES, allow_unicode=True), encoding="utf-8")
    dossier.write_text(yaml.safe_dump({**DOSSIER, "subject": {"name": subject, "kind": "park"}}, allow_unicode=True),
                       encoding="utf-8")
    return dossier, "--ruleset", rules.parent, "--as-of", "2024-12-31"


@cache
def page(sample: str) -> bytes:
    """The page of a sample, or the small one."""
    return document([_of(sample)]).pdf


def _of(sample: str) -> Record:
    if sample != SMALL:
        return record(sample)
    from test_editions import PARK as DOSSIER
    from test_editions import RULES

    raw = yaml.safe_dump(DOSSIER, allow_unicode=True).encode()
    return _record(raw, "park.yaml", from_data(RULES), dt.date(2024, 12, 31))


def made(sample: str, issue: Issue | None = None, tools: Mapping[str, object] | None = None) -> bytes:
    return document([_of(sample)], issue, tools).pdf


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
        for step in operations:
            if str(step.operator) == "TJ" and exchanged(step.operands[0]):
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
