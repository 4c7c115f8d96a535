"""Pages by an earlier program, pages made again, and earlier verdicts taken from pages: what is answered."""

from __future__ import annotations

import base64
import io
import json
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from answered_capsules import answered, raised, waived, with_previous
from answered_registers import entered
from plain_pages import TINY, TOOLS, Sheet, laid, machine, recorded, sheet, tiny, with_content, with_data
from test_editions import PARK
from test_told_differences import of_today

from checker.capsule.capsule import capsule
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.errors import CapsuleError, Problem
from checker.former.inquiry import Former
from checker.reporting.figures import NO_FIGURES
from checker.ruleset.loading import from_data
from checker.verifying import answering
from checker.verifying.answering import answer
from checker.verifying.answering import answered as asked_of
from checker.verifying.earlier import earlier_numbers, earlier_verdict
from checker.verifying.regenerating import from_verdict, regenerated

OTHER: dict[str, object] = {**TOOLS, "code": f"sha256:{'0' * 64}"}


def finding(verdict: Any) -> None:
    """An outcome that judging doesn't give."""
    verdict["findings"][0]["outcome"] = "unmet"


def wording(verdict: Any) -> None:
    """What stands beside the findings."""
    verdict["notes"][0]["params"] = {"checked": "2019-01-01"}


def purpose(verdict: Any) -> None:
    """What the verdict comes to."""
    verdict["purpose"] = "trial"


def values(verdict: Any) -> None:
    """A value, and a step that repeats it."""
    verdict["findings"][2]["evaluations"][0]["values"] = ["19"]
    verdict["trace"][0]["outcome"] = "unmet"


