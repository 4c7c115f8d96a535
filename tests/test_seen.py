"""What is painted of letters that can be read out: hidden, whitened, covered, shrunk, moved away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pages
import pikepdf
import pytest
from pages import PROJECT, SMALL, page, rewritten, set_once  # noqa: F401 - a fixture
from plain_pages import Sheet
from verified_pages import codes, fixture_elsewhere, verified, words  # noqa: F401 - a fixture

from checker.capsule.opening import opened
from checker.verifying.page_check import painted
from checker.verifying.seen import Drawn, drawn, unlike

EACH = (pytest.param(PROJECT, marks=pytest.mark.whole), SMALL)


def around_the_first_run(before: bytes, after: bytes = b"") -> Callable[[pikepdf.Pdf], None]:
    """Operators before the first run of letters of the first page, and behind it."""
    def change(document: pikepdf.Pdf) -> None:
        sheet = document.pages[0]
        raw = sheet.Contents.read_bytes()
        head, show, tail = raw.partition(b"TJ")
        at = head.rindex(b"[")
        sheet.Contents.write(head[:at] + before + b" " + head[at:] + show + b" " + after + tail)

    return change


# Each is a page of a verdict on which letters are no longer what one sees.
HIDDEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "invisible by its mode of painting": around_the_first_run(b"3 Tr", b"0 Tr"),
    "white": around_the_first_run(b"1 1 1 rg"),
    "of no size": around_the_first_run(b"0.01 0 0 0.01 0 0 cm"),
    "off the page": around_the_first_run(b"1 0 0 1 5000 5000 cm"),
    "outside a clip": around_the_first_run(b"ET 0 0 1 1 re W n BT"),
    "squeezed to nothing": around_the_first_run(b"0 Tz", b"100 Tz"),
    "covered": pages.drawn_over(0, b"1 1 1 rg 0 0 900 900 re f"),
    "in a layer": around_the_first_run(b"/OC /MC0 BDC", b"EMC"),
}


@pytest.mark.parametrize("sample", EACH)
@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_seen_is_painted_otherwise(name: str, sample: str) -> None:
    honest, changed = opened(page(sample)), opened(rewritten(page(sample), HIDDEN[name]))
    due = drawn(honest.reader.pages[0], honest.reader)
    assert unlike(drawn(changed.reader.pages[0], changed.reader), due)
    assert not unlike(due, due)


@pytest.mark.parametrize("name", ["white", "covered"])
def test_under_other_fonts_letters_that_are_not_seen_are_told(
        name: str, elsewhere: Callable[..., None]) -> None:
    changed = rewritten(page(SMALL), HIDDEN[name])
    elsewhere(fonts={"NotoSansCJK-Regular.ttc": "sha256:" + "ab" * 32})
    found = verified(changed)
    assert found.status == "different"
    assert {"page.unseen", "page.painted"} & set(codes(found, "page")), words(found)


def small(document: pikepdf.Pdf) -> None:
    document.pages[0].MediaBox = pikepdf.Array([-5000, -5000, 5595, 5842])


def all_white(document: pikepdf.Pdf) -> None:
    """Every colour of the page is another one, though the operators are the same."""
    white = document.make_stream(b"{pop pop pop 1 1 1}", FunctionType=4, Domain=[0, 1] * 3, Range=[0, 1] * 3)
    names = pikepdf.Array([pikepdf.Name.a, pikepdf.Name.b, pikepdf.Name.c])
    document.pages[0].Resources.ColorSpace = pikepdf.Dictionary(DefaultRGB=pikepdf.Array(
        [pikepdf.Name.DeviceN, names, pikepdf.Name.DeviceRGB, white]))


def masked(document: pikepdf.Pdf) -> None:
    for state in document.pages[0].Resources.ExtGState.values():
        state["/SMask"] = pikepdf.Dictionary(S=pikepdf.Name.Alpha)


def without_outlines(document: pikepdf.Pdf) -> None:
    for font in document.pages[0].Resources.Font.values():
        described = font.DescendantFonts[0].FontDescriptor
        for name in sorted(described.keys()):
            if name.startswith("/FontFile"):
                described[name].write(b"")


def drawn_as_nothing(document: pikepdf.Pdf) -> None:
    """A font whose letters are drawings, and there are none."""
    fonts = document.pages[0].Resources.Font
    name = next(iter(fonts.keys()))
    fonts[name] = document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        FontBBox=[0, 0, 1, 1], CharProcs=pikepdf.Dictionary(), Encoding=pikepdf.Dictionary(Differences=[0]),
        FirstChar=0, LastChar=0, Widths=[0], ToUnicode=fonts[name].ToUnicode))


def spread(document: pikepdf.Pdf) -> None:
    """Letters that move each other off the page."""
    for font in document.pages[0].Resources.Font.values():
        font.DescendantFonts[0].W = pikepdf.Array([0, 65535, 9000])


def a_picture(document: pikepdf.Pdf) -> None:
    picture = document.make_stream(
        b"\xff\xff\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8)
    document.pages[0].Resources.XObject = pikepdf.Dictionary(Im1=picture)
    pages.drawn_over(0, b"300 0 0 100 50 500 cm /Im1 Do")(document)


def shaded(document: pikepdf.Pdf) -> None:
    white = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[1], N=1)
    document.pages[0].Resources.Shading = pikepdf.Dictionary(S1=pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceGray, Coords=[0, 0, 1, 0], Function=white, Extend=[True, True]))
    pages.drawn_over(0, b"/S1 sh")(document)


# What is painted is the same; what it is painted with is not.
DRESSED = {one.__name__: one for one in (
    small, all_white, masked, without_outlines, drawn_as_nothing, a_picture, shaded)}


@pytest.mark.parametrize("sample", EACH)
@pytest.mark.parametrize("name", DRESSED)
def test_what_a_page_is_painted_with_has_to_be_the_same_under_other_fonts(name: str, sample: str) -> None:
    changed = opened(rewritten(page(sample), DRESSED[name]))
    assert painted(changed, opened(page(sample)))


def test_where_fonts_are_the_same_so_are_their_letters_and_widths() -> None:
    honest, changed = opened(page(SMALL)), opened(rewritten(page(SMALL), spread))
    assert painted(changed, honest, fonts=True)
    assert not painted(honest, opened(page(SMALL)), fonts=True)


def test_a_page_all_in_white_is_told_whatever_toolchain_it_claims(
        elsewhere: Callable[..., None]) -> None:
    changed = rewritten(page(SMALL), all_white)
    elsewhere(fonts={"NotoSansCJK-Regular.ttc": "sha256:" + "ab" * 32})
    found = verified(changed)
    assert found.status == "different"
    assert "page.painted" in codes(found, "page")


def test_words_read_out_are_never_said_to_prove_what_is_seen(elsewhere: Callable[..., None]) -> None:
    pdf: Any = page(SMALL)
    elsewhere(fonts={"NotoSansCJK-Regular.ttc": "sha256:" + "ab" * 32})
    found = verified(pdf)
    if "page.words_same" in codes(found, "page"):
        assert "读出的文字不能证明眼睛看到的就是这些字" in words(found)


def test_letters_that_a_font_draws_as_one_are_told_apart() -> None:
    """Two f are one shape in many fonts, so a digest would move all that is compared behind it."""
    def lettered(words: str) -> bytes:
        from weasyprint import HTML

        return bytes(HTML(string=f"<p style='font-family: Noto Sans CJK SC'>{words}").write_pdf())

    pair, apart, longer = (opened(lettered(words)).reader for words in ("0ff1 同", "0f1f 同", "0ff1f 同"))
    assert [letter for letter, _ in drawn(pair.pages[0], pair).letters] == list("0ff1同")
    first, second, third = (drawn(one.pages[0], one) for one in (pair, apart, longer))
    assert not unlike(first, second, digests=True)
    assert unlike(first, third, digests=True)


AB = "BT /F 10 Tf 1 0 0 1 50 700 Tm [<00410042>] TJ ET"
CORNER = AB.replace("50 700", "0 0")


def seen(content: str) -> Drawn:
    """What is seen of a page that is written here."""
    reader = opened(Sheet([content + "\n"]).pdf()).reader
    return drawn(reader.pages[0], reader)


def shown(content: str) -> list[bool]:
    return [look.inside for _, look in seen(content).letters]


@pytest.mark.parametrize(("painting", "covers"), [
    *((fill, True) for fill in ("f", "F", "f*", "B", "B*", "b", "b*")), ("S", False), ("s", False)])
def test_a_box_shows_however_it_is_painted_and_covers_letters_if_it_is_filled(painting: str, covers: bool) -> None:
    after, before = seen(f"{AB} 1 g 40 690 30 30 re {painting}"), seen(f"1 g 40 690 30 30 re {painting} {AB}")
    assert (after.covered, after.shapes) == (2 if covers else 0, [(painting, ("1",), "", 2)])
    assert (before.covered, before.shapes) == (0, [(painting, ("1",), "", 0)])


def test_a_path_that_is_only_ended_is_not_seen() -> None:
    found = seen(f"{AB} 40 690 30 30 re n")
    assert (found.covered, found.shapes) == (0, [])


@pytest.mark.parametrize("path", [
    "40 690 30 30 re", "40 690 m 70 720 l", "40 690 m 41 691 42 692 70 720 c", "40 690 m 70 720 42 692 40 690 c",
    "40 690 m 41 691 70 720 v", "40 690 m 41 691 70 720 y", "70 720 m 40 690 l h", "70 690 m 40 690 l 40 720 l h"])
def test_a_box_reaches_as_far_as_each_operator_that_draws_it(path: str) -> None:
    assert seen(f"{AB} {path} f").covered == 2
    assert shown(f"{path} W n {AB}") == [True, True]
    assert shown(f"q {path} W* n Q {CORNER}") == [True, True]
    assert shown(f"{path} W* n {CORNER}") == [False, False]


def test_a_path_of_no_points_covers_nothing_and_leaves_nothing_to_be_seen() -> None:
    assert seen(f"{CORNER} f").covered == 0
    assert shown(f"W n {CORNER}") == [False, False]
    assert shown(CORNER) == [True, True]


def test_letters_are_filled_unless_another_mode_is_set() -> None:
    assert unlike(seen(f"0 Tr {AB}"), seen(f"0 Tr {AB}")) == []
    assert seen(f"0 Tr {AB}").letters == seen(AB).letters
    assert unlike(seen(f"3 Tr {AB}"), seen(f"0 Tr {AB}")) == ["A", "B"]


@pytest.mark.parametrize(("by", "leaps"), [(-1500, False), (1500, False), (-1501, True), (1501, True)])
def test_a_move_within_a_run_is_a_leap_from_more_than_one_and_a_half_times_the_size(by: int, leaps: bool) -> None:
    found = seen(AB.replace("<00410042>", f"<0041> {by} <0042>"))
    assert [(letter, look.leaps) for letter, look in found.letters] == [("A", False), ("B", leaps)]


def test_each_page_is_seen_by_itself() -> None:
    first, second = seen(AB), seen("")
    assert (first.used, first.spots) == ({"BT", "ET", "Tf", "Tm", "TJ"}, [(52.5, 700 + 10 / 3), (57.5, 700 + 10 / 3)])
    assert second == Drawn()
    assert (second.used, second.letters, second.spots) == (set(), [], [])
