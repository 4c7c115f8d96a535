"""What a number's format in a workbook adds to the number: unit, currency, scale, per cent, digits shown.

Owns the small language of number formats, read in one pass over its characters.  The value stays the
stored one; what is shown otherwise is carried beside it.  It must not know cells or what a number means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from operator import eq, ge, gt, le, lt, ne

LONGEST = 255  # an office program keeps no longer format
_GENERAL = ("general", "g/通用格式", "通用格式", "standard")
_PLACES, _DATES, _TIMES = "0#?", "ydeb", "hs"
_COMPARE = {"<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq}
_YUAN = {"¥", "￥", "CN¥", "CNY", "RMB", "人民币"}
_CHINESE = 0x04  # the primary language of a Chinese locale
_PRIMARY = 0x3FF
_SECTIONS = 4
_PRECISION = 60


@dataclass(frozen=True)
class Shown:
    """A number as its cell gives it: the stored value with the format's words, or the fault.

    ``shown`` are the digits on the screen with those words, where they differ from ``text``; ``hidden``
    when the format shows nothing; ``dated`` when it shows a day, ``timed`` an hour.
    """

    text: str = ""
    shown: str = ""
    hidden: bool = False
    dated: bool = False
    timed: bool = False
    fault: str | None = None
    params: dict[str, str] = field(default_factory=dict)


@dataclass
class _Section:
    """One of up to four parts of a format; ``parts`` are its tokens as kind and characters."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    foreign: str = ""
    negative: bool = False

    @property
    def signed(self) -> bool:
        """Whether its words say that a number is below zero."""
        return any(c in "-(（" for c in self.of("word"))

    def of(self, kind: str) -> str:
        return "".join(said for name, said in self.parts if name == kind)


def shown(number: Decimal, written: str) -> Shown:
    """A stored number as a format shows it."""
    with localcontext() as context:
        context.prec = _PRECISION
        return _shown(number, written)


def _shown(number: Decimal, written: str) -> Shown:
    if len(written) > LONGEST:
        return Shown(_plain(number), fault="form.odd_format", params={"given": written[:40] + "…"})
    odd = Shown(_plain(number), fault="form.odd_format", params={"given": written})
    section = _applying(_sections(written), number)
    if section is None:
        return odd
    foreign = section.foreign or _foreign(section)
    if foreign:
        return Shown(_plain(number), fault="form.foreign_currency", params={"currency": foreign})
    digits, dates, times = section.of("digits"), section.of("date"), section.of("time")
    if dates or times:
        if any(c in "#?," for c in digits) or digits.strip("0."):
            return odd
        return Shown(_plain(number), dated=bool(dates), timed=not dates)
    return _amount(number, section, odd)


