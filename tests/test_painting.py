"""What painting is left out where a page is written: only what nobody can see, whatever the operators are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from checker.reporting.painting import Painted, repainted
from checker.reporting.straight_lines import joined

RED, BLUE = b"1 0 0 rg", b"0 0 1 rg"
SQUARE = [b"0 0 9 9 re", b"f"]


def left(*operators: bytes, forms: Mapping[bytes, Sequence[bytes]] = {}) -> list[Any]:
    return repainted(operators, [], forms).operators


def tagged(*pieces: tuple[int | None, Sequence[bytes]], owners: Sequence[int | None]) -> Painted:
    """Pieces of content, each with its number or as what belongs to none."""
    operators: list[Any] = []
    for number, piece in pieces:
        operators += ("/Artifact", b"BMC") if number is None else ("/Span", {"MCID": number}, b"BDC")
        operators += (*piece, b"EMC")
    return repainted(operators, owners, {})


def test_a_state_is_set_once_and_set_again_where_it_was_undone() -> None:
    assert left(RED, *SQUARE, RED, *SQUARE) == [RED, *SQUARE, *SQUARE]
    assert left(b"q", RED, *SQUARE, b"Q", b"q", RED, *SQUARE, b"Q") == [RED, *SQUARE, *SQUARE]
    assert left(RED, b"q", BLUE, *SQUARE, b"Q", *SQUARE) == [BLUE, *SQUARE, RED, *SQUARE]
    assert left(b"q", RED, *SQUARE, b"Q", *SQUARE) == [RED, *SQUARE, b"0 g", *SQUARE]
    assert left(b"q", RED, b"2 w", b"Q") == []


def test_a_state_that_does_not_show_is_not_set() -> None:
    assert left(b"2 w", b"1 0 0 RG", RED, *SQUARE) == [RED, *SQUARE]
    assert left(b"0 J", b"[] 0 d", b"/a1.0 gs", *SQUARE) == SQUARE
    assert left(b"1 0 m", b"2 1 l", b"2 w", b"S") == [b"2 w", b"1 0 m", b"2 1 l", b"S"]


def test_what_only_its_level_undoes_keeps_its_level() -> None:
    moved = [b"q", b"2 0 0 2 0 0 cm", *SQUARE, b"Q"]
    assert left(*moved, *SQUARE) == [*moved, *SQUARE]
    clipped = [b"q", b"0 0 5 5 re", b"W", b"n", RED, *SQUARE, b"Q"]
    assert left(*clipped, *clipped) == clipped * 2
    assert left(b"q", b"0 0 5 5 re", b"n", *SQUARE, b"Q") == SQUARE


def test_an_opacity_stays_in_its_level() -> None:
    assert left(b"q", b"/a0.5 gs", *SQUARE, b"Q", b"/a1.0 gs", *SQUARE) == [
        b"q", b"/a0.5 gs", *SQUARE, b"Q", *SQUARE]
    assert left(b"q", b"/a0.5 gs", *SQUARE, b"/a1.0 gs", *SQUARE, b"Q") == [
        b"q", b"/a0.5 gs", *SQUARE, b"/a1.0 gs", *SQUARE, b"Q"]


@pytest.mark.parametrize("strange", [b"/p0 scn", b"/s0 gs", b"0.5 g", b"/Perceptual ri", b"50 i"])
def test_an_unknown_operator_is_left_with_its_level_and_all_that_came_before(strange: bytes) -> None:
    assert left(b"q", RED, strange, *SQUARE, b"Q", RED, *SQUARE) == [
        b"q", RED, strange, *SQUARE, b"Q", RED, *SQUARE]
    within = [b"q", RED, strange, b"q", BLUE, *SQUARE, b"Q", *SQUARE, b"Q"]
    assert left(*within) == within, "what was set is not known, so that only its level undoes what comes after"


def test_letters_are_moved_by_nothing_where_they_were_moved_by_nothing() -> None:
    letters = [b"BT", b"/F 9 Tf", b"1 0 0 -1 3 4 Tm", b"[<0001>0<0002>-20<0003>0] TJ", b"ET"]
    assert left(*letters) == [*letters[:3], b"[<00010002>-20<0003>] TJ", b"ET"]
    assert left(*letters, *letters).count(b"BT") == 1
    assert left(*letters, *letters).count(b"1 0 0 -1 3 4 Tm") == 2


def test_an_unknown_operator_of_a_text_stays_in_it() -> None:
    assert left(b"BT", b"/F 9 Tf", b"3 4 Td", b"[<0001>] TJ", b"ET") == [
        b"BT", b"/F 9 Tf", b"3 4 Td", b"[<0001>] TJ", b"ET"]


def test_what_is_called_for_is_painted_there_with_what_is_set_there() -> None:
    form = [RED, *SQUARE]
    assert left(BLUE, b"/x0 Do", *SQUARE, forms={b"/x0 Do": form}) == [RED, *SQUARE, BLUE, *SQUARE]
    assert left(BLUE, b"/x1 Do", forms={b"/x0 Do": form}) == [BLUE, b"/x1 Do"]


def test_pieces_of_one_element_are_one_piece() -> None:
    found = tagged((0, SQUARE), (1, SQUARE), (2, SQUARE), (None, SQUARE), (3, SQUARE), owners=[7, 7, 8, 8])
    assert found.operators == ["/Span", b"<</MCID 0>>", b"BDC", *SQUARE, *SQUARE, b"EMC",
                               "/Span", b"<</MCID 1>>", b"BDC", *SQUARE, b"EMC",
                               "/Artifact", b"BMC", *SQUARE, b"EMC",
                               "/Span", b"<</MCID 2>>", b"BDC", *SQUARE, b"EMC"]
    assert found.numbers == {0: 0, 1: 0, 2: 1, 3: 2}


def test_content_of_no_element_is_of_none_and_what_paints_nothing_is_no_piece() -> None:
    found = tagged((0, SQUARE), (1, []), (2, SQUARE), owners=[None, 7, 7])
    assert found.operators[:2] == ["/Artifact", b"BMC"]
    assert found.numbers == {2: 0}


def test_a_tag_and_a_level_end_within_each_other() -> None:
    within = [b"q", b"2 0 0 2 0 0 cm", *SQUARE, b"Q"]
    assert tagged((0, within), (1, within), owners=[7, 7]).operators == [
        "/Span", b"<</MCID 0>>", b"BDC", *within, *within, b"EMC"]
    around = repainted([b"q", b"2 0 0 2 0 0 cm", "/Span", {"MCID": 0}, b"BDC", *SQUARE, b"EMC", b"Q",
                        "/Span", {"MCID": 1}, b"BDC", *SQUARE, b"EMC"], [7, 7], {})
    assert around.operators == [b"q", b"2 0 0 2 0 0 cm", "/Span", b"<</MCID 0>>", b"BDC", *SQUARE, b"EMC", b"Q",
                                "/Span", b"<</MCID 1>>", b"BDC", *SQUARE, b"EMC"]
    assert around.numbers == {0: 0, 1: 1}


def line(*ends: int) -> tuple[bytes, bytes]:
    return b"%d %d m" % ends[:2], b"%d %d l" % ends[2:]


def drawn(*lines: tuple[int, int, int, int]) -> list[bytes]:
    return [part for one in lines for part in (*line(*one), b"S")]


def test_lines_that_touch_are_one_line() -> None:
    assert list(joined([line(0, 5, 4, 5), line(4, 5, 7, 5), line(6, 5, 9, 5)])) == drawn((0, 5, 9, 5))
    assert list(joined([line(3, 4, 3, 9), line(3, 4, 3, 1)])) == drawn((3, 1, 3, 9))
    assert list(joined([line(0, 0, 9, 0), line(2, 0, 5, 0)])) == drawn((0, 0, 9, 0))


def test_lines_that_do_not_touch_or_lean_stay() -> None:
    for lines in ([(0, 5, 4, 5), (5, 5, 7, 5)], [(0, 5, 4, 5), (4, 6, 7, 6)], [(0, 0, 4, 4), (4, 4, 8, 8)]):
        assert list(joined([line(*one) for one in lines])) == drawn(*lines)


def test_lines_are_joined_only_where_nothing_else_is_painted_between_and_none_is_dashed() -> None:
    one, other = drawn((0, 5, 4, 5)), drawn((4, 5, 7, 5))
    assert left(*one, *other) == drawn((0, 5, 7, 5))
    assert left(*one, *SQUARE, *other) == [*one, *SQUARE, *other]
    assert left(*one, b"2 w", *other) == [*one, b"2 w", *other]
    dashed = [b"[3 3] 0 d", *one, *other]
    assert left(*dashed) == dashed
