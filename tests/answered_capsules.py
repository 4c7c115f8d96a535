"""Pages whose capsule was changed, each way once, and what is answered."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from plain_pages import (
    DAY,
    ITEMS,
    TINY,
    TOOLS,
    Sheet,
    drawn_lines,
    laid,
    machine,
    recorded,
    sheet,
    tiny,
    with_content,
    with_data,
)
from test_editions import PARK

from checker.capsule.issue import RegeneratedFrom, unregistered
from checker.errors import CapsuleError, CheckerError, Problem
from checker.files.canonical import canonical
from checker.messages import speaking
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.verifying.answers import Verification
from checker.verifying.origin import Trust
from checker.verifying.rejudging import ADDED
from checker.verifying.verifying import verified

NOW = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
Case = tuple[str, Verification]
OVERLAY: dict[str, Any] = {
    "schema": "overlay/1", "id": "local", "title": "虚构规定", "issuer": "虚构局", "document": "虚构〔2024〕1号", "made_up": True,
    "base": {"ruleset": "tiny", "digest": tiny().digest}, "in_force": {"from": "2020-01-01", "seen": "official"}}


def answered(page: Sheet | bytes, **more: Any) -> Verification:
    """The answers on a page as of some day, with nothing to trust."""
    return verified(page if isinstance(page, bytes) else page.pdf(), DAY, Trust(NOW, **more))


def raised(work: Callable[[], object]) -> list[object]:
    """What some work gives, in a list, or what it complains of."""
    try:
        return [work()]
    except CheckerError as error:
        return [type(error).__name__, *error.problems]


def local(base: Ruleset, **provisions: Any) -> Ruleset:
    """A ruleset under provisions that were made up."""
    return amended(base, overlay_from({**OVERLAY, **provisions}), DAY)


@cache
def waived() -> Ruleset:
    """The tiny ruleset under provisions that waive an item of it."""
    return local(tiny(), waive=[{"item": "T.2", "not_required": True, "authority": "虚构局", "reason": "虚构", "until": "2099-12-31"}])


def untouched() -> Iterator[Case]:
    """Pages of every kind as they were made."""
    record = recorded()
    twice = local(waived(), id="local2", title="又一规定", tighten=[{"item": "T.1", "limit": {"at_least": 16}, "reason": "虚构"}])
    expired = local(tiny(), in_force={"from": "2020-01-01", "until": "2020-12-31", "seen": "official"},
                    tighten=[{"item": "T.1", "limit": {"at_least": 16}, "reason": "虚构"}])
    other = from_data({**TINY, "id": "minute", "indicators": json.loads(json.dumps(ITEMS).replace("T.", "M.")),
                       "requirements": [{**TINY["requirements"][0], "all_of": ["M.1"]}]})
    before = json.loads(json.dumps(recorded({**PARK, "observations": [{**PARK["observations"][0], "value": 16}]}).verdict.plain()))
    made_again = unregistered([record]).model_copy(update={
        "regenerated_from": RegeneratedFrom(pdf=f"sha256:{'a' * 64}", toolchain=f"sha256:{'b' * 64}")})
    with machine():
        yield "a park", answered(sheet([record]))
        yield "a park that misses a limit", answered(sheet([recorded({**PARK, "observations": []})]))
        yield "for a trial", answered(sheet([recorded(asked="trial")]))
        yield "after an earlier verdict", answered(sheet([with_previous(before)]))
        yield "under an overlay", answered(sheet([recorded(rules=waived(), base=tiny())]))
        yield "under two overlays", answered(sheet([recorded(rules=twice, base=tiny())]))
        yield "under an overlay out of force", answered(sheet([recorded(rules=expired, base=tiny())]))
        yield "by two rulesets", answered(sheet([record, recorded(rules=other)]))
        yield "after an earlier verdict by two rulesets", answered(sheet([with_previous(before), recorded(rules=other)]))
        yield "made again elsewhere", answered(sheet([record], made_again))
        with speaking("en"):
            english = sheet([recorded()])
            yield "in English, read in English", answered(english)
            yield "in English, under an overlay out of force", answered(sheet([recorded(rules=expired, base=tiny())]))
        yield "in English, read in Chinese", answered(english)
    with machine([tiny()]):
        yield "by a ruleset of ours", answered(sheet([record]))


def with_previous(before: Any) -> Any:
    """The verdict beside an earlier one."""
    from checker.explaining.previous import with_previous as beside

    record = recorded()
    verdict = beside(record.verdict, record.ruleset, before)
    return replace(record, case=replace(record.case, verdict=verdict), previous=before)


def _spaced(raw: bytes) -> bytes:
    return json.dumps(json.loads(raw), indent=1, ensure_ascii=False).encode()


CONTENTS: Mapping[str, Callable[[bytes], bytes]] = {
    "written otherwise": _spaced, "no JSON": lambda _: b"{", "no text": lambda _: b"\xff", "too deep": lambda _: b"[" * 30_000,
    "a list": lambda _: b"[]", "empty": lambda _: b"{}", "of another format": lambda _: b'{"schema":"' + b"x" * 60 + b'"}',
    "of a later format": lambda raw: b'{"schema":"' + str(json.loads(raw)["schema"]).partition("/")[0].encode() + b'/99"}',
    "of a format and nothing else": lambda raw: json.dumps({"schema": json.loads(raw)["schema"]}, separators=(",", ":")).encode()}


def attachments() -> Iterator[Case]:
    """Attachments that are missing, strange, or not written as they have to be."""
    page = sheet([recorded(rules=waived(), base=tiny())])
    with machine():
        for name, content in page.files:
            yield f"{name} missing", answered(replace(page, files=[one for one in page.files if one[0] != name]))
            yield f"{name} doubled", answered(replace(page, files=[*page.files, (name, content)]))
            for kind, change in CONTENTS.items():
                if name.endswith(".json") and not (kind == "of a later format" and name == "overlay.json"):
                    yield f"{name} {kind}", answered(with_content(page, name, change(content)))
        yield "strange ones", answered(replace(page, files=[*page.files, ("z.json", b"{}"), ("a.txt", b"a")]))
        for names in (("submitted.json",), ("common.yaml",), ("previous.json",), ("answers-1.xlsx",), ("answers-2.xlsx",),
                      ("overlay-1.json",), ("verdict-tiny.json",)):
            yield f"with {names[0]}", answered(replace(page, files=[*page.files, *((one, b"{}") for one in names)]))
        for name in ("submitted.xlsx", "submitted.csv", "submitted.json"):
            renamed = [(name if old == "submitted.yaml" else old, content) for old, content in page.files]
            yield f"submitted as {name}", answered(replace(page, files=renamed))
        yield "a row without its table", answered(replace(page, files=[
            *((("submitted.csv", "序号,总产值\n1,20\n".encode()) if old == "submitted.yaml" else (old, content))
              for old, content in page.files), ("common.yaml", b"schema: common/1\n")]))
        for kept in (("ruleset.json",), ("verdict.json", "issue.json", "toolchain.json"), ("dossier.json",), ()):
            yield f"only {kept}", answered(replace(page, files=[one for one in page.files if one[0] in kept]))
        yield "as a plain file", answered(dict(page.files)["verdict.json"])


def edits() -> Iterator[Case]:
    """Attachments in their form whose content was changed; their digests are printed unless it says otherwise."""
    numbered: Callable[[Any], None] = lambda issue: issue.update(number="KM-2026-0001", date="2026-01-31")  # noqa: E731
    changes: dict[str, tuple[str, Callable[[Any], None]]] = {
        "another limit": ("ruleset.json", lambda rules: rules["indicators"][0]["limit"][0].update(at_least="40")),
        "a ruleset of another id": ("ruleset.json", lambda rules: rules.update(id="other")),
        "a ruleset that holds not together": ("ruleset.json", lambda rules: rules["requirements"][0].update(all_of=["T.9"])),
        "another dossier": ("dossier.json", lambda dossier: dossier["subject"].update(name="另一园区")),
        "another datum": ("dossier.json", lambda dossier: dossier["observations"][0].update(value="10")),
        "a dossier that is none": ("dossier.json", lambda dossier: dossier.update(period="x")),
        "another day": ("issue.json", lambda issue: issue["judged"].update(as_of="2030-01-01")),
        "another purpose": ("issue.json", lambda issue: issue["judged"].update(purpose="trial")),
        "another language": ("issue.json", lambda issue: issue.update(language="en")),
        "a number": ("issue.json", numbered),
        "a number without a day": ("issue.json", lambda issue: issue.update(number="KM-2026-0001")),
        "no number of ours": ("issue.json", lambda issue: issue.update(number="甲", date="2026-01-31")),
        "told by the caller": ("issue.json", lambda issue: issue["judged"]["rulesets"][0].update(told=True)),
        "no rulesets": ("issue.json", lambda issue: issue["judged"].update(rulesets=[])),
        "two rulesets": ("issue.json", lambda issue: issue["judged"]["rulesets"].append({"ruleset": "b", "told": False})),
        "corrects another": ("issue.json", lambda issue: issue.update(supersedes={"number": "KM-2026-0001", "reason": "误"})),
        "another version": ("toolchain.json", lambda tools: tools.update(checker="0.8.0")),
        "no version of ours": ("toolchain.json", lambda tools: tools.update(checker="7")),
        "another font": ("toolchain.json", lambda tools: tools["fonts"].update({"NotoSansCJK-Regular.ttc": "sha256:" + "0" * 64})),
        "another purpose in the verdict": ("verdict.json", lambda verdict: verdict.update(purpose="trial")),
    }
    page = sheet([recorded()])
    with machine():
        for name, (file, edit) in changes.items():
            yield name, answered(with_data(page, file, edit))
            if name in ("another datum", "a number", "another version"):
                yield f"{name}, not printed", answered(with_data(page, file, edit, printed=False))


def judgements() -> Iterator[tuple[str, Any]]:
    """Verdicts that were changed by hand."""
    finding: Callable[[Any], Any] = lambda verdict: verdict["findings"][0]  # noqa: E731
    changes: dict[str, Callable[[Any], None]] = {
        "an outcome": lambda v: finding(v).update(outcome="unmet"),
        "two outcomes": lambda v: v.update(findings=[*({**one, "outcome": "undetermined"} for one in v["findings"][:2]), *v["findings"][2:]]),
        "the outcome of all": lambda v: v.update(outcome="unmet"),
        "a fact": lambda v: v.update(facts={"zone": "x"}), "a fact of a finding": lambda v: finding(v).update(facts={"zone": "x"}),
        "a value": lambda v: finding(v)["evaluations"][0].update(values=["44"]),
        "a further value": lambda v: finding(v)["evaluations"][0]["values"].append("1"),
        "no values": lambda v: finding(v)["evaluations"][0].pop("values"),
        "a number for a text": lambda v: finding(v)["evaluations"][0].update(values=[20]),
        "a finding less": lambda v: v["findings"].pop(),
        "a finding more": lambda v: v["findings"].append({**finding(v), "item": "T.9"}),
        "a finding twice": lambda v: v["findings"].append(finding(v)),
        "a finding of nothing": lambda v: v["findings"].append({"outcome": "met"}),
        "a finding without an outcome": lambda v: finding(v).pop("outcome"),
        "a finding that is none": lambda v: v["findings"].append("T.1"),
        "no findings": lambda v: v.pop("findings"),
        "findings that are none": lambda v: v.update(findings={}),
        "a key more": lambda v: v.update(more=1),
        "a key less": lambda v: v.pop("period"),
        "many": lambda v: v.update({f"more{number:02}": number for number in range(20)}),
        "too many": lambda v: v.update({f"more{number:02}": number for number in range(21)}),
    }
    page = sheet([recorded()])
    with machine():
        for name, change in changes.items():
            yield name, answered(with_data(page, "verdict.json", change))
        words = json.loads(json.dumps(recorded().words.plain()))
        in_words: dict[str, Any] = {
            "in words": words, "in other words": {**words, "outcome": "unmet"}, "in words, with what explained them": {**words, "doubts": [1], "findings": [
                {**one, "clause": {**(one.get("clause") or {}), "ways": 1}} for one in words["findings"]]},
            "in words, with findings that are none": {**words, "findings": [1, {}, {"clause": 1}]}, "in words, without findings": {**words, "findings": 1},
            "in words that knew less": {name: value for name, value in words.items() if name not in ADDED}}
        for name, verdict in in_words.items():
            yield name, answered(with_content(page, "verdict.json", canonical(verdict), printed=True))
        with machine(tools={**TOOLS, "code": f"sha256:{'0' * 64}"}):
            for name, verdict in in_words.items():
                yield f"{name}, another program", answered(with_content(page, "verdict.json", canonical(verdict), printed=True)).answer("judgement")
        two = sheet([recorded(), recorded(rules=from_data({**TINY, "id": "other"}))])
        yield "one of two", answered(with_data(two, "verdict-other.json", changes["an outcome"]))
    with machine() as patch:
        patch.setattr("checker.verifying.examining.replay", lambda _: 1 // 0)
        yield "judging breaks", answered(page)
    with machine() as patch:
        def refuse(*_: object, **__: object) -> None:
            raise CapsuleError([Problem("capsule.none"), Problem("file.not_found")])

        patch.setattr("checker.verifying.examining.replay", refuse)
        yield "not judged", answered(page)
        patch.setattr("checker.capsule.opening.Opened.unprinted", refuse)
        yield "not read out", answered(page)
    with machine() as patch:
        patch.setattr("checker.verifying.examining.document", lambda *_: 1 // 0)
        yield "drawing breaks", answered(page)


def previous() -> Iterator[Case]:
    """Earlier verdicts that could not have been compared."""
    before = json.loads(json.dumps(recorded().verdict.plain()))
    page = sheet([with_previous(before)])
    changes: dict[str, Callable[[Any], None]] = {
        "another outcome": lambda v: v.update(outcome="unmet"), "of other rules": lambda v: v["ruleset"].update(id="other"),
        "no verdict": dict.clear, "several": lambda v: v.update(verdicts=[1, 2]), "no findings": lambda v: v.update(findings=3)}
    with machine():
        for name, change in changes.items():
            yield name, answered(with_data(page, "previous.json", change))
        yield "not as it has to be written", answered(with_content(page, "previous.json", b"[ ]"))
        yield "missing", answered(replace(page, files=[one for one in page.files if one[0] != "previous.json"]))


def not_ours() -> Iterator[Case]:
    """Files that bear no capsule."""
    from checker.messages import text

    page = sheet([recorded()])
    pdf = page.pdf()
    with machine():
        yield "empty", answered(b"")
        yield "no PDF", answered(b"hello")
        yield "no PDF at its beginning", answered(b"\n" + pdf)
        for share in (1, 50, 90, 99):
            yield f"cut to {share} %", answered(pdf[:len(pdf) * share // 100])
        yield "encrypted", answered(pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O <" +
                                                b"00" * 32 + b"> /U <" + b"00" * 32 + b"> /P -4 >> /ID [<00> <00>]"))
        yield "no pages", answered(Sheet([]))
        for words in ("text", "public.mark", "portfolio.mark"):
            said = drawn_lines([text(words) if "." in words else "别的", "KM-2026-0001"])
            yield f"a page that says {words}", answered(Sheet([said]))
            yield f"a second page that says {words}", answered(Sheet([drawn_lines(["别的"]), said]))
            yield f"a page that says {words}, and a register with faults", answered(
                Sheet([said]), register=object(), faults=[Problem("register.head")])
        yield "of one line", answered(laid([recorded()], public=True).pdf)


SUBJECTS = {"untouched": untouched, "attachments": attachments, "edits": edits, "judgements": judgements, "previous": previous,
            "not-ours": not_ours}
