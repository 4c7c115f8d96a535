"""Pages set by simple means in the place of WeasyPrint's, the same on every machine, and all around them held fast.

What verifying finds depends on the capsule, on the bytes and on what can be read of them: a page of a few lines
in a PDF that is written here shows all of it, in a hundredth of the time.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
import yaml
from conftest import ENGINES
from test_editions import PARK, RULES

from checker.capsule.capsule import capsule
from checker.capsule.issue import Issue, unregistered
from checker.capsule.record import Record
from checker.capsule.unpacking import Capsule, read_capsule
from checker.errors import Problem, UsageError
from checker.files.canonical import canonical, digest
from checker.former.inquiry import Former
from checker.intake import parse_dossier
from checker.judging.judge import judge
from checker.messages import speaking_as, text
from checker.reporting import words
from checker.reporting.document import PageFile
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data

DAY = dt.date(2024, 12, 31)
ROUND = 8192  # to the next multiple of which a file is filled up, so that its size says little
TOOLS: dict[str, object] = {
    "schema": "toolchain/2", "checker": "0.9.0", "code": f"sha256:{'c' * 64}", "templates": f"sha256:{'d' * 64}",
    "packages": {"weasyprint": "66", "jinja2": "3", "fonttools": "4"}, "zlib": "1.3",
    "libraries": {"pango": "1.5"}, "fonts": {"NotoSansCJK-Regular.ttc": f"sha256:{'e' * 64}"}}
# The versions that were published: that which runs here, and an earlier one.
RELEASES: dict[str, dict[str, Any]] = {
    version: {"rulesets": {}, "debian": {}, "published": {"code": f"sha256:{code * 64}", "templates": f"sha256:{'d' * 64}"}}
    for version, code in (("0.8.0", "8"), ("0.9.0", "c"))}
ELSEWHERE = ("examining", "agreeing", "regenerating", "public_copy")
ITEMS = [{"id": f"T.{number}", "label": label, "category": "经济", "unit": "万元", "value": "output",
          "limit": {"at_least": limit}, "source": {"place": "表1", "name": "official", "limit": "official", "formula": "official"}}
         for number, (label, limit) in enumerate((("总产值", 15), ("大产值", 18), ("更大的产值", 30)), 1)]
TINY: dict[str, Any] = {
    **RULES, "indicators": ITEMS,
    "requirements": [{"id": "whole", "label": "全部", "all_of": ["T.1", "T.2"], "source": {"group": "official"}}]}


@dataclass(frozen=True)
class Sheet:
    """A PDF before it is written: what is drawn on each page, the attachments in their order, further keys."""

    contents: Sequence[str]
    files: Sequence[tuple[str, bytes]] = ()
    catalogue: str = ""
    page: str = ""
    resources: str = ""
    states: str = "/G << /ca 1 >>"
    font: str = "/Encoding /Identity-H"
    outlines: bytes = b"outlines"
    behind: bytes = b""

    def pdf(self) -> bytes:
        """The bytes; those of a sheet and of one that was changed differ where the change is."""
        used = sorted({part for content in self.contents for part in _codes(content)})
        mapped = "\n".join(f"<{code}> <{code}>" for code in used)
        begin = 8 + 2 * len(self.contents)
        names = " ".join(f"{_text(name)} {begin + 2 * number} 0 R" for number, (name, _) in enumerate(self.files))
        kids = " ".join(f"{8 + 2 * number} 0 R" for number in range(len(self.contents)))
        objects = [
            f"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [{names}] >> >> {self.catalogue} >>".encode(),
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.contents)} >>".encode(),
            f"<< /Type /Font /Subtype /Type0 /BaseFont /F {self.font} /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>".encode(),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /FontDescriptor 5 0 R >>",
            b"<< /Type /FontDescriptor /FontName /F /FontFile2 7 0 R >>",
            _stream(f"/CIDInit beginbfchar\n{mapped}\nendbfchar".encode()), _stream(self.outlines)]
        for number, drawn in enumerate(self.contents):
            objects += [(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {9 + 2 * number} 0 R {self.page} "
                         f"/Resources << /Font << /F 3 0 R >> /ExtGState << {self.states} >> {self.resources} >> >>").encode(),
                        _stream(drawn.encode())]
        for number, (name, content) in enumerate(self.files):
            objects += [f"<< /Type /Filespec /F {_text(name)} /UF {_text(name)} /EF << /F {begin + 2 * number + 1} 0 R >> >>".encode(),
                        _stream(content)]
        return _written(objects) + self.behind


def _text(words: str) -> str:
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def _codes(content: str) -> Iterator[str]:
    for part in content.split("<")[1:]:
        raw = part.partition(">")[0]
        yield from (raw[at:at + 4] for at in range(0, len(raw), 4))


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _written(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    out += b"%" + b"." * (ROUND - 2 - len(out) % ROUND) + b"\n"
    places.append(len(out))
    table = b"\0" * 6 + b"\xff" + b"".join(b"\1" + place.to_bytes(4) + b"\0\0" for place in places)
    head = b"<< /Type /XRef /Root 1 0 R /Size %d /W [1 4 2] /Length %d >>" % (len(places) + 1, len(table))
    return out + b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        len(places), head, table, len(out))


def drawn_lines(lines: Sequence[str], above: str = "") -> str:
    """What draws a few lines of text, each by itself."""
    shown = [f"1 0 0 1 40 {790 - 12 * number} Tm [<{line.encode('utf-16-be').hex()}>] TJ" for number, line in enumerate(lines)]
    return "\n".join(["q 0 0 0 rg /G gs BT /F 10 Tf", *shown, f"ET {above} Q"])


def sheet(records: Sequence[Record], issue: Issue | None = None, tools: Mapping[str, object] | None = None, *,
          public: bool = False) -> Sheet:
    """The page of verdicts on two sheets: who and what, and the digests of what is attached."""
    issued = issue or unregistered(records)
    with speaking_as(issued.language):
        files = capsule(records, issued, tools or TOOLS)
        said = [*([text("public.mark")] if public else []), issued.number or text("origin.unregistered"),
                records[0].submission.dossier.subject.name, *(words.outcome(record.words) for record in records)]
        if issued.regenerated_from is not None:
            said.append(text("page.made_again"))
    digests = [line for file in files for line in (file.name, file.digest.removeprefix("sha256:"))]
    return Sheet([drawn_lines(said, "40 40 500 2 re f"), drawn_lines(digests)],
                 () if public else [(file.name, file.content) for file in files])


def unpacked(records: Sequence[Record], change: Callable[[dict[str, bytes]], None] = lambda files: None) -> Capsule:
    """What is attached to the page of verdicts, read again, perhaps with some of it changed."""
    files = {one.name: one.content for one in capsule(records, unregistered(records), TOOLS)}
    change(files)
    return read_capsule(files)


def laid(records: Sequence[Record], issue: Issue | None = None, tools: Mapping[str, object] | None = None, *,
         public: bool = False) -> PageFile:
    """In the place of :func:`checker.reporting.document.document`."""
    return PageFile(sheet(records, issue, tools, public=public).pdf(), ())


@cache
def tiny() -> Ruleset:
    """A ruleset of three items, made up."""
    return from_data(TINY)


def recorded(dossier: Mapping[str, Any] = PARK, rules: Ruleset | None = None, day: dt.date = DAY, **more: Any) -> Record:
    """The verdict on a made-up park."""
    rules = rules or tiny()
    submission = parse_dossier(yaml.safe_dump(json.loads(json.dumps(dossier)), allow_unicode=True).encode(), "park.yaml")
    case = judge(submission.dossier, rules, day, ENGINES[0], submission.digest, more.get("asked"))
    return Record(submission, more.pop("base", rules), rules, case, **more)


def _asked(former: Former | None, due: bool | None) -> Callable[..., Former | None]:
    """An earlier program's answer, to whoever asks it of a capsule as it has to be asked."""
    def said(files: Mapping[str, bytes], tools: Mapping[str, object], *, public: bool = False) -> Former | None:
        assert files["toolchain.json"] == canonical(tools)
        assert due is None or public is due
        assert isinstance(public, bool)
        return replace(former, pdf=former.pdf + b"copy") if former and public and due is None else former

    return said


