"""The small language of number formats in workbooks: sections, conditions, currencies, tokens.

Owns the reading of a format, in one pass over its characters, and which of its sections a number is
shown by.  It must not show numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

PLACES = "0#?"
YUAN = {"¥", "￥", "CN¥", "CNY", "RMB", "人民币"}
_GENERAL = ("general", "g/通用格式", "通用格式", "standard")
_DATES, _TIMES = "ydeb", "hs"
_COMPARE = {"<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq}
# Not all that Decimal reads: nothing stands above or below NaN.
_EDGE = re.compile(r"-?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_CHINESE = 0x04  # the primary language of a Chinese locale
_PRIMARY = 0x3FF
_SECTIONS = 4


@dataclass
class FormatSection:
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
        """The characters of all its tokens of a kind."""
        return "".join(said for name, said in self.parts if name == kind)


def foreign_currency(section: FormatSection) -> str:
    """The currency that the words of a section name by its sign, unless it is the renminbi."""
    words = "".join(said for kind, said in section.parts if kind in ("word", "date", "time"))
    signs = [c for c in words if unicodedata.category(c) == "Sc" and c not in YUAN]
    if not signs:
        return ""
    at = words.index(signs[0])
    start = at
    while start and words[start - 1].isascii() and words[start - 1].isalpha():
        start -= 1
    return words[start:at + 1].upper()


def applying(sections: list[FormatSection], number: Decimal) -> FormatSection | None:
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


def sections_of(written: str) -> list[FormatSection]:
    """The parts of a format, each with its tokens."""
    sections = [FormatSection()]
    for kind, said in _tokens(written):
        if kind == "end":
            sections.append(FormatSection())
        elif kind == "bracket":
            _bracket(said, sections[-1])
        else:
            sections[-1].parts.append((kind, said))
    return sections[:_SECTIONS]


def _bracket(said: str, section: FormatSection) -> None:
    """A condition, a currency, an elapsed time, or a colour, which says nothing of the number."""
    sign = next((sign for sign in _COMPARE if said.startswith(sign)), None)
    if sign:
        if edge := _EDGE.fullmatch(said[len(sign):].strip()):
            section.condition = (sign, Decimal(edge[0]))
        else:
            section.parts.append(("unread", said))
    elif said.startswith("$"):
        # A locale is a number, as in 804, or a name, which has dashes itself, as in zh-CN.
        name, _, locale = said[1:].partition("-")
        if name and all(ord(c) >= 0x2E80 for c in name) and name not in YUAN:
            section.parts.append(("word", name))
        elif name and (name.strip() not in YUAN or (name.strip() in "¥￥" and not _zh(locale))):
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
            if end < 0:
                yield "open", written[at:]
                return
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
    if c in PLACES or c in ".,":
        return "digits"
    if c.lower() in _DATES:
        return "date"
    if c.lower() in _TIMES or c.lower() == "m":
        return "time"
    return {";": "end", "%": "percent", "/": "fraction", "@": "text"}.get(c, "word")
