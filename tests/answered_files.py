"""What is attached to a page, what is read of a capsule, what a machine is made of: by themselves."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from answered_capsules import raised, waived, with_previous
from conftest import ROOT
from plain_pages import TINY, TOOLS, Sheet, drawn_lines, machine, recorded, sheet, tiny, with_data
from test_editions import PARK

from checker.capsule import opening, releases, toolchain
from checker.capsule.capsule import Attached, capsule, remains
from checker.capsule.issue import Issue, RegeneratedFrom, from_verdicts, unregistered
from checker.capsule.official import official
from checker.capsule.opening import opened, read_pdf
from checker.capsule.unpacking import answers_of, issue_of, previous_of, read_capsule, siblings, toolchain_of
from checker.dossier.submission import Submission
from checker.files.canonical import canonical, canonical_model
from checker.files.textfile import TextFile
from checker.messages import speaking
from checker.reporting.words import outcome
from checker.ruleset.loading import from_data
from checker.validation import build
from checker.verifying.examining import examined
from checker.verifying.rereading import as_read, reread


def attached() -> Iterator[tuple[str, Any]]:
    """What is attached to a page, under which name, as what."""
    record = recorded()
    other = recorded(rules=from_data({**TINY, "id": "other"}))
    under = recorded(rules=waived(), base=tiny())
    plain = json.loads(json.dumps(record.verdict.plain()))
    kinds: Mapping[str, list[Any]] = {"one": [record], "two": [record, other], "under an overlay": [under], "after another": [with_previous(plain)], "two under an overlay": [under, other]}
    for kind, records in kinds.items():
        with speaking("en" if kind == "one" else "zh_CN"):
            yield kind, map(_told, capsule(records, unregistered(records), TOOLS))
    for name in ("a.JSON", "a.xlsx", "a.csv", "a.yml", "a", "a.tar.csv", "json"):
        submission = Submission(record.submission.dossier, TextFile(name, b"x", None), {"common.yaml": b"y", "answers-1.xlsx": b"z"})
        yield f"submitted as {name}", [[one.name, one.content, one.mime, one.relationship, one.description] for one in capsule([replace(record, submission=submission)], unregistered([record]), TOOLS)
                                       if one.name.startswith(("submitted", "common", "answers"))]
    yield "remains", map(_told, remains({"tiny": plain}, unregistered([record]), TOOLS))
    yield "remains of two", map(_told, remains({"tiny": plain, "other": plain}, unregistered([record]), TOOLS))
    trial = recorded(asked="trial")
    source = RegeneratedFrom(pdf=None, toolchain=None)
    for language in ("en", "zh_CN"):
        with speaking(language):
            yield f"issues in {language}", [one.content().decode() for one in (
                unregistered([record]), unregistered([record, trial]), unregistered([trial, record]), from_verdicts([trial.verdict], None, "trial"), from_verdicts([record.words], source))]
    issue = json.loads(unregistered([record]).content())
    for more in ({"number": "KM-2026-0001"}, {"date": "2026-01-31"}, {"number": "KM-2026-0001\n", "date": "2026-01-31"}, {"number": "KM-2026-0001", "date": "2026-01-31"}, {"language": "fr"},
                 {"purpose": None}, {"judged": {**issue["judged"], "purpose": "x"}}, {"judged": {**issue["judged"], "rulesets": [{"ruleset": "tiny", "told": 1}]}}, {"more": 1}):
        yield f"an issue with {more}", build(Issue, {**issue, **more})[1]
    with speaking("en"):
        said = [outcome(record.words), record.words is record.words, record.words.plain()["notes"]]
    yield "words", [*said, outcome(record.words), record.words.plain()["notes"], record.words is record.words]


def _told(file: Attached) -> list[str]:
    return [file.name, file.mime, file.relationship, file.description, file.digest[:8]]


def taken_out() -> Iterator[tuple[str, Any]]:
    """A capsule in a folder, and what is found beside a verdict."""
    files = dict(sheet([with_previous(json.loads(json.dumps(recorded().verdict.plain())))]).files)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = Path(folder)
        for name, content in {**files, "other.json": b"x", "verdict.txt": b"x", "answers-1.xlsx": b"x", "VERDICT.json": b"x", "overlay-a-1.json": b"{}", "verdict_x.json": b"", "xverdict.json": b""}.items():
            (place / name).write_bytes(content)
        (place / "ruleset-x.json").mkdir()
        yield "all", [sorted(siblings(place / "verdict.json")), siblings(place / "verdict.json")["issue.json"] == files["issue.json"]]
        size = sum(len(content) for name, content in siblings(place / "verdict.json").items())
        for most in (size, size - 1):
            patch.setattr("checker.capsule.unpacking.MOST_ATTACHED", most)
            yield f"{most - size} bytes more", [one.replace(folder, "") for one in map(str, raised(lambda: len(siblings(place / "verdict.json"))))]
        for name in ("dossier.json", "issue.json", "toolchain.json"):
            (place / name).rename(place / "away")
            yield f"without {name}", [siblings(place / "verdict.json")]
            (place / "away").rename(place / name)
        (place / "a.pdf").write_bytes(b"%PDF-" + b"0" * 1_999_995)
        for limit in (2_000_000, 1_999_999, 1_000_000):
            patch.setattr("checker.capsule.opening.MOST_PDF_BYTES", limit)
            yield f"a PDF of two megabytes within {limit}", [one.replace(folder, "") for one in map(str, raised(lambda: len(read_pdf(place / "a.pdf"))))]
        for path in (place, place / "none.pdf"):
            yield f"{path.suffix}", [one.replace(folder, "") for one in map(str, raised(lambda: len(read_pdf(path))))]  # noqa: B023


def named() -> Iterator[tuple[str, Any]]:
    """What is read of files by their names."""
    names = ("answers-1.xlsx", "answers-2.xlsx", "answers-4.xlsx", "previous.json", "previous-a.json", "previous-a-b.json", "previous_a.json", "previous.xml", "verdict.json")
    yield "answers", [answers_of(names), answers_of(names[1:]), answers_of(())]
    yield "earlier verdicts", [previous_of(names)]
    for files in ({}, {"toolchain.json": b"[]"}, {"toolchain.json": canonical(TOOLS)}, {"a": b"x"}):
        yield f"tools of {sorted(files)}", raised(lambda: sorted(toolchain_of(files))[:2])  # noqa: B023
        yield f"issue of {sorted(files)}", raised(lambda: issue_of(files))  # noqa: B023
    overlays = {f"overlay-{number}.json": b"{}" for number in (1, 2, 4)}
    page = sheet([recorded()])
    yield "overlays", raised(lambda: read_capsule({**dict(page.files), **overlays}))
    two = dict(sheet([recorded(rules=waived(), base=tiny()), recorded(rules=from_data({**TINY, "id": "other"}))]).files)
    yield "files of two", [sorted(two), *((part.suffix, part.told, len(part.overlays), part.previous) for part in read_capsule(two).parts)]
    yield "of another state", raised(lambda: read_capsule({**two, "overlay-tiny.json": _edited(two["overlay-tiny.json"], lambda one: one["base"].update(digest="sha256:" + "0" * 64))}))
    yield "of another ruleset", raised(lambda: read_capsule({**two, "overlay-tiny.json": _edited(two["overlay-tiny.json"], lambda one: one["base"].update(ruleset="x"))}))
    told = json.loads(two["issue.json"])
    told["judged"]["rulesets"][0]["told"] = True
    yield "told", [[part.told for part in read_capsule({**two, "issue.json": canonical(told)}).parts]]


def _edited(raw: bytes, edit: Callable[[Any], None]) -> bytes:
    data = json.loads(raw)
    edit(data)
    return canonical(data)


def read() -> Iterator[tuple[str, Any]]:
    """What is read in a PDF, within bounds."""
    page = sheet([recorded()])
    line = drawn_lines(["一 二\n三", "a" * 64, "b" * 64])
    files = [("a", b"12345"), ("b", b"678"), ("a", b"9"), ("长" * 200, b"")]
    given = opened(Sheet([line, "", line], files).pdf())
    yield "a file", [sorted((name[:150], content) for name, content in given.files.items()), [len(name) for name in given.files], given.doubled, given.texts, [len(one) for one in given.contents],
                     sorted(given.prints(["a" * 64, "c" * 64])), sorted(given.prints([])), given.text(0) is not None, given.unprinted()[:2]]
    yield "of a page", [opened(page.pdf()).unprinted(), opened(with_data(page, "verdict.json", lambda verdict: verdict.update(outcome="x"), printed=False).pdf()).unprinted()]
    for name, most in (("MOST_FILES", 4), ("MOST_FILES", 3), ("MOST_ATTACHED", 9), ("MOST_ATTACHED", 8), ("LONGEST_NAME", 3)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(f"checker.capsule.opening.{name}", most)
            yield f"{name} {most}", raised(lambda: [sorted(opened(Sheet([line], files).pdf()).files)])
    yield "megabytes", [opening._MEGA]
    import logging

    from pypdf.errors import LimitReachedError, PdfReadError

    logger = logging.getLogger("pypdf")
    for bug in (LimitReachedError(), MemoryError(), PdfReadError(), ArithmeticError(), AssertionError(), AttributeError(), LookupError(), NotImplementedError(), RecursionError(), TypeError(), ValueError(), OSError()):
        def guarded(bug: BaseException = bug) -> None:
            with opening.guarded():
                assert logger.level == logging.CRITICAL
                raise bug

        yield type(bug).__name__, [*raised(guarded), logger.level]
    for kind, pdf in (("a seal", b"x/ByteRangex"), ("none", b"x"), ("unregistered", page.pdf()), ("registered", _numbered(page).pdf()), ("without an issue", Sheet([line], files).pdf()),
                      ("an issue that is none", Sheet([line], [("issue.json", b"{")]).pdf()), ("an issue without a number", Sheet([line], [("issue.json", b"{}")]).pdf()),
                      ("an issue that is a list", Sheet([line], [("issue.json", b"[]")]).pdf()), ("a deep issue", Sheet([line], [("issue.json", b"[" * 99_999)]).pdf())):
        yield f"official: {kind}", [official(pdf)]


def _numbered(page: Sheet) -> Sheet:
    return with_data(page, "issue.json", lambda issue: issue.update(number="KM-2026-0001", date="2026-01-31"))


def inventory() -> Iterator[tuple[str, Any]]:
    """What a machine has, by parts that are made up."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = Path(folder)
        for name in ("a.py", "b/c.py", "b/d.mo", "b/e.txt", "locks/f.py", "g.py/h.py", "b/locks/i.py", "t/x.html", "t/web/y.html", "t/z.pyc", "t/s/web/w.html"):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(name.encode())
        yield "folders", [toolchain.folder_digests(place, place / "t"), toolchain.folder_digests(place / "b", place / "t" / "s")]
        before = toolchain.folder_digests(place, place / "t")
        for name in ("a.py", "b/c.py", "b/d.mo", "b/e.txt", "locks/f.py", "g.py/h.py", "b/locks/i.py", "t/x.html", "t/web/y.html", "t/z.pyc", "t/s/web/w.html"):
            (place / name).write_bytes(b"other")
            after = toolchain.folder_digests(place, place / "t")
            yield f"another {name}", [key for key in after if after[key] != before[key]]
            before = after
        (place / "a.py").rename(place / "a2.py")
        yield "renamed", [toolchain.folder_digests(place, place / "t")["code"] != before["code"]]
        patch.setattr(toolchain, "FONTS", (place / "a2.py", place / "none.ttc", place / "b"))
        patch.setattr(toolchain, "LIBRARIES", ("libc.so.6", "libnone.so"))
        yield "missing", [[one.replace(folder, "") for one in toolchain.missing_parts()], *[one.replace(folder, "") for one in map(str, raised(toolchain.require_parts))]]
        patch.setattr(toolchain, "FONTS", (place / "a2.py",))
        patch.setattr(toolchain, "LIBRARIES", ("libc.so.6",))
        yield "all there", [toolchain.missing_parts(), *raised(toolchain.require_parts)]
        for name in ("0.2.0", "0.10.0", "1", "0.9", "none", "1.x", "0.3.0"):
            (place / "l" / name).mkdir(parents=True)
            for file in ("release.json", "debian.json", "published.json"):
                (place / "l" / name / file).write_text(json.dumps({"name": name, "file": file, "rulesets": {"tiny": name[:3]}, "code": name, "templates": "t"}), encoding="utf-8")
        (place / "l" / "0.3.0" / "published.json").unlink()
        patch.setattr(releases, "folder", lambda name: {"locks": place / "l"}[name])
        releases.releases.cache_clear()
        yield "releases", [f"{version} {record}" for version, record in releases.releases().items()]
        yield "released", [releases.released("tiny", "0.2"), releases.released("tiny", "1"), releases.released("tiny", "x"), releases.released("x", "1")]
        yield "pretended", [releases.pretended({"checker": version, "code": code, "templates": templates})
                            for version, code, templates in (("1", "1", "t"), ("1", "2", "t"), ("1", "1", "u"), ("2", "1", "t"), ("None", "1", "t"))] + [releases.pretended({})]
        for raw in (b"{", b"[]", b"\xff", None):
            debian = place / "l" / "1" / "debian.json"
            debian.unlink(missing_ok=True)
            if raw is not None:
                debian.write_bytes(raw)
            releases.releases.cache_clear()
            yield f"a record {raw!r}", [one.replace(folder, "") for one in map(str, raised(releases.releases))]
        releases.releases.cache_clear()


