"""Pages with numbers of a register, and public copies of them, and what is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from answered_capsules import NOW, answered, waived
from answered_pages import SEAL
from plain_pages import DAY, TOOLS, Sheet, drawn_lines, laid, machine, recorded, sheet, tiny
from test_editions import PARK

from checker.capsule.capsule import capsule
from checker.capsule.issue import Issue, RegeneratedFrom, unregistered
from checker.capsule.record import Record
from checker.errors import Problem
from checker.files.canonical import digest
from checker.former.inquiry import Former
from checker.register.entry import ChainEnd, Entry, Founding, founded, made
from checker.sealing.found_seals import Review
from checker.sentence import Told
from checker.verifying.answers import Verification
from checker.verifying.origin import Bearer, Trust, origin
from checker.verifying.verifying import verified

HASH = f"sha256:{'f' * 64}"


class Kept:
    """A register in memory."""

    def __init__(self, *entries: tuple[Entry, Mapping[str, bytes]], superseded: Mapping[str, str] | None = None) -> None:
        self._entries = {entry.number: (entry, dict(files)) for entry, files in entries}
        self._superseded = superseded or {}

    def founding(self) -> Founding:
        return founded("某局", "KM", NOW, "0" * 32)

    def entry(self, number: str) -> Entry | None:
        return self._entries[number][0] if number in self._entries else None

    def files(self, entry: Entry) -> dict[str, bytes]:
        return self._entries[entry.number][1]

    def head(self) -> ChainEnd:
        return ChainEnd(7, HASH)

    def superseded_by(self, number: str) -> str | None:
        return self._superseded.get(number)


def numbered(records: Sequence[Record], number: str = "KM-2026-0001") -> Issue:
    """The issue of a page in the register."""
    return unregistered(records).model_copy(update={"number": number, "date": dt.date(2026, 1, 31)})


def entered(records: Sequence[Record], number: str = "KM-2026-0001", pdf: bytes | None = None, **more: Any) -> tuple[Entry, dict[str, bytes]]:
    """The entry of a page, and the files of its capsule."""
    issue = numbered(records, number)
    files = {file.name: file.content for file in capsule(records, issue, more.pop("tools", TOOLS))}
    entry = made({
        "sequence": 3, "number": number, "issued_on": dt.date(2026, 1, 31), "recorded_at": "2026-01-31T08:00:00Z",
        "facts": {"subject": records[0].submission.dossier.subject.name, "kind": "park", "rulesets": ["tiny"], "period": 2024, "assessed_on": DAY,
                  "outcome": ["met"], "purpose": "formal", "verdicts": [HASH]},
        "files": {name: digest(content) for name, content in files.items()}, "pdf": digest(pdf or laid(records, issue).pdf),
        "by": "张三", "made_with": {"checker": "0.9.0"}, "request": None, "supersedes": None, "reason": None, "previous": HASH, **more})
    return entry, files


def registered() -> Iterator[tuple[str, Verification]]:
    """Pages whose number the register has, or has not."""
    records = [recorded()]
    issue = numbered(records)
    page, entry = sheet(records, issue), entered(records)
    correction = entered(records, "KM-2026-0002", reason="有误", supersedes="KM-2026-0001")
    source = RegeneratedFrom(pdf=entry[0].pdf, toolchain=digest(entry[1]["toolchain.json"]))
    elsewhere = {**TOOLS, "zlib": "1.4"}
    again = sheet(records, issue.model_copy(update={"regenerated_from": source}), elsewhere)
    other = sheet(records, issue.model_copy(update={"regenerated_from": source.model_copy(update={"pdf": HASH})}), elsewhere)
    changed = [recorded({**PARK, "observations": [{**PARK["observations"][0], "value": 21}]})]
    registers: dict[str, dict[str, Any]] = {
        "no register": {}, "the register": {"register": Kept(entry)}, "an empty register": {"register": Kept()},
        "a register with a correction": {"register": Kept(entry, correction, superseded={"KM-2026-0001": "KM-2026-0002"})},
        "a register with a correction that is lost": {"register": Kept(entry, superseded={"KM-2026-0001": "KM-2026-0002"})},
        "a register with faults": {"register": Kept(entry), "faults": [Problem("register.head"), Problem("register.head")]},
        "a register with another page": {"register": Kept(entered(records, pdf=b"x"))}}
    for kind, ground in registers.items():
        with machine():
            yield f"with a number, {kind}", answered(page, **ground)
            yield f"with a number and a byte more, {kind}", answered(replace(page, behind=b"\n"), **ground)
            if kind in ("no register", "the register", "a register with faults"):
                yield f"without a number, {kind}", answered(sheet(records), **ground)
        with machine(tools=elsewhere):
            yield f"made again elsewhere, {kind}", answered(again, **ground)
    with machine(tools=elsewhere):
        yield "made again elsewhere and a byte more", answered(replace(again, behind=b"\n"), **registers["a register with a correction"])
        yield "made again from another", answered(other, **registers["the register"])
        yield "of another verdict", answered(sheet(changed, issue.model_copy(update={"regenerated_from": source}), elsewhere), **registers["the register"])


def seals() -> Iterator[tuple[str, Any]]:
    """What a page's seals show of its origin."""
    records = [recorded()]
    entry = entered(records)
    at = dt.datetime(2026, 5, 4, 3, 2, tzinfo=dt.UTC)
    many = {"trusted": SEAL, "trusted and broken": replace(SEAL, intact=False), "untrusted": replace(SEAL, chain="untrusted"),
            "not checked": replace(SEAL, chain="not_checked", role="prepared", level="B-T"), "without an organisation": replace(SEAL, organisation="", issuer="", role="checked"),
            "stamped": replace(SEAL, time="stamped", claimed_at=at, stamped_at=at + dt.timedelta(hours=1), level="B-LT"),
            "trusted time": replace(SEAL, time="trusted", stamped_at=at), "expired": replace(SEAL, chain="untrusted", notes=(Told("seal.expired", {"until": at}),)),
            "noted": replace(SEAL, chain="untrusted", notes=(Told("seal.unreadable_issuer"),))}
    numbers: Mapping[str, Issue] = {"": unregistered(records), ", with a number": numbered(records)}
    for kind, seal in many.items():
        for trust in ((), (b"x",)):
            for named, issue in numbers.items():
                bearer = Bearer(entry[0].pdf, issue, {})
                yield f"{kind}{', with trust' if trust else ''}{named}", [origin(bearer, Review([seal], []), Trust(NOW, trust)).plain()]
    bearer = Bearer(entry[0].pdf, numbers[", with a number"], {})
    for kinds in (("trusted", "untrusted"), ("trusted", "expired"), ("expired", "trusted"), ("trusted and broken", "trusted")):
        after = Review([many[kind] for kind in kinds], [])
        yield "、".join(kinds), [origin(bearer, after, _trust(Kept(entry))).plain()]


