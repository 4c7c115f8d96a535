"""What is painted of letters that can be read out: hidden, whitened, covered, shrunk, moved away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pages
import pikepdf
import pytest
from pages import PROJECT, page, rewritten
from test_verify import codes, elsewhere, verified, words  # noqa: F401 - a fixture

from checker.archive.replay.opening import opened
from checker.archive.replay.seen import drawn, unlike


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


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_seen_is_painted_otherwise(name: str) -> None:
    honest, changed = opened(page(PROJECT)), opened(rewritten(page(PROJECT), HIDDEN[name]))
    due = drawn(honest.reader.pages[0], honest.reader)
    assert unlike(drawn(changed.reader.pages[0], changed.reader), due)
    assert not unlike(due, due)


@pytest.mark.parametrize("name", ["white", "covered"])
def test_under_other_fonts_letters_that_are_not_seen_are_told(
        name: str, elsewhere: Callable[..., None]) -> None:  # noqa: F811
    changed = rewritten(page(PROJECT), HIDDEN[name])
    elsewhere(fonts={"NotoSansCJK-Regular.ttc": "sha256:" + "ab" * 32})
    found = verified(changed)
    assert found.status == "different"
    assert {"page.unseen", "page.painted"} & set(codes(found, "page")), words(found)


def test_words_read_out_are_never_said_to_prove_what_is_seen(elsewhere: Callable[..., None]) -> None:  # noqa: F811
    pdf: Any = page(PROJECT)
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