@contextmanager
def machine(own: Sequence[Ruleset] = (), tools: Mapping[str, object] | None = None,
            former: Former | None = None) -> Iterator[pytest.MonkeyPatch]:
    """A machine on which pages are set so, with these rulesets and libraries, and with an earlier program's answer."""
    known = {one.id: one for one in own}

    def load(name: str) -> Ruleset:
        if known[name].model.title == "读不出":
            raise UsageError(Problem("ruleset.not_found", {"id": name}))
        return known[name]

    with pytest.MonkeyPatch.context() as patch:
        for name in ELSEWHERE:
            patch.setattr(f"checker.verifying.{name}.toolchain", lambda: dict(tools or TOOLS))
        for name in ("examining", "regenerating", "public_copy"):
            patch.setattr(f"checker.verifying.{name}.document", laid)
        for name in ("agreeing", "regenerating", "public_copy"):
            patch.setattr(f"checker.verifying.{name}.asked", _asked(former, None if name == "regenerating" else name == "public_copy"))
        patch.setattr("checker.verifying.ours.installed", lambda: list(known))
        for name in ("load", "of_program"):
            patch.setattr(f"checker.verifying.ours.{name}", load)
        for name in ("checker.capsule.releases", "checker.verifying.ours"):
            patch.setattr(f"{name}.releases", lambda: RELEASES)
        yield patch
    from checker.verifying import examining

    examining._examined.cache_clear()


def with_content(page: Sheet, name: str, content: bytes, *, printed: bool = False) -> Sheet:
    """The page with another content of an attachment, and the digest that is printed of it if that is to fit."""
    changed = replace(page, files=[(known, content if known == name else old) for known, old in page.files])
    if not printed:
        return changed
    old, new = (digest(raw).removeprefix("sha256:").encode("utf-16-be").hex() for raw in (dict(page.files)[name], content))
    return replace(changed, contents=[drawn.replace(old, new) for drawn in page.contents])


def with_data(page: Sheet, name: str, edit: Callable[[Any], None], *, printed: bool = True) -> Sheet:
    """The page with the JSON of an attachment edited and written canonically again."""
    data = json.loads(dict(page.files)[name])
    edit(data)
    return with_content(page, name, canonical(data), printed=printed)