def _trust(register: Any) -> Trust:
    return Trust(NOW, (b"x",), register)


def copies() -> Iterator[tuple[str, Verification]]:
    """Public copies of pages that the register has, unchanged and changed, here and elsewhere."""
    records = [recorded()]
    issue, entry = numbered(records), entered(records)
    copy = sheet(records, issue, public=True)
    first, last = copy.contents
    name = "某园区".encode("utf-16-be").hex()
    elsewhere: dict[str, object] = {**TOOLS, "zlib": "1.4"}
    source = RegeneratedFrom(pdf=entry[0].pdf, toolchain=digest(entry[1]["toolchain.json"]))
    again = sheet(records, issue.model_copy(update={"regenerated_from": source}), elsewhere, public=True)
    register = Kept(entry, superseded={"KM-2026-0001": "KM-2026-0002"})
    changes: Mapping[str, Sheet] = {
        "unchanged": copy, "another name": replace(copy, contents=[first.replace(name, "某城区".encode("utf-16-be").hex()), last]),
        "a byte more": replace(copy, behind=b"\n"), "covered": replace(copy, contents=[first + " 0 0 600 900 re f", last]),
        "an action": replace(copy, catalogue="/OpenAction << /S /JavaScript /JS (1) >>"), "other outlines": replace(copy, outlines=b"OUTLINES"),
        "a page less": replace(copy, contents=[first]), "of another place": again,
        "of another place, changed": replace(again, contents=[again.contents[0].replace(name, "某城区".encode("utf-16-be").hex()), again.contents[1]]),
        "of another place, covered": replace(again, contents=[again.contents[0] + " 0 0 600 900 re f", again.contents[1]]),
        "of another place, an action": replace(again, catalogue="/OpenAction << /S /JavaScript /JS (1) >>"),
        "of another place, a digest less": replace(again, contents=[again.contents[0]])}
    font: dict[str, object] = {**TOOLS, "fonts": {}}
    for machine_, tools in (("here", TOOLS), ("elsewhere", elsewhere), ("under other fonts", font)):
        with machine(tools=tools):
            for kind, changed in changes.items():
                yield f"{kind}, {machine_}", answered(changed, register=register)
    with machine():
        yield "of a number that is not there", answered(copy, register=Kept())
        yield "of a register with faults", answered(copy, register=register, faults=[Problem("register.head")])
        yield "of no mark", answered(Sheet([drawn_lines(["KM-2026-0001"])]), register=register)
        yield "of no pages", answered(Sheet([]), register=register)
        yield "of no number", answered(Sheet([drawn_lines(["公开副本", "KM-2026-1"])]), register=register)
        yield "of another prefix", answered(Sheet([drawn_lines(["公开副本", "XX-2026-0001"])]), register=register)
        others = [entered([recorded({**PARK, "subject": {"name": f"某园区{number}", "kind": "park"}})], f"KM-2026-000{number}") for number in range(2, 6)]
        several = drawn_lines(["公开副本", *(f"KM-2026-000{number}" for number in (5, 4, 3, 2, 1))])
        yield "of several numbers", answered(Sheet([several]), register=Kept(entry, *others))
        for number in (3, 2):
            files = [*others[1:number], entry]
            noted = [drawn_lines(["公开副本", *(one[0].number for one in files)])]
            yield f"the {number}. of several numbers", answered(Sheet(noted), register=Kept(*files))
        named = [recorded({**PARK, "subject": {"name": "KM-2026-0002 的同一园区", "kind": "park"}})]
        yield "of one that names another", answered(sheet(named, numbered(named), public=True), register=Kept(entered(named), others[0]))