def formers() -> Iterator[tuple[str, Any]]:
    """What follows where an earlier program made the page, and what it says of it."""
    page = sheet([recorded()])
    named = {**PARK, "subject": {"name": "某\u200b园区", "kind": "park"}}
    raw = dict(sheet([recorded(named)]).files)["submitted.yaml"]
    pages: Mapping[str, Sheet] = {
        "as it is": page, "another outcome": with_data(page, "verdict.json", finding), "other words": with_data(page, "verdict.json", wording),
        "another purpose": with_data(page, "verdict.json", purpose), "another value": with_data(page, "verdict.json", values),
        "another submission": with_content(page, "submitted.yaml", raw, printed=True), "a submission that is not read": with_content(page, "submitted.yaml", b"a: [b", printed=True),
        "a submission that is not printed": with_content(page, "submitted.yaml", raw),
        "a capsule that is not read": with_data(page, "ruleset.json", lambda rules: rules.update(more=1)),
        "an issue that is not read": with_data(page, "issue.json", lambda issue: issue.update(more=1)),
        "tools that are not read": with_data(page, "toolchain.json", lambda tools: tools.update(schema="x")),
        "a digest that is not printed": with_data(page, "verdict.json", finding, printed=False)}
    sound: Callable[[Sheet], Former] = lambda changed: Former("0.8.0", True, True, (), "某园区", ("达标",), changed.pdf())  # noqa: E731
    for kind, changed in pages.items():
        said: Mapping[str, Former] = {
            "gives it back": sound(changed), "gives another page back": sound(replace(changed, page="/A 1")),
            "says otherwise": Former("0.8.0", True, False, tuple(f"不同{number}" for number in range(21))), "isn't there": Former("0.8.0", False)}
        for told, former in said.items():
            with machine(tools=OTHER, former=former):
                yield f"{kind}, the earlier program {told}", answered(changed)
    with machine(former=replace(sound(page), outcomes=("达标", "未达标"))):
        yield "several outcomes", answered(with_data(page, "verdict.json", finding))
    with machine(former=replace(sound(page), outcomes=("未达标",))):
        yield "another outcome, the same program", answered(with_data(page, "verdict.json", finding))
        yield "doubled", answered(replace(page, files=[*page.files, page.files[0]]))
    unread = pages["a capsule that is not read"]
    with machine(former=sound(unread)):
        yield "a numbered capsule that is not read", answered(with_data(unread, "issue.json", lambda issue: issue.update(number="KM-2026-0001", date="2026-01-31")))
        yield "a doubled capsule that is not read", answered(replace(unread, files=[*unread.files, unread.files[0]]))
        yield "a capsule that is not read, and a byte more", answered(replace(unread, behind=b"\n"))
        yield "a capsule that is not read, without tools", answered(replace(unread, files=[one for one in unread.files if one[0] != "toolchain.json"]))
    with machine(former=Former("0.8.0", True, True, (), "某园区", ("达标",), page.pdf())) as patch:
        patch.setattr("checker.sealing.sections.base_length", lambda pdf: None)
        yield "a capsule that is not read, without an end", answered(unread)
    with machine(former=sound(page)) as patch:
        patch.setattr("checker.verifying.examining.document", lambda *_: 1 // 0)
        yield "drawn by the earlier program alone", answered(page)
    several = sheet([recorded(), recorded(rules=from_data({**TINY, "id": "other"}))])
    with machine(former=replace(sound(several), outcomes=("达标", "达标"))):
        yield "one of two", answered(with_data(several, "verdict-other.json", finding))


MENDED: Mapping[str, dict[str, Any]] = {
    "hidden": {"subject": {"name": "某\u200b园区\n甲", "kind": "park"}}, "form codes": {"subject": {"name": "某_x000D_园区", "kind": "park"}},
    "a break at the end": {"subject": {"name": "某园区 ", "kind": "park"}},
    "spelled": {"subject": {"name": "某—园区（甲）", "kind": "park"}}, "a space": {"subject": {"name": "某 园区", "kind": "park"}},
    "nothing": {"attributes": {"zone": {"value": "无"}, "code": {"value": "/"}}}, "joined": {"subject": {"name": "10 000 甲", "kind": "park"}},
    "letters apart": {"subject": {"name": "甲 乙", "kind": "park"}}, "a wide blank": {"subject": {"name": "10\u30001", "kind": "park"}},
    "repeated": {"observations": PARK["observations"] * 2}, "five": {"attributes": {f"a{number}": {"value": "无"} for number in range(5)}},
    "six": {"attributes": {f"a{number}": {"value": "无"} for number in range(6)}}, "long": {"subject": {"name": "10 0" + "长" * 40, "kind": "park"}},
    "not so long": {"subject": {"name": "10 0" + "长" * 36, "kind": "park"}}, "just so long": {"subject": {"name": "10 0" + "长" * 37, "kind": "park"}},
    "tabs": {"subject": {"name": "10\t0\n1", "kind": "park"}}, "not compared": {"documents": {"a": {"title": "10 0"}}},
    "plain": {}}


def mendings() -> Iterator[tuple[str, Any]]:
    """What is named as mended since, by what a page states."""
    from checker.capsule.unpacking import read_capsule
    from checker.verifying.glossary import Called
    from checker.verifying.mendings import Page, concerned
    from checker.verifying.rejudging import Difference

    rules = from_data({**TINY, "attributes": {name: {"label": f"属性{name}", "kind": "text"} for name in (
        "zone", "code", *(f"a{number}" for number in range(6)))}})
    for kind, more in MENDED.items():
        record = recorded({**PARK, **more}, rules)
        files = {one.name: one.content for one in capsule([record], unregistered([record]), TOOLS)}
        read = read_capsule(files)
        yield kind, concerned(Page(read, [record], []), "0.2.0")
    from checker.verifying.mendings import _stated

    alone = ("source", "documents", "note", "ground", "why", "against", "opinions", "unit")
    yield "what is compared", [*_stated({**dict.fromkeys(alone, 1), "x": [{"note": 2, "y": 3}, 4, []], "z": {}, "v": None})]
    yield "of this version", concerned(Page(read, [record], []), "0.3.0")
    yield "of a later version", concerned(Page(read, [record], []), "0.10.0")

    def unlike(before: str | None, after: str | None, item: str | None = "T.1", field: str = "values") -> Difference:
        return Difference("tiny", item, "总产值", Called(field, "各值"), *(None if one is None else Called(one, one) for one in (before, after)))

    pairs = [unlike("0.51", "0.5"), unlike("0.52", "0.5"), unlike("1", None), unlike(None, "1"), unlike("21", "2", None)]
    for number in range(len(pairs)):
        yield f"numbers of no unit {number}", concerned(Page(read, [record], pairs[number:number + 1]), "0.2.0")
    yield "numbers of no unit", concerned(Page(read, [record], pairs), "0.2.0")
    asked = replace(record, asked="trial")
    yield "forced", concerned(Page(read, [asked], []), "0.2.0")
    yield "forced among several", concerned(Page(read, [record, asked], []), "0.2.0")
    yield "nothing judged", concerned(Page(read, [], []), "0.2.0")
    note = {"code": "note.agree_despite", "item": "T.1"}
    for kind, notes in (("differs no more", [note]), ("another note", [{"code": "note.other", "item": "T.1"}]), ("no item", [{"code": "note.agree_despite", "item": "T.2"}, note])):
        part = replace(read.parts[0], verdict={**read.parts[0].verdict, "notes": notes})
        yield kind, concerned(Page(replace(read, parts=(part,)), [record], []), "0.2.0")
    bare = replace(read.parts[0], verdict={})
    yield "no notes", concerned(Page(replace(read, parts=(bare,)), [record], []), "0.2.0")
    coded = {**PARK, "attributes": {"code": {"value": "29"}, "zone": {"value": "2921"}, "a1": {"value": "610"}}}
    once = recorded(coded, rules)
    before = read_capsule({one.name: one.content for one in capsule([once], unregistered([once]), TOOLS)})
    after = recorded({**coded, "attributes": {"code": {"value": "029"}, "zone": {"value": "02921"}, "a1": {"value": "610"}, "a2": {"value": "1"}}}, rules)
    yield "codes", concerned(Page(before, [after], []), "0.2.0")
    bounded = from_data({**TINY, "quantities": {**TINY["quantities"], "part": {"label": "其中", "unit": "万元", "bounded_by": "output"}}})
    for kind, given in (("a bound", 1), ("two bounds", 2)):
        observations = [{**PARK["observations"][0], "value": 20 + number} for number in range(given)]
        made = recorded({**PARK, "observations": observations}, bounded)
        capsule_ = read_capsule({one.name: one.content for one in capsule([made], unregistered([made]), TOOLS)})
        yield kind, concerned(Page(capsule_, [made], []), "0.2.0")


def made_again() -> Iterator[tuple[str, Any]]:
    """Pages made once more from capsules, and from what of them is left."""
    page = sheet([recorded()])
    files = dict(page.files)
    changes: Mapping[str, Sheet] = {
        "as it is": page, "another outcome": with_data(page, "verdict.json", finding), "the outcome of all": with_data(page, "verdict.json", lambda v: v.update(outcome="unmet", purpose="trial")),
        "another submission": with_content(page, "submitted.yaml", b"a: [b"), "not read": with_content(page, "ruleset.json", b"{}"),
        "made again already": sheet([recorded()], unregistered([recorded()]).model_copy(update={"regenerated_from": _source()}))}
    sound = Former("0.8.0", True, True, (), "某园区", ("达标",), b"%PDF-")
    for kind, changed in changes.items():
        for said, former in (("", None), (", given back", sound), (", refused", replace(sound, sound=False))):
            for where, tools in (("", TOOLS), (", another zlib", {**TOOLS, "zlib": "1.4"}), (", another program", OTHER)):
                for public in (False, True):
                    with machine(tools=tools, former=former):
                        yield f"{kind}{said}{where}{', public' if public else ''}", raised(lambda: _shown(changed, public))  # noqa: B023
    with machine():
        for kind, content in (("no tools", {}), ("tools alone", {"toolchain.json": files["toolchain.json"]}), ("a list", {"toolchain.json": b"[]"})):
            yield kind, raised(lambda: regenerated(content, None))  # noqa: B023


def _source() -> Any:
    from checker.capsule.issue import RegeneratedFrom

    return RegeneratedFrom(pdf=None, toolchain=None)


def _shown(page: Sheet, public: bool) -> object:
    from checker.capsule.opening import opened

    found = regenerated(dict(page.files), f"sha256:{'9' * 64}", public=public)
    if found.pdf.startswith(b"%PDF-c") or found.pdf == b"%PDF-":
        return "that of the earlier program", found.pdf, list(found.drifts)
    given = opened(found.pdf)
    issue = given.files.get("issue.json", b"{}").decode()
    return [one.component for one in found.drifts], given.text(0), sorted(given.files), json.loads(issue).get("regenerated_from"), "1.4" in given.files.get(
        "toolchain.json", b"").decode()


def of_verdicts() -> Iterator[tuple[str, Any]]:
    """Pages of verdicts alone."""
    verdict = _plain(recorded())
    words = json.loads(json.dumps(recorded().words.plain()))
    other = from_data({**TINY, "title": "别的"})
    given: Mapping[str, Any] = {
        "a verdict": verdict, "in words": words, "two": {"verdicts": [verdict, words]}, "none": {"verdicts": []}, "no list": {"verdicts": 1}, "a text": "x", "a list": [],
        "nothing": {}, "of another format": {**verdict, "schema": "verdict/0"}, "of a later format": {**verdict, "schema": "verdict/99"},
        "one of a later format": {"verdicts": [verdict, {"schema": "verdict/99"}]}, "several of a later format": {"schema": "verdicts/99", "verdicts": []},
        "no verdict of ours": {**verdict, "outcome": "x"}, "under an overlay": _plain(recorded(rules=waived(), base=tiny())),
        "words without findings": {**words, "findings": None}}
    for known in ([], [tiny()], [other]):
        with machine(known) as patch:
            patch.setattr("checker.verifying.regenerating.document_of_verdicts", lambda verdicts, entries, issue, shown, *, public: laid_of(verdicts, entries, issue, shown, public))
            for kind, data in given.items():
                yield f"{kind}, {[one.model.title for one in known]}", raised(lambda: from_verdict(data, "a.json").decode())  # noqa: B023
            yield f"public, {[one.model.title for one in known]}", raised(lambda: from_verdict(verdict, "a.json", public=True).decode())
    with machine([tiny()]) as patch:
        for kind, bug in (("broken", ZeroDivisionError()), ("refused", CapsuleError(Problem("capsule.none")))):
            def fall(*_: object, bug: Exception = bug, **__: object) -> None:
                raise bug

            patch.setattr("checker.verifying.regenerating.document_of_verdicts", fall)
            yield kind, raised(lambda: from_verdict(verdict, "a.json"))
    old = {**words, "findings": [_older(one) for one in words["findings"]]}
    with machine() as patch:
        patch.setattr("checker.verifying.regenerating.document_of_verdicts", lambda verdicts, *_, **__: _Paper(
            "\n".join(str((one.amount, one.clause)) for verdict in verdicts for one in verdict.findings).encode()))
        for kind, data in (("as they are", words), ("in the words of an older program", old)):
            yield kind, raised(lambda: from_verdict(data, "a.json").decode())  # noqa: B023
    clauses = json.loads(json.dumps(of_today("made-up-project")[1].words.plain()))
    older = {**clauses, "findings": [_older(one) for one in clauses["findings"]]}
    with machine() as patch:
        patch.setattr("checker.verifying.regenerating.document_of_verdicts", lambda verdicts, *_, **__: _Paper(
            "\n".join(str((one.amount, one.clause and one.clause.reach)) for verdict in verdicts for one in verdict.findings).encode()))
        for kind, data in (("clauses as they are", clauses), ("clauses in the words of an older program", older)):
            yield kind, raised(lambda: from_verdict(data, "a.json").decode())  # noqa: B023
    from checker.verifying.regenerating import _amount

    for said, unit in ((None, "t"), ("20", None), ("20", ""), ("20 t", "t"), ("20（3 个）", "t"), ("20（万元）", "元"), ("20（a）（b）", "t"), ("", "t")):
        yield f"{said} of {unit}", [_amount(said, unit)]


def _plain(record: Record) -> Any:
    return json.loads(json.dumps(record.verdict.plain()))


def _older(finding_: dict[str, Any]) -> dict[str, Any]:
    """A finding as programs wrote it that knew no amounts."""
    kept = {name: value for name, value in finding_.items() if name != "amount"}
    if kept.get("clause"):
        kept["clause"] = {name: value for name, value in kept["clause"].items() if name != "reach"}
    return kept


class _Paper:
    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf


def laid_of(verdicts: Any, entries: Any, issue: Any, shown: Any, public: bool) -> _Paper:
    said = [(verdict.ruleset.id, verdict.outcome, found is NO_FIGURES) for verdict, found in zip(verdicts, shown, strict=True)]
    return _Paper(f"{said} {[one['schema'] for one in entries]} {issue.content().decode()} {public}".encode())


class Written(io.StringIO):
    """What was written, and how much of it each time that it was sent off."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[int] = []

    def flush(self) -> None:
        self.sent.append(len(self.getvalue().splitlines()))


def asked() -> Iterator[tuple[str, Any]]:
    """What a program answers another one of a capsule."""
    page = sheet([recorded()])
    pages = {"as it is": page, "another outcome": with_data(page, "verdict.json", finding), "two differences": with_data(page, "verdict.json", lambda v: v.update(outcome="unmet", period=1)),
             "another submission": with_content(page, "submitted.yaml", b"a: [b"), "not read": with_content(page, "ruleset.json", b"{}"),
             "another dossier": with_data(page, "dossier.json", lambda dossier: dossier["subject"].update(name="另一园区"))}
    for kind, changed in pages.items():
        for public in (False, True):
            with machine() as patch:
                patch.setattr("checker.reporting.document.document", laid)
                files = {name: base64.b64encode(content).decode() for name, content in changed.files}
                found = asked_of({"public": public, "files": files})
                pdf = base64.b64decode(found.pop("pdf", ""))
                due = {b"": "none", page.pdf(): "the page", sheet([recorded()], public=True).pdf(): "the copy"}
                yield f"{kind}{', public' if public else ''}", [found, due.get(pdf, "another")]
    with machine() as patch:
        out = Written()
        answer(['{"files": {}}\n', '{"files": {"a": "eA=="}}\n'], out)
        yield "two questions", [*out.getvalue().splitlines(), out.sent]
        said = Written()
        for name, stream in {"stdin": io.StringIO('{"files": {}}\n'), "stdout": said, "stderr": io.StringIO()}.items():
            patch.setattr(sys, name, stream)
        patch.setattr(sys, "argv", ["answering.py", "the program's folder"])
        patch.setattr(sys, "path", sys.path[:])
        runpy.run_path(str(answering.__file__), run_name="__main__")
        yield "by itself", [said.getvalue().splitlines(), sys.path[0]]
        patch.setattr("checker.verifying.examining.replay", lambda _: 1 // 0)
        yield "judging breaks", [asked_of({"public": False, "files": {name: base64.b64encode(content).decode() for name, content in page.files}})]


def earlier() -> Iterator[tuple[str, Any]]:
    """Earlier verdicts from files and from pages."""
    page = sheet([recorded()])
    several = sheet([recorded(), recorded(rules=from_data({**TINY, "id": "other"}))])
    raw = dict(page.files)["verdict.json"]
    pages: Mapping[str, bytes] = {
        "a.json": raw, "bom.json": b"\xef\xbb\xbf" + raw, "bad.json": b"{", "yaml.yaml": b"a: 1", "latin.json": b"\xff\xfe", "a.pdf": page.pdf(), "A.PDF": page.pdf(), "no.pdf": b"x",
        "several.pdf": several.pdf(), "outcome.pdf": with_data(page, "verdict.json", finding).pdf(), "unprinted.pdf": with_data(page, "verdict.json", finding, printed=False).pdf(),
        "submitted.pdf": with_content(page, "submitted.yaml", b"a: [b").pdf(), "without.pdf": replace(page, files=page.files[:2]).pdf(), "none.pdf": laid([recorded()], public=True).pdf,
        "previous.pdf": sheet([with_previous(json.loads(raw))]).pdf()}
    sound = Former("0.8.0", True, True, (), "某园区", ("达标",), b"%PDF-")
    with tempfile.TemporaryDirectory() as folder:
        for former in (None, sound, replace(sound, sound=False)):
            with machine(former=former):
                for name, content in pages.items():
                    path = Path(folder) / name
                    path.write_bytes(content)
                    found = raised(lambda: sorted(earlier_verdict(path).items())[:3])  # noqa: B023
                    yield f"{name}, {former and former.sound}", [str(one).replace(folder, "") for one in found]
        with machine() as patch:
            patch.setattr("checker.verifying.earlier.examined", lambda files, *, drawn: 1 // drawn)
            yield "not drawn", ["not drawn" if "Zero" in str(_fallen(lambda: earlier_verdict(Path(folder) / "a.pdf"))) else "drawn"]
    entry, _ = entered([with_previous(json.loads(raw))])
    alone, _ = entered([recorded()])

    class Several:
        """A register that knows verdicts by their digests."""

        def by_verdict(self, key: str) -> list[Any]:
            return [alone.model_copy(update={"sequence": number, "number": f"KM-2026-000{number}"}) for number in (1, 2, 3, 4)] if key == entry.files["previous.json"] else []

    register: Any = Several()
    yield "numbers", [earlier_numbers(register, entry), earlier_numbers(register, alone)]


def _fallen(work: Callable[[], object]) -> str:
    try:
        work()
    except ZeroDivisionError as bug:
        return type(bug).__name__
    return ""


Subject = Callable[[], Iterator[tuple[str, Any]]]
SUBJECTS: Mapping[str, Subject] = {"formers": formers, "mendings": mendings, "made-again": made_again, "of-verdicts": of_verdicts, "asked": asked, "earlier": earlier}