def _amount(number: Decimal, section: _Section, odd: Shown) -> Shown:
    """A number that is shown in digits, or by words alone."""
    kinds = [kind for kind, _ in section.parts if kind != "word"]
    before, inside, after = _words(section)
    if "digits" not in kinds and "general" not in kinds:
        said = before + after
        return Shown(_plain(number), said if said and "text" not in kinds else "",
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
        return Shown(text)
    if not number and "0" not in digits:
        return Shown("0", before + after, hidden=not before + after)
    seen = _rounded(scaled.copy_abs() if section.negative else scaled, digits)
    signless = section.negative and not section.signed
    same = Decimal(seen).copy_abs() == scaled.copy_abs() and not signless
    zeros = seen.startswith("0") and seen[1:2].isdecimal()
    return Shown(text, "" if same and not zeros else f"{before}{seen}{percent}{after}")


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
    places = sum(c in _PLACES for c in part)
    seen = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    sign, seen = ("-", seen[1:]) if seen.startswith("-") else ("", seen)
    front, _, back = seen.partition(".")
    back = back.rstrip("0").ljust(part.count("0"), "0")
    front = front.lstrip("0").rjust(whole.count("0"), "0") or "0"
    return f"{sign}{front}.{back}" if back else sign + front


def _words(section: _Section) -> tuple[str, str, str]:
    """What is said before, between and behind the digits; the sign of the renminbi is none of it."""
    before, inside, after = "", "", ""
    started = False
    for kind, said in section.parts:
        if kind in ("digits", "general", "fraction", "exponent"):
            started, inside, after = True, inside + after, ""
        elif kind == "word":
            kept = "".join(c for c in said if c not in _YUAN)
            before, after = (before, after + kept) if started else (before + kept, after)
    return before.strip(), inside, after.strip()


def _foreign(section: _Section) -> str:
    """The currency that the words of a section name by its sign, unless it is the renminbi."""
    words = "".join(said for kind, said in section.parts if kind in ("word", "date", "time"))
    signs = [c for c in words if unicodedata.category(c) == "Sc" and c not in _YUAN]
    if not signs:
        return ""
    at = words.index(signs[0])
    start = at
    while start and words[start - 1].isascii() and words[start - 1].isalpha():
        start -= 1
    return words[start:at + 1].upper()


def _applying(sections: list[_Section], number: Decimal) -> _Section | None:
    """The section that shows a number; None where none does."""
    if len(sections) == 1:
        only = sections[0]
        return only if only.condition is None or _holds(only.condition, number) else None
    zero = Decimal(0)
    due = [section.condition for section in sections[:3]]
    if due[0] is None:
        due[0] = (">=" if len(sections) == 2 else ">", zero)
    if due[1] is None and len(due) == 3:
        due[1] = ("<", zero)
    for place, condition in enumerate(due):
        if condition is None or _holds(condition, number):
            chosen = sections[place]
            below = condition is None and place == 1 and sections[0].condition is None
            chosen.negative = number < 0 and (below or (condition is not None and condition[0] in ("<", "<=")
                                                        and condition[1] <= 0))
            return chosen
    return None


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    return bool(_COMPARE[condition[0]](number, condition[1]))


def _sections(written: str) -> list[_Section]:
    sections = [_Section()]
    for kind, said in _tokens(written):
        if kind == "end":
            sections.append(_Section())
        elif kind == "bracket":
            _bracket(said, sections[-1])
        else:
            sections[-1].parts.append((kind, said))
    return sections[:_SECTIONS]


def _bracket(said: str, section: _Section) -> None:
    """A condition, a currency, an elapsed time, or a colour, which says nothing of the number."""
    sign = next((sign for sign in _COMPARE if said.startswith(sign)), None)
    if sign:
        edge = said[len(sign):].strip()
        if edge.removeprefix("-").replace(".", "", 1).isdecimal():
            section.condition = (sign, Decimal(edge))
    elif said.startswith("$"):
        name, dash, locale = said[1:].rpartition("-")
        name, locale = (name, locale) if dash else (said[1:], "")
        if name and all(ord(c) >= 0x2E80 for c in name) and name not in _YUAN:
            section.parts.append(("word", name))
        elif name and (name.strip() not in _YUAN or (name.strip() in "¥￥" and not _zh(locale))):
            section.foreign = section.foreign or name.strip()
    elif said and set(said.lower()) <= set("hms"):
        section.parts.append(("time", said))


def _zh(locale: str) -> bool:
    """Whether a locale is Chinese, or none is named."""
    if not locale or locale.lower().startswith("zh"):
        return True
    try:
        return int(locale, 16) & _PRIMARY == _CHINESE
    except ValueError:
        return False


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    """The tokens of a format, each character read once."""
    at, length, low = 0, len(written), written.lower()
    while at < length:
        general = next((name for name in _GENERAL if low.startswith(name, at)), "")
        c, step = written[at], 1
        if general:
            yield "general", general
            step = len(general)
        elif c in '"[':
            end = written.find('"' if c == '"' else "]", at + 1)
            end = length if end < 0 else end
            yield ("word" if c == '"' else "bracket"), written[at + 1:end]
            step = end + 1 - at
        elif c in "\\!":
            yield "word", written[at + 1:at + 2]
            step = 2
        elif c in "_*":
            step = 2
        elif low.startswith(("e+", "e-"), at):
            yield "exponent", written[at:at + 2]
            step = 2
        elif low.startswith(("am/pm", "a/p", "上午/下午"), at):
            step = 5 if low.startswith(("am/pm", "上午/下午"), at) else 3
            yield "time", written[at:at + step]
        else:
            yield _kind(c), c
        at += step


def _kind(c: str) -> str:
    """What a single character of a format is."""
    if c in _PLACES or c in ".,":
        return "digits"
    if c.lower() in _DATES:
        return "date"
    if c.lower() in _TIMES or c.lower() == "m":
        return "time"
    return {";": "end", "%": "percent", "/": "fraction", "@": "text"}.get(c, "word")
