"""What a number's format in a workbook adds to the number: unit, currency, scale, per cent, digits shown.

Owns what a number looks like under a format.  The value stays the stored one; what is shown otherwise is
carried beside it.  It must not know cells or what a number means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext

from checker.limits import LONGEST_FORMAT, MAX_DIGITS
from checker.sheets.format_sections import (
    PLACES,
    YUAN,
    FormatSection,
    applying,
    foreign_currency,
    sections_of,
)

# Whatever a format asks for: places, and two for each sign of per cent.
_PRECISION = MAX_DIGITS + 3 * LONGEST_FORMAT


@dataclass(frozen=True)
class ShownNumber:
    """A number as its cell gives it: the stored value with the format's words, or the fault.

    ``shown`` are the digits on the screen with those words, where they come to another number than
    ``text`` or have zeros in front; ``spelled`` where they are the same number with zeros behind its
    fraction, as in 3.10, which a place may mean; ``hidden`` when the format shows nothing; ``dated`` when
    it shows a day, ``timed`` an hour.
    """

    text: str = ""
    shown: str = ""
    spelled: str = ""
    hidden: bool = False
    dated: bool = False
    timed: bool = False
    fault: str | None = None
    params: dict[str, str] = field(default_factory=dict)


def shown(number: Decimal, written: str) -> ShownNumber:
    """A stored number as a format shows it."""
    with localcontext() as context:
        context.prec = _PRECISION
        return _shown(number, written)


def _shown(number: Decimal, written: str) -> ShownNumber:
    if len(written) > LONGEST_FORMAT:
        return ShownNumber(_plain(number), fault="workbook.long_format", params={"given": written[:40] + "…"})
    odd = ShownNumber(_plain(number), fault="form.odd_format", params={"given": written})
    sections = sections_of(written)
    if any(section.of("open") for section in sections):
        return ShownNumber(_plain(number), fault="workbook.open_format", params={"given": written})
    section = applying(sections, number)
    if section is None or any(part.of("unread") for part in sections):
        return odd
    foreign = section.foreign or foreign_currency(section)
    if foreign:
        return ShownNumber(_plain(number), fault="form.foreign_currency", params={"currency": foreign})
    digits, dates, times = section.of("digits"), section.of("date"), section.of("time")
    if dates or times:
        if any(c in "#?," for c in digits) or digits.strip("0."):
            return odd
        return ShownNumber(_plain(number), dated=bool(dates), timed=not dates)
    return _amount(number, section, odd)


def _amount(number: Decimal, section: FormatSection, odd: ShownNumber) -> ShownNumber:
    """A number that is shown in digits, or by words alone."""
    kinds = [kind for kind, _ in section.parts if kind != "word"]
    before, inside, after = _words(section)
    if "digits" not in kinds and "general" not in kinds:
        said = before + after
        return ShownNumber(_plain(number), said if said and "text" not in kinds else "",
                     hidden=not said and "text" not in kinds)
    digits = section.of("digits")
    scale = _scale(digits)
    scaled = number.scaleb(2 * section.of("percent").count("%")).scaleb(-3 * scale)
    if inside.strip() or (scale and not after):
        return odd
    if section.negative and section.signed:
        # The section says in its own way that the number is below zero.
        before, after = before.strip("-(（"), after.strip("-)）")
    percent = "%" if "percent" in kinds else ""
    text = f"{before}{_plain(scaled)}{percent}{after}"
    if "general" in kinds or "fraction" in kinds or "exponent" in kinds:
        return ShownNumber(text)
    if not number and "0" not in digits:
        return ShownNumber("0", before + after, hidden=not before + after)
    seen = _rounded(scaled.copy_abs() if section.negative else scaled, digits)
    signless = section.negative and not section.signed
    same = Decimal(seen).copy_abs() == scaled.copy_abs() and not signless
    zeros = seen.startswith("0") and seen[1:2].isdecimal()
    on_screen = f"{before}{seen}{percent}{after}"
    if not same or zeros:
        return ShownNumber(text, on_screen)
    # A whole number shown as 2921.00 is 2921: such formats lie over whole sheets.
    plain = scaled == scaled.to_integral_value() or on_screen == text
    return ShownNumber(text, spelled="" if plain else on_screen)


def _plain(number: Decimal) -> str:
    """A number in digits, without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scale(digits: str) -> int:
    """By how many thousands the number is divided: the commas behind the last digit of its whole part."""
    whole = digits.partition(".")[0]
    return len(whole) - len(whole.rstrip(",")) + (
        len(digits) - len(digits.rstrip(",")) if "." in digits else 0)


def _rounded(number: Decimal, digits: str) -> str:
    """The digits that stand on the screen, without commas for thousands."""
    whole, _, part = digits.replace(",", "").partition(".")
    places = sum(c in PLACES for c in part)
    seen = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    sign, seen = ("-", seen[1:]) if seen.startswith("-") else ("", seen)
    front, _, back = seen.partition(".")
    back = back.rstrip("0").ljust(part.count("0"), "0")
    front = front.lstrip("0").rjust(whole.count("0"), "0") or "0"
    return f"{sign}{front}.{back}" if back else sign + front


def _words(section: FormatSection) -> tuple[str, str, str]:
    """What is said before, between and behind the digits; the sign of the renminbi is none of it."""
    before, inside, after = "", "", ""
    started = False
    for kind, said in section.parts:
        if kind in ("digits", "general", "fraction", "exponent"):
            started, inside, after = True, inside + after, ""
        elif kind == "word":
            kept = "".join(c for c in said if c not in YUAN)
            before, after = (before, after + kept) if started else (before + kept, after)
    return before.strip(), inside, after.strip()
