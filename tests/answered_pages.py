"""Pages that were changed beside their capsule, by the same program and by others, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from answered_capsules import answered, raised
from plain_pages import TOOLS, Sheet, drawn_lines, laid, machine, recorded, sheet, with_data

from checker.capsule.opening import Opened, opened
from checker.errors import Problem
from checker.reporting.document import PageFile
from checker.sealing.found_seals import Review, Seal
from checker.verifying.answers import Answer, Verification
from checker.verifying.page_check import added, byte_differences, painted, text_differences
from checker.verifying.seen import drawn

NAME, OTHER_NAME = ("".join(f"{ord(letter):04x}" for letter in name) for name in ("某园区", "某城区"))
LINES = [f"第{number}行一二三四五六七八九十甲乙丙丁" for number in range(12)]
SEAL = Seal("approved", "seal-approved", "王小明", "某局", "某 CA", "1", None, None, None, True, "trusted", "claimed", None, "",
            "B-B", ())


def words() -> Iterator[tuple[str, Any]]:
    """Words on a page that are not those that are due."""
    page = sheet([recorded()])
    first, last = page.contents
    name = NAME
    changes: Mapping[str, Sheet] = {
        "another word": replace(page, contents=[first.replace(name, "某城区".encode("utf-16-be").hex()), last]),
        "a word more": replace(page, contents=[first.replace(name, "某某园区".encode("utf-16-be").hex()), last]),
        "a word less": replace(page, contents=[first.replace(name, "园区".encode("utf-16-be").hex()), last]),
        "a page less": replace(page, contents=[first]), "a page more": replace(page, contents=[first, last, last]),
        "another order": replace(page, contents=[last, first]),
        "drawn otherwise": replace(page, contents=[first.replace("10 Tf", "11 Tf"), last]),
        "of another height": replace(page, contents=[first.replace("790 Tm", "70 Tm"), last]),
        "an action": replace(page, catalogue="/OpenAction << /S /JavaScript /JS (1) >>"),
        "further keys": replace(page, catalogue="/Z 1 /AA << >> /Collection << >>", page="/Annots [] /B 1"),
        "an object": replace(page, resources="/XObject << /A 7 0 R >>"),
        "a form": replace(page, catalogue="/AcroForm << /Fields [] >>"),
        "other outlines": replace(page, outlines=b"OUTLINES")}
    with machine():
        for kind, changed in changes.items():
            yield kind, answered(changed)
            yield f"{kind}, that follow", answered(replace(changed, behind=b"\n"))
    with machine() as patch:
        patch.setattr("checker.sealing.sections.base_length", lambda pdf: None)
        yield "without an end", answered(changes["further keys"])
        yield "another word, without an end", answered(changes["another word"])


def places() -> Iterator[tuple[str, Any]]:
    """Where the words of pages differ, with few places and with many."""
    def told(given: list[list[str]], due: list[list[str]], **more: Any) -> list[Problem]:
        one, other = (opened(Sheet([drawn_lines(lines) for lines in sheets]).pdf()) for sheets in (given, due))
        return text_differences(one, other, **more)

    yield "the same", told([LINES], [LINES])
    for count in (1, 6, 7, 8):
        yield f"{count} places of a page", told([[line.replace("甲", "ABC") if number < count else line for number, line in enumerate(LINES)]], [LINES])
    for count in (5, 6, 7):
        yield f"{count} pages", told([[f"{number}别"] for number in range(count)], [[f"{number}同"] for number in range(count)])
    for apart in range(5):
        between = "一二三四五"[:apart]
        yield f"{apart} words between", told([[f"前文甲{between}甲后文"]], [[f"前文乙{between}乙后文"]])
    for given, due in (("产值44.44万元", "产值34.44万元"), ("产值1,234.5", "产值1,234.6"), ("产值1.", "产值1"), ("GDP", "GNP"),
                       ("甲" * 60, "乙" * 60), ("甲" * 40, "乙" * 41), ("一" * 20 + "甲", "一" * 20 + "乙"), ("甲", ""), ("", "乙"),
                       ("1.2.3", "1.2.4"), ("Ab1", "Ac1")):
        yield f"{given} for {due}", told([[given]], [[due]])
    one, other, short = "a" * 64, "b" * 64, "b" * 63 + "g"
    for given, due in ((f"前{other}后", f"前{one}后"), (f"前{other}別", f"前{one}后"), (f"別{other}后", f"前{one}后"), (f"前{short}后", f"前{one}后"),
                       (f"{other}后", f"{one}后"), (f"前{other}后", f"前{other[1:]}后"), (f"前{one[1:]}后", f"前{one}后")):
        yield f"a digest {given} for {due}", told([[given]], [[due]], but=one)
    yield "a digest that is none of the page", told([["前后"]], [["前文后"]], but=one)


def lengths() -> Iterator[tuple[str, Any]]:
    """The first byte that differs."""
    pdf = Sheet([drawn_lines(["甲"])]).pdf()
    same = opened(pdf)
    for kind, given, due in (("at the first", b"abc", b"xbc"), ("at the last", b"abc", b"abd"), ("shorter", b"ab", b"abc"), ("longer", b"abcd", b"abc"), ("none", b"", b"a")):
        yield kind, byte_differences(given, due, same, same)


def followed() -> Iterator[tuple[str, Any]]:
    """What stands behind a page: blanks, remarks, objects, seals."""
    page = sheet([recorded()])
    with machine():
        for behind in (b"\n", b"% a note\n", b"\nnothing\n", b"\n1 0 obj\n<<>>\nendobj\n"):
            yield f"followed by {behind!r}", answered(replace(page, behind=behind))
    broken, foreign = replace(SEAL, intact=False), replace(SEAL, chain="untrusted", organisation="")
    reviews: Mapping[str, Review] = {
        "a seal": Review([SEAL], []), "two seals": Review([SEAL, foreign], []), "a broken seal": Review([SEAL, broken], []),
        "a seal that is not checked": Review([replace(SEAL, chain="not_checked")], []),
        "a seal that was moved": Review([SEAL], [Problem("sealing.moved")]),
        "something idle": Review([], [Problem("sealing.idle"), Problem("sealing.blanks")]),
        "something idle and moved": Review([], [Problem("sealing.idle"), Problem("sealing.moved")]),
        "something foreign": Review([SEAL], [Problem("sealing.foreign")])}
    font = {**TOOLS, "fonts": {"NotoSansCJK-Regular.ttc": f"sha256:{'0' * 64}"}}
    first, last = page.contents
    other = replace(page, contents=[first.replace("790 Tm", "70 Tm"), last])
    for tools in (TOOLS, font):
        for kind, found in reviews.items():
            with machine(tools=tools) as patch:
                patch.setattr("checker.verifying.verifying.review", lambda *_, found=found: found)
                yield f"{kind}{'' if tools is TOOLS else ', other fonts'}", answered(page, trust=(b"x",))
                yield f"{kind}, on another page{'' if tools is TOOLS else ', other fonts'}", answered(other).answer("page")


def by_another(drifted: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Any]]:
    """The answer on the page where some components are others, unchanged and changed."""
    page = sheet([recorded()])
    first, last = page.contents
    changes: Mapping[str, Sheet] = {
        "unchanged": page, "another word": replace(page, contents=[first.replace(NAME, OTHER_NAME), last]),
        "covered": replace(page, contents=[first + " 1 1 1 rg 0 0 600 900 re f", last]),
        "an action": replace(page, catalogue="/OpenAction << /S /JavaScript /JS (1) >>"),
        "other outlines": replace(page, outlines=b"OUTLINES"), "no outlines": replace(page, outlines=b"")}
    for drift, tools in drifted.items():
        with machine(tools={**TOOLS, **tools}):
            for kind, changed in changes.items():
                found = answered(changed)
                yield f"{drift}: {kind}", [found.status, *_answer(found.answer("page"))]


def other_programs() -> Iterator[tuple[str, Any]]:
    """Pages by another program."""
    yield from by_another({"the program": {"code": f"sha256:{'0' * 64}"}, "the templates": {"templates": f"sha256:{'0' * 64}"}, "the version": {"checker": "1.0"}})
    page = sheet([recorded()])
    with machine(tools={**TOOLS, "zlib": "1.4"}):
        yield "what can not be painted", answered(replace(page, contents=[f"{page.contents[0]} 1 0 0 cm", page.contents[1]]))
        yield "whole", answered(replace(page, contents=[page.contents[0].replace(NAME, OTHER_NAME), page.contents[1]]))
        yield "by a program that was never published", answered(with_data(page, "toolchain.json", lambda tools: tools.update(code="x")))


def other_libraries() -> Iterator[tuple[str, Any]]:
    """Pages set by other libraries."""
    packages: Any = TOOLS["packages"]
    yield from by_another({"zlib": {"zlib": "1.4"}, "a library": {"libraries": {"pango": "1.6"}}, **{
        name: {"packages": {**packages, name: "0"}} for name in ("weasyprint", "jinja2", "fonttools", "pyphen")}})


def other_fonts() -> Iterator[tuple[str, Any]]:
    """Pages set in other fonts."""
    yield from by_another({"the font": {"fonts": {"NotoSansCJK-Regular.ttc": f"sha256:{'0' * 64}"}}, "a font less": {"fonts": {}}})


def _answer(answer: Answer) -> list[object]:
    return [answer.holds, *answer.said]


def made_otherwise() -> Iterator[tuple[str, Verification]]:
    """An honest page that this machine sets in another way."""
    page = sheet([recorded()])

    def other(*given: Any, **more: Any) -> PageFile:
        return PageFile(laid(*given, **more).pdf.replace(b"%...", b"%,.."), ())

    for tools in (TOOLS, {**TOOLS, "zlib": "1.4"}):
        with machine(tools=tools) as patch:
            patch.setattr("checker.verifying.examining.document", other)
            yield f"zlib {tools['zlib']}", answered(page)
            yield f"zlib {tools['zlib']}, followed by a byte", answered(replace(page, behind=b"\n"))


TEXT = "BT /F 10 Tf 1 0 0 1 50 700 Tm [<00410042>] TJ ET"
PAINTED: Mapping[str, str] = {
    "as it is due": TEXT, "in another colour": f"1 0 0 rg {TEXT}", "in grey": f"0.5 g {TEXT}", "in inks": f"0 0 0 1 k {TEXT}",
    "in a space": f"/DeviceRGB cs 1 0 0 sc {TEXT}", "in a pattern": f"/P scn {TEXT}", "restored": f"q 1 0 0 rg Q {TEXT}",
    "restored too often": f"Q Q {TEXT}", "outlined": f"BT 1 Tr ET {TEXT}", "scaled": f"2 0 0 2 0 0 cm {TEXT}", "scaled twice": f"2 0 0 2 0 0 cm 1 0 0 3 5 7 cm {TEXT}",
    "turned": f"0 1 -1 0 0 0 cm {TEXT}", "moved off": f"1 0 0 1 5000 0 cm {TEXT}", "moved below": f"1 0 0 1 0 -702 cm {TEXT}",
    "moved to the edge": f"1 0 0 1 -51 0 cm {TEXT}", "moved to the right": f"1 0 0 1 546 0 cm {TEXT}", "moved up": f"1 0 0 1 0 143 cm {TEXT}",
    **{f"moved by {x} and {y}": f"1 0 0 1 {x} {y} cm {TEXT}" for x, y in ((-51.5, 0), (-52, 0), (541.5, 0), (546.5, 0), (0, 143.5), (0, -701), (0, -701.5))},
    "of another size": TEXT.replace("10 Tf", "9 Tf"), "of another font": TEXT.replace("/F ", "/G "), "shown by Tj": TEXT.replace("[<00410042>] TJ", "<00410042> Tj"),
    "by one letter": TEXT.replace("00410042", "0041"), "by another letter": TEXT.replace("0042", "0043"), "by an unknown letter": TEXT.replace("0042", "00"),
    "kerned": TEXT.replace("[<0041", "[<0041> -1500 <"), "leaping": TEXT.replace("[<0041", "[<0041> -1501 <"), "leaping ahead": TEXT.replace("[<0041", "[<0041> 1501 <"),
    "clipped away": f"0 0 10 10 re W n {TEXT}", "clipped otherwise": f"0 0 10 10 re W* n {TEXT}", "clipped around": f"0 600 300 300 re W n {TEXT}",
    "clipped and restored": f"q 0 0 10 10 re W n Q {TEXT}", "clipped by lines": f"40 690 m 90 690 l 90 720 l 40 720 l h W n {TEXT}",
    "clipped by curves": f"40 690 m 1 2 3 4 90 720 c 5 6 40 720 v 7 8 40 690 y h W n {TEXT}", "clipped by nothing": f"W n {TEXT}",
    "covered": f"{TEXT} 0 0 600 900 re f", "half covered": f"{TEXT} 0 0 55 900 re f", "covered by strokes": f"{TEXT} 0 0 600 900 re S",
    "a line": f"{TEXT} 0 0 m 9 9 l s", **{f"filled by {fill}": f"{TEXT} 40 690 30 30 re {fill}" for fill in ("F", "f*", "B", "B*", "b", "b*")},
    "filled before": f"40 690 30 30 re f {TEXT}", "filled after a scaled one": f"{TEXT} 2 0 0 2 0 0 cm 20 345 15 15 re f",
    "filled with a path that was ended": f"{TEXT} 40 690 30 30 re n 1 1 1 1 re f", "of a state": f"/G gs {TEXT}", "of no state": f"/H gs {TEXT}",
    "of a state of painting": f"/S gs {TEXT}", "in a layer": f"/OC /M BDC {TEXT} EMC", "marked": f"/P << /MCID 0 >> BDC {TEXT} EMC", "marked as a layer": f"/OC BMC {TEXT} EMC",
    "a picture": f"{TEXT} /I Do", "nothing": "", "spaces": TEXT.replace("0042", "0020"), "wide ones": TEXT.replace("00410042", "4E004E8C")}


def paint() -> Iterator[tuple[str, Any]]:
    """How letters are painted, and what of that is told of a page."""
    dress: dict[str, Any] = {"resources": "/ColorSpace << /C /DeviceRGB >>", "states": "/G << /ca 0.5 >> /S << /SA true >> /H << /ca 1 /CA 1 >>"}

    def page(content: str, **more: Any) -> Opened:
        return opened(Sheet([content + "\n"], **(dress | more)).pdf())

    due = page(TEXT)
    for kind, content in PAINTED.items():
        given = page(content)
        found = drawn(given.reader.pages[0], given.reader)
        yield kind, [
            *(f"{letter} {look}" for letter, look in found.letters), f"{found.shapes} {found.covered} {sorted(found.used)}",
            [(round(x, 2), round(y, 2)) for x, y in found.spots], *painted(given, due),
            [one.code for one in (*painted(given, due, digests=True), *painted(due, given))]]
    dresses: Mapping[str, dict[str, Any]] = {
        "a wider page": {"page": "/CropBox [0 0 1 1]"}, "turned": {"page": "/Rotate 90"}, "a unit": {"page": "/UserUnit 2"},
        "a picture": {"resources": dress["resources"] + " /XObject << /I 7 0 R >>"}, "a shading": {"resources": dress["resources"] + " /Shading << /S << /A [1 2.0 true (x) null] >> >>"},
        "other outlines": {"outlines": b"x"}, "no outlines": {"outlines": b""}, "another encoding": {"font": "/Encoding /Identity-V"},
        "other widths": {"font": "/Encoding /Identity-H /W [1 2]"}, "a font without a kind": {"font": ""},
        "a deep one": {"resources": dress["resources"] + " /A " + "[" * 11 + "1" + "]" * 11}, "a deeper one": {"resources": dress["resources"] + " /A " + "[" * 12 + "1" + "]" * 12},
        "a deep other one": {"resources": dress["resources"] + " /A " + "[" * 11 + "2" + "]" * 11}, "a box of another": {"page": "/BleedBox [0 0 1 1] /TrimBox [0 0 1 1] /ArtBox [0 0 1 1]"}}
    for kind, more in dresses.items():
        for fonts in (False, True):
            yield f"{kind}{', the same fonts' if fonts else ''}", painted(page(TEXT, **more), due, fonts=fonts)
    one, other = (opened(Sheet([TEXT + "\n"] * count, **dress).pdf()) for count in (3, 2))
    yield "more pages", painted(one, other)
    for content in ("1 0 0 cm", "TJ", "Tf", "1 2 3 l", "1 2 3 re", "(a) Tm", "gs", "1 2 3 4 5 6 7 cm"):
        yield f"what can not be painted: {content}", raised(lambda: painted(page(f"{TEXT} {content}"), due))  # noqa: B023
    yield "objects that are none", raised(lambda: added(page(TEXT, resources="/XObject 5"), due))
    many = TEXT.replace("00410042", "0041" * 13)
    yield "thirteen letters", painted(page(f"1 g {many}"), page(many))
    for letters, others in (("0a1f", "1bcd"), ("0a1f", "0g1f"), ("0g1f", "0a1f"), ("0a1", "0a1f"), ("0a1f", "0a1")):
        coded = ["BT /F 10 Tf 1 0 0 1 50 700 Tm [<" + words.encode("utf-16-be").hex() + ">] TJ ET" for words in (letters, others)]
        for digests in (True, False):
            yield f"{letters} for {others}{', digests' if digests else ''}", painted(page(coded[0]), page(coded[1]), digests=digests)


SUBJECTS = {"words": words, "places": places, "lengths": lengths, "followed": followed, "other-programs": other_programs, "other-libraries": other_libraries, "other-fonts": other_fonts,
            "made-otherwise": made_otherwise, "paint": paint}