def copies_otherwise() -> Iterator[tuple[str, Verification]]:
    """Public copies of what is judged otherwise today, by earlier programs and by this one."""
    records = [recorded()]
    entry, files = entered(records)
    copy = sheet(records, numbered(records), public=True)
    import json

    from checker.files.canonical import canonical

    verdict = json.loads(files["verdict.json"])
    verdict["findings"][0]["outcome"] = "unmet"
    unlike = {**files, "verdict.json": canonical(verdict)}
    dossier = json.loads(files["dossier.json"])
    dossier["subject"]["name"] = "别的园区"
    unread = {**files, "dossier.json": canonical(dossier)}
    pdf = copy.pdf()
    formers = {"no earlier program": None, "an earlier program": Former("0.8.0", True, True, (), "某园区", ("达标",), pdf),
               "an earlier program's other page": Former("0.8.0", True, True, (), "某园区", ("达标",), pdf + b"\n"),
               "an earlier program that refuses": Former("0.8.0", True, False, ("说不通",)), "an earlier program that isn't there": Former("0.8.0", False)}
    program = {**TOOLS, "code": f"sha256:{'0' * 64}"}
    for kind, former in formers.items():
        for where, tools in (("", TOOLS), (", another program", program), (", another program and zlib", {**program, "zlib": "1.4"})):
            with machine(tools=tools, former=former):
                for held, content in (("as it is", files), ("another verdict", unlike), ("another dossier", unread)):
                    register: Any = Kept((entry, content))
                    yield f"{held}, {kind}{where}", verified(pdf, DAY, Trust(NOW, (), register))
    under = [recorded(rules=waived(), base=tiny())]
    with machine([tiny()]):
        yield "under an overlay", answered(sheet(under, numbered(under), public=True), register=Kept(entered(under)))
    with machine() as patch:
        patch.setattr("checker.verifying.examining.replay", lambda _: 1 // 0)
        yield "judging breaks", answered(copy, register=Kept((entry, files)))


Subject = Callable[[], Iterator[tuple[str, Any]]]
SUBJECTS: Mapping[str, Subject] = {"registered": registered, "seals": seals, "copies": copies, "copies-otherwise": copies_otherwise}
