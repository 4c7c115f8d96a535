"""Units with dimensions: parsing, compatibility, and the exact factor to a base.

Owns the vocabulary of units, with their factors as fractions.  Which unit a quantity has is the
ruleset's business.  The factors here are definitions (SI, the mu of 1959, counting words); no limit
and no emission factor belongs in this module.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache

from checker.text.normal import folded

# Base units with their exponents, in order and none of them 0.
BaseUnits = tuple[tuple[str, int], ...]

COUNTS = ("人", "家", "个", "起", "次", "项", "户", "辆", "件", "棵", "天", "当量家", "支")

# As pint writes them, which reads them too in a test: both find the same of every unit.
_DEFINITIONS = """
元 = [人民币]
千元 = 1000 * 元
万元 = 10000 * 元
千万元 = 10000000 * 元
亿元 = 100000000 * 元
美元 = [美元]
万美元 = 10000 * 美元
亿美元 = 100000000 * 美元
m = [长度]
km = 1000 * m
m2 = m ** 2
km2 = 1000000 * m2
万m2 = 10000 * m2
亩 = 2000 / 3 * m2
万亩 = 10000 * 亩
公顷 = 10000 * m2
m3 = m ** 3
万m3 = 10000 * m3
亿m3 = 100000000 * m3
tce = [标准煤]
kgce = 0.001 * tce
万tce = 10000 * tce
kWh = [电量]
万kWh = 10000 * kWh
亿kWh = 100000000 * kWh
t = [质量]
kg = 0.001 * t
g = 0.000001 * t
万t = 10000 * t
亿t = 100000000 * t
年 = [时间]
月 = 1 / 12 * 年
h = [小时]
TJ = [能量]
GJ = 0.001 * TJ
MJ = 0.000001 * TJ
kJ = 0.000000001 * TJ
万人 = 10000 * 人
"""

_SYNONYMS = {
    "平方米": "m2", "平米": "m2", "平方公里": "km2", "平方千米": "km2", "万平方米": "万m2", "万平米": "万m2",
    "hm2": "公顷",
    "立方米": "m3", "方": "m3", "万立方米": "万m3", "亿立方米": "亿m3", "万方": "万m3",
    "吨标准煤": "tce", "吨标煤": "tce", "万吨标准煤": "万tce", "万吨标煤": "万tce", "千克标准煤": "kgce",
    "吨": "t", "万吨": "万t", "亿吨": "亿t", "千克": "kg", "公斤": "kg",
    "千瓦时": "kWh", "度": "kWh", "万千瓦时": "万kWh", "亿千瓦时": "亿kWh", "万度": "万kWh",
    "米": "m", "公里": "km", "千米": "km", "名": "人", "万名": "万人", "户次": "次",
    "小时": "h", "克": "g", "株": "棵",
    "个月": "月",
}

# Cut short, so that nobody can tell which unit is meant.
_CUT_SHORT = ("平方", "万平方", "平", "万平")
# Said of volumes, and of areas by those who leave out the rest of the word.
_CUBIC = ("方", "万方")

DIMENSIONLESS = "1"
PERCENT = "%"


class UnknownUnit(ValueError):
    """The text is not a unit that we know."""


class AmbiguousUnit(UnknownUnit):
    """The text may be short for more than one unit."""


@cache
def _defined() -> dict[str, tuple[Fraction, BaseUnits]]:
    """Every unit with its factor to base units, and these."""
    found: dict[str, tuple[Fraction, BaseUnits]] = {count: (Fraction(1), ((count, 1),)) for count in COUNTS}
    for line in _DEFINITIONS.strip().splitlines():
        name, meant = line.split(" = ")
        if meant.startswith("["):
            found[name] = Fraction(1), ((name, 1),)
            continue
        *number, of = meant.split(" * ")
        unit, _, power = of.partition(" ** ")
        factor, base = found[unit]
        times = int(power or 1)
        found[name] = (Fraction("".join(number).replace(" ", "") or 1) * factor ** times,
                       tuple((one, times * exponent) for one, exponent in base))
    return found


@lru_cache(maxsize=1024)
def spell(text: str) -> str:
    """The unit in our spelling: in the normal form (which folds ² and ／), synonyms replaced."""
    parts = folded(text).split("/")
    return "/".join(_SYNONYMS.get(part, part) for part in parts)


@cache
def _parsed(text: str) -> tuple[Fraction, BaseUnits]:
    """The factor to base units and the base units of a unit as it is written."""
    unit = spell(text)
    if unit in (DIMENSIONLESS, "-", "无量纲"):
        return Fraction(1), ()
    if unit == PERCENT:
        return Fraction(1, 100), ()
    first, *others = (_piece(part, text) for part in unit.split("/"))
    factor, base = first
    for divisor, units in others:
        factor, base = factor / divisor, _times(base, units, -1)
    return factor, base


def _piece(part: str, text: str) -> tuple[Fraction, BaseUnits]:
    """A unit between the strokes of ``text``."""
    if part not in _defined():
        raise AmbiguousUnit(text) if part in _CUT_SHORT else UnknownUnit(text)
    return _defined()[part]


def _times(base: BaseUnits, other: BaseUnits, power: int = 1) -> BaseUnits:
    """BaseUnits units times a power of others: the exponents add up."""
    exponents = dict(base)
    for unit, exponent in other:
        exponents[unit] = exponents.get(unit, 0) + power * exponent
    return tuple(sorted((unit, exponent) for unit, exponent in exponents.items() if exponent))


class Unit:
    """A unit as written, with its exact factor to base units and its dimension."""

    __slots__ = ("base", "factor", "text")

    def __init__(self, text: str) -> None:
        """Parse ``text``; raises :class:`UnknownUnit`."""
        self.text = text
        self.factor, self.base = _parsed(text)

    def fits(self, other: Unit) -> bool:
        """Whether both measure the same dimension."""
        return self.base == other.base

    def __mul__(self, other: Unit) -> Unit:
        return _derived(_times(self.base, other.base), f"{self.text}·{other.text}")

    def __truediv__(self, other: Unit) -> Unit:
        return _derived(_times(self.base, other.base, -1), f"{self.text}/{other.text}")

    def __repr__(self) -> str:
        return f"Unit({self.text!r})"


@lru_cache(maxsize=1024)
def unit_of(text: str) -> Unit:
    """The unit that is written so; raises :class:`UnknownUnit`."""
    return Unit(text)


def mismatch(given: str) -> str:
    """What to say of a unit that measures something else than is due: a code that takes both."""
    cubic = any(part in _CUBIC for part in folded(given).split("/"))
    return "unit.cubic" if cubic else "unit.wrong_dimension"


def _derived(base: BaseUnits, text: str) -> Unit:
    """A unit that only formulas pass through: values are in base units, so its factor is 1."""
    unit = object.__new__(Unit)
    unit.text, unit.factor, unit.base = text, Fraction(1), base
    return unit


@cache
def known_units() -> tuple[str, ...]:
    """Every unit by its own spelling."""
    names = [line.split(" = ")[0] for line in _DEFINITIONS.strip().splitlines()]
    return (*names, *COUNTS, PERCENT)