def of_this_machine() -> Iterator[tuple[str, Any]]:
    """The shape of this machine's inventory: versions and digests, whatever they are."""
    import re

    shapes = {"sha256:[0-9a-f]{64}": "a digest", r"[0-9]+(\.[0-9]+)+": "a version", "[0-9]{5}": "a number", "toolchain/2": "the format"}

    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shape(one) for name, one in value.items()}
        return next((said for pattern, said in shapes.items() if re.fullmatch(pattern, value)), f"unknown: {value}")

    found: Any = toolchain.toolchain()
    yield "shapes", [f"{name}: {shape(value)}" for name, value in found.items()]
    from importlib.metadata import version

    from checker import __version__

    yield "as it is", [found["checker"] == __version__, all(found["packages"][name] == version(name) for name in toolchain.PACKAGES), found["libraries"]["harfbuzz"] == found["libraries"]["harfbuzz_subset"],
                       toolchain.LIBRARIES, [str(path) for path in toolchain.FONTS]]


def once_more() -> Iterator[tuple[str, Any]]:
    """What follows from a capsule by itself, and what is read of it today."""
    page = sheet([recorded()])
    with machine():
        for drawn in (True, False):
            found = examined(dict(page.files), drawn=drawn)
            yield f"drawn {drawn}", [found.problems, len(found.records), found.unjudged, found.differences, found.made is not None, found.drifts, found.toolchain == TOOLS]
        yield "remembered", [examined(dict(page.files)) is examined(dict(page.files)), found is examined(dict(page.files), drawn=False)]
        yield "opened once", [examined(dict(page.files)).page is examined(dict(page.files)).page]
    row = read_capsule(opened((ROOT / "tests/kept/mended/0.2.0/row-division-code.pdf").read_bytes()).files)
    for kind, given in (("a row", {}), ("a row more", {"submitted.csv": row.files["submitted.csv"] * 2}), ("no row", {"submitted.csv": b"a,b\n"}), ("no common file", {"common.yaml": b"schema: common/1\n"}),
                        ("a quote too many", {"submitted.csv": row.files["submitted.csv"].rstrip() + b'"'})):
        yield kind, [canonical_model(one.dossier).decode() if isinstance(one, Submission) else one
                     for one in raised(lambda: reread(replace(row, files={**row.files, **given})))]  # noqa: B023
    alone = {name: content for name, content in row.files.items() if name != "common.yaml"}
    yield "a common file that isn't there", [canonical_model(reread(replace(row, files=alone)).dossier).decode()]
    nameless = replace(row, dossier=row.dossier.model_copy(update={"documents": {}}))
    yield "a row of a table without a name", raised(lambda: reread(nameless))
    read_ = read_capsule(dict(page.files))
    with pytest.MonkeyPatch.context() as patch:
        for trial in (True, False):
            patch.setattr("checker.verifying.rereading.parse_dossier", lambda raw, name, trial=trial: replace(recorded({**PARK, "subject": {"name": name, "kind": "park"}}).submission, trial=trial))
            today = as_read(read_)
            yield f"read for a trial {trial}", [today.dossier.subject.name, today.issue.judged.purpose, read_.issue.judged.purpose, today.files is read_.files]
            with machine():
                for asked in (None, "trial", "formal"):
                    files = dict(sheet([recorded(asked=asked)]).files)
                    patch.setattr("checker.verifying.rereading.parse_dossier", lambda raw, name, trial=trial: replace(recorded().submission, trial=trial))
                    yield f"asked for {asked}, read for a trial {trial}", examined(files, drawn=False).problems
                stated = {**PARK, "purpose": "trial"}
                files = dict(sheet([recorded(stated)]).files)
                patch.setattr("checker.verifying.rereading.parse_dossier", lambda raw, name, trial=trial, stated=stated: replace(recorded(stated).submission, trial=trial))
                yield f"stated for a trial, read for a trial {trial}", examined(files, drawn=False).problems


Subject = Callable[[], Iterator[tuple[str, Any]]]
SUBJECTS: Mapping[str, Subject] = {"attached": attached, "taken-out": taken_out, "named": named, "read": read, "inventory": inventory, "of-this-machine": of_this_machine, "once-more": once_more}
