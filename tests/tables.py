"""Tables of what the program says of many small inputs, kept as text that can be compared line by line.

``python tests/tables.py`` writes them anew: only where a change is meant to change them, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from checker.quantity.interval import Interval

PLACE = Path(__file__).resolve().parent / "kept" / "tables"
# The files of tests that have tables.
TABLED = ("test_rule_table", "test_quantity_tables", "test_formula_tables")
Tables = Mapping[str, Callable[[], Iterable[str]]]
ANEW = "`python tests/tables.py`, if this change means to change what is said"


def kept(name: str) -> list[str]:
    """The lines of a table as they were."""
    return (PLACE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def shown(value: Any) -> str:
    """A value in full and short: intervals by their ends, everything else as Python writes it."""
    if isinstance(value, Interval):
        low, high = value
        left = f"{ {True: '[', False: '('}[low.closed]}{'-∞' if low.value is None else low.value}"
        right = f"{'∞' if high.value is None else high.value}{ {True: ']', False: ')'}[high.closed]}"
        return f"{left}; {right}"
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(each)}" for key, each in value.items()) + "}"
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return f"{type(value).__name__}({', '.join(shown(each) for each in value)})"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(shown, value))}]"
    return repr(value)


def said(error: type[Exception], call: Callable[..., Any], *given: Any) -> str:
    """What a call gives, or of an error all that it says."""
    try:
        return shown(call(*given))
    except error as stopped:
        return f"{type(stopped).__name__} {shown(vars(stopped))}"


if __name__ == "__main__":
    for file in TABLED:
        tables: Tables = import_module(file).TABLES
        for name, lines in tables.items():
            (PLACE / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
