"""What nobody expects in a field: numbers, words, dates, units, and ways to write a plain one otherwise.

Owns the list of them.  It must not know in which file they stand.
"""

from __future__ import annotations

import re
from typing import Any

from fuzz.chances import Chances


class Bare(str):
    """Written without quotes, as it stands."""

    __slots__ = ()


NUMBERS = (
    "0", "-0", "0.0", "1e-30", "1e30", "1e31", "1e40", "1e999999999", "-1e-999999999", "9" * 40, "9" * 41, "9" * 5000, "1" + "0" * 400,
    "0x1F", "0b1", "0o7", "010", "0610", "1_000", "1.", ".5", "+1", "--1", "1e5e5", "1.2.3", "inf", "-inf", ".inf", ".nan", "NaN",
    "Infinity", "1/0", "0/0", "1e", "99999999999999999999.99999999999999999999", "2958466", "-1", "0.1e-2", "1E+400")
WRITTEN = (
    "１２３", "３．５％", "٣٤", "½", "①", "²", "一百二十", "1,000", "1，000", "1,0,0,0", "1 000", "10000\n8000", "超过80", "≥80", "<67",
    "约100", "100左右", "10余次", "80—90", "90-80", "80~90", "-5~5", "50%", "5‰", "50 %", "0.5万", "3.6亿元", "7.4千万元", "1万亿亿",
    "10 t", "10吨/年", "-10", "－10", "−10", "(10)", "10。", "10亿，", "=1+1", "=1/0", "∞", "1×10^4", "1e4", "十", "零", "〇", "1..2",
    "1:2", "1/3", "3/0", "100%以上", "不低于80", "80以上90以下", "1 2", "12 34", "1'000", "$5", "5元人民币", "5美元", "15:30", "1.0.0")
TEXTS = (
    "", " ", "　", "\u200b", "\u200b\ufeff", "—", "/", "无", "略", "待定", "N/A", "null", "~", "NaN", "是", "否", "true", "yes", "未填",
    "\u202e反", "\x00", "\x07", "\x85", "\u2028", "\u2029", "\ufffe", "\ufdd0", "é", "e\u0301", "ﬁ", "㎡", "⽔泥", "𠀀", "🏭", "👨‍👩‍👧", "ͣ" * 60,
    "a" * 3999, "a" * 4001, "名" * 40_000, "]]>", "<b>&amp;", "{{7*7}}", "{x}", "%s%n", "{0.__class__}", "\\", "\"", "'", "`", "#", "&a", "*a",
    "!!str", "- a", "a: b", "? a", "|", ">", "@", "_x000D_", "_x005F_", "../../etc/passwd", "/etc/passwd", "file:///etc/passwd",
    "http://127.0.0.1:9/x", "https://example.org/x.png", "<img src=http://127.0.0.1:9/x>", "url(http://127.0.0.1:9/x)", "\\\\host\\share",
    "con", "a\nb", "a\r\nb", "a\tb", "\ufeff", "．．．", "．" * 300, "İ", "ß", "ŉ", "ᾳ", "\u1100\u1161", "﷽", "A\u030a" * 40, "\ud83c", "\U000e0041")
DATES = (
    "2025-02-29", "2024-02-29", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2025-13-01", "2025-1-1", "2025/06/30", "20250630",
    "2025年6月30日", "2025年", "2025.6", "二〇二五年六月", "30/06/2025", "2025-06-30T00:00:00Z", "２０２５-06-30", "2025-06-30\u200b", "明天", "1900-02-29",
    "2025-W01-1", "-2025-01-01", "2025-06-31", "民国114年", "2025-06")
ENDLESS = "9" * 5000  # the interpreter makes no number of so many digits
YEARS = ("2024", "1", "0", "-1", "1000", "1999", "2999", "3000", "9999", "10000", "2024.0", "2024.5", "2e3", "２０２４", "二〇二四", "2024年", "y-1", ENDLESS)
UNITS = (
    "万元", "亿元", "元", "美元", "亩", "公顷", "km2", "km²", "㎡", "m3", "万m³", "tce", "万tce", "kWh", "%", "‰", "人", "t", "万t", "吨", "万元/亩",
    "t/万元", "tce/万元", "kg/", "/t", "t/t/t", "t/(万元·亩)", "t^2", "t**9999", "m" * 300, "万万万元", "元/元", "°C", "unit", "dimensionless",
    "t+t", "2t", "10^4t", "t·", "（万元）", "万 元", "1", "-", "米每秒", "kgce/kWh")
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"value": "1"}, {"": ""}, ["a", "a"], [{}])
HIDDEN = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\n", "\t", " ", "\u3000", "\u00a0")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile("[-0-9.]+")
POOLS = (NUMBERS, WRITTEN, TEXTS, DATES, YEARS, UNITS)


def odd(chances: Chances) -> Any:
    """Something that nobody expects."""
    kind = chances.below(len(POOLS) + 2)
    if kind == len(POOLS):
        return Bare(chances.of(NUMBERS))
    return chances.of(POOLS[kind]) if kind < len(POOLS) else chances.of(OTHERS)


def fitting(name: object, before: object, chances: Chances) -> Any:
    """Something odd of the kind that stands in a field of this name."""
    said = str(before)
    if name == "unit":
        return chances.of(UNITS)
    if name in ("year", "period", "construction_base_year"):
        return chances.of((*YEARS, Bare(chances.of(YEARS[:-4]))))
    if _DAY.fullmatch(said):
        return chances.of(DATES)
    if _DIGITS.fullmatch(said):
        return chances.of((chances.of(WRITTEN), Bare(chances.of(NUMBERS)), chances.of(NUMBERS), said + chances.of(UNITS)))
    return chances.of(TEXTS) if chances.below(3) else odd(chances)


def odd_words(chances: Chances) -> str:
    """A text that nobody expects."""
    return str(chances.of(chances.of(POOLS)))


def otherwise(words: str, chances: Chances) -> str:
    """The words written a little otherwise, or with something in them."""
    at = chances.below(len(words) + 1)
    kind = chances.below(9)
    if kind == 0:
        return words[:at] + chances.of(HIDDEN) + words[at:]
    if kind == 1:
        return words.translate(WIDE)
    if kind == 2:
        return words[:at] + words[at + 1:]
    if kind == 3:
        return words[:at] + words[at:at + 1] * 2 + words[at + 1:]
    if kind == 4:
        return words[:at] + odd_words(chances) + words[at:]
    if kind == 5:
        return words + chances.of(UNITS)
    if kind == 6:
        return chances.of(("约", "≥", "-", "超过", "0", "=", "'", "不足", "+")) + words
    if kind == 7:
        return words[:at] + chr(chances.of((0x80, 0x300, 0x3000, 0xFF10, 0x2F00, 0xF900, 0x1D7CE)) + chances.below(40)) + words[at:]
    return words[::-1]
