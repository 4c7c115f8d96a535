"""Why a formula can't be read, and how what was meant is written.

Owns what people type instead of the signs of the formula language, and the words about it.  It must not
mend a formula: what was meant is the maker's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from checker.messages import text
from checker.quantity.display import exact
from checker.quantity.unit import PERCENT, Unit, UnknownUnit
from checker.text.normal import folded
from checker.validation import shorten, suggestion

_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_SIGNS = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "×": "*", "÷": "/", "−": "-",
          "&&": "and", "||": "or", "并且": "and", "且": "and", "或者": "or", "或": "or", "非": "not"}
_WRITTEN = re.compile("|".join(map(re.escape, _SIGNS)) + r"|(?<![<>=!])=(?!=)|[^\x00-\x7f]")
_AMOUNT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*(%|[^\W\d_]+(?:/[^\W\d_]+)*)")
_OPERATOR = re.compile(r"(?:[-+*/<>=!(,]|\b(?:and|or|not|in))\s*$")


def why(formula: str, at: int | None) -> str:
    """What to write otherwise; where nothing is recognised, from which place on it can't be read."""
    found = list(dict.fromkeys(_found(_QUOTED.sub('""', formula))))
    if found:
        return "".join(found)
    rest = formula[at - 1:].strip() if at else ""
    return text("hint.from_here", rest=shorten(rest or formula))


def meant(name: str, known: Sequence[str], labels: Mapping[str, str]) -> str:
    """What to write for a name that isn't one: a label, a word without its quotes, a slip."""
    called = by_label(name, labels)
    if called or name.isascii():
        return called or ("" if name in known else suggestion(name, known))
    return text("hint.quote_word", name=name)


def by_label(name: str, labels: Mapping[str, str]) -> str:
    """The name of what is called so, if anything is."""
    found = labels.get(folded(name), name)
    return "" if found == name else text("hint.name_of", label=name, name=found)


def _found(bare: str) -> Iterator[str]:
    for match in _WRITTEN.finditer(bare):
        given = match[0]
        if given in "“”‘’":
            yield text("hint.quotes")
            continue
        right = "==" if given == "=" else _SIGNS.get(given, folded(given))
        if right.isascii() and right:
            yield text("hint.write", given=given, right=right)
    for number, unit in _AMOUNT.findall(bare):
        if unit == PERCENT:
            yield text("hint.write", given=number + unit, right=exact(Fraction(number) / 100))
        elif _known(unit):
            yield text("hint.write_factor", number=number, unit=unit)
    if bare.count("(") != bare.count(")"):
        yield text("hint.brackets")
    elif ending := _OPERATOR.search(bare):
        yield text("hint.unfinished", sign=ending[0].strip())


def _known(unit: str) -> bool:
    try:
        Unit(unit)
    except UnknownUnit:
        return False
    return True
