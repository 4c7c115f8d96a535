"""docs/findings: every quote stands where it is said to stand, every sum comes out, every label is counted."""

from __future__ import annotations

import ast
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from conftest import ROOT, judged, sample_data
from test_samples import sections, solid

PLACE = ROOT / "docs/findings"
PAGES = ("yuxi-htz-green-plan", "yuxi-htz-14th-plan", "kunming-etdz-2022")
PASSAGES = {"方案": "yuxi-htz-green-plan", "规划": "yuxi-htz-14th-plan", "项目表": "yuxi-projects", "自评": "kunming-etdz-2022"}
KINDS = ("矛盾", "疑问", "近名")
HEADING = re.compile(r"(?m)^## ([A-Z])(\d+)（(\w+)）(.+)$")
QUOTE = re.compile(r"(?m)^> (\w+) (.+?)｜(.+)$")
SUM = re.compile(r"`([^`]*[=≈][^`]*)`")
STEPS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def page(name: str) -> str:
    return (PLACE / f"{name}.md").read_text(encoding="utf-8")


def findings(name: str) -> Iterator[tuple[str, str]]:
    """The heading of each finding with all that stands under it."""
    parts = re.split(r"(?m)^(?=## )", page(name))
    return ((part.partition("\n")[0], part) for part in parts if HEADING.match(part))


def worth(tree: ast.expr) -> Fraction:
    """What a sum in the notation of the pages comes to."""
    if isinstance(tree, ast.Constant):
        return Fraction(str(tree.value))
    if isinstance(tree, ast.UnaryOp):
        return -worth(tree.operand)
    assert isinstance(tree, ast.BinOp)
    if isinstance(tree.op, ast.Pow):
        return worth(tree.left) ** int(worth(tree.right))
    return STEPS[type(tree.op)](worth(tree.left), worth(tree.right))


def reckoned(text: str) -> Fraction:
    # Every number stands as text, so that none becomes a float on the way.
    exact = re.sub(r"\d+(?:\.\d+)?", r"'\g<0>'", text.replace("×", "*").replace("÷", "/").replace("^", "**"))
    return worth(ast.parse(exact.strip(), mode="eval").body)


@pytest.mark.parametrize("name", PAGES)
def test_every_quote_stands_in_the_place_that_it_names(name: str) -> None:
    quotes = QUOTE.findall(page(name))
    assert len(quotes) == page(name).count("\n> ")
    for document, place, words in quotes:
        text = (ROOT / f"samples/passages/{PASSAGES[document]}.txt").read_text(encoding="utf-8")
        assert solid(words) in solid(sections(text)[place]), (place, words)


@pytest.mark.parametrize("name", PAGES)
def test_every_finding_is_numbered_labelled_and_quotes(name: str) -> None:
    numbers: Counter[str] = Counter()
    for heading, body in findings(name):
        found = HEADING.match(heading)
        assert found is not None
        letter, number, kind, _ = found.groups()
        numbers[letter] += 1
        assert int(number) == numbers[letter], heading
        assert kind in KINDS, heading
        assert QUOTE.search(body), heading
        # A question says on which condition both statements hold.
        assert kind != "疑问" or "只有" in body, heading
    assert numbers


@pytest.mark.parametrize("name", PAGES)
def test_every_sum_comes_out_to_the_digits_that_are_printed(name: str) -> None:
    sums = SUM.findall(page(name))
    assert sums
    for text in sums:
        left, sign, right = re.split("([=≈])", text)
        printed, value = Fraction(reckoned(right)), reckoned(left)
        digits = len(right.strip().partition(".")[2])
        if sign == "=":
            assert value == printed, text
        else:
            assert abs(value - printed) <= Fraction(1, 2 * 10**digits), text


def test_the_overview_counts_the_findings_of_each_kind() -> None:
    overview = page("README")
    for name in PAGES:
        kinds = Counter(found[3] for heading, _ in findings(name) if (found := HEADING.match(heading)))
        cells = " | ".join(str(kinds[kind]) for kind in KINDS)
        assert f"[{name}.md]({name}.md) | {cells} |" in overview


def test_the_rows_of_the_scenarios_that_follow_are_counted_as_the_account_reconciles_them() -> None:
    table = re.findall(r"(?m)^\| (\S+) \| (\d+) \| (\d+) \|", page("yuxi-htz-green-plan"))
    reproduced: Counter[str] = Counter()
    for row in judged(sample_data("yuxi-carbon-path")).reconciliation:
        reproduced[row.item] += row.reproduces
    assert [(int(base), int(saving)) for _, base, saving in table] == [
        (reproduced[f"CP-2021.B{column}"], reproduced[f"CP-2021.S{column}"]) for column in range(1, 9)]
