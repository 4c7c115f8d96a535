"""Stages of a project in its own words: years and phases, what each costs and how much land it takes.

Owns how stages are written (第一年, 第二年到第六年, 一期, 二、三期, Ⅱ期, 分三期) and their arithmetic against
the row.  What stages leave unsaid is never made up: where they aren't all told, or one of them is told in
two ways, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from checker.quantity.unit import Unit
from checker.screening.prose_numbers import (
    COUNT,
    FIGURES,
    LAND,
    MONEY,
    NUMBER,
    ProseAmount,
    amount,
    count,
    said,
    together,
    written,
)
from checker.screening.row_notes import RowNote
from checker.text.normal import folded

_MONTHS = 12
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_THROUGH = "到至-"
_JOINTS = f"[、和及与{_THROUGH}]"
_FIGURE = f"[{FIGURES}]{{1,3}}"
_LABEL = {
    "年": re.compile(rf"第{COUNT}年?(?:{_JOINTS}第?{COUNT}年?){{0,9}}(?<=年)"),
    # 十四五期间 names no phase, and 分二期 says how many there are.
    "期": re.compile(rf"(?<![分共{FIGURES}])(?:第?{_FIGURE}期?(?:{_JOINTS}第?{_FIGURE}期?){{0,9}}(?<=期)"
                    r"|(?<![\d.第])第?\d{1,2}期|(?<![A-Z])(?:I{1,3}|IV|V)期)(?![间末内初限])")}
_STEP = re.compile(rf"({_JOINTS}?)第?({COUNT}|I{{1,3}}|IV|V)")
_IN = {"年": re.compile(rf"分({COUNT})年(?:建成|建设|实施|完成|投资|投入|推进)"),
       "期": re.compile(rf"[分共]({COUNT})期")}
_LASTING = re.compile(rf"建设(?:周期|工期|期限|期)(?:为|共|:)?({COUNT})(年|个月)(?!左右)")
_YEARS = re.compile(r"(\d{4})年?(?:\d{1,2}月|[./]\d{1,2})?(?:[-~至](\d{4})年?(?:\d{1,2}月|[./]\d{1,2})?)?")
# What a stage costs or takes as a whole: not what is already spent, no part of it, nor the project's total.
_PLANNED = "(?:计划|预计|估算|拟|需)?"
_OF_STAGE = f"(?:^(?:工程|项目|建设)?总?|(?<=[,:(])){_PLANNED}(各|均|每年|每期)?{_PLANNED}"
_INVESTED = re.compile(rf"{_OF_STAGE}投资{amount(MONEY)}")
_ON_LAND = re.compile(rf"{_OF_STAGE}[占用]地(?:面积)?{amount(LAND)}")
_CAPACITY = re.compile(rf"年产{NUMBER}[万亿]?(?:吨|台套|[台套辆支只片件条个]|平方米|立方米|千瓦时|m2|m3)")
_EACH_YEAR = re.compile(rf"(?<=,)(?:计划|预计)?每年投资{amount(MONEY)}")
_ENDS = re.compile("[。;]")


@dataclass(frozen=True)
class RowSize:
    """What a row says of its size: investment in 万元, land in 亩, how many calendar years."""

    investment: Fraction | None = None
    land: Fraction | None = None
    years: int | None = None


@dataclass(frozen=True)
class ProjectStage:
    """The words on one stage, or on several at once, and which they are."""

    numbers: tuple[int, ...]
    words: str

    def amount(self, pattern: re.Pattern[str]) -> ProseAmount | None:
        """What all of its stages together come to; None where it isn't said whether of each or of all."""
        found = pattern.search(self.words)
        if found is None or (found[1] is not None) != (len(self.numbers) > 1):
            return None
        return written(*found.groups()[1:]).times(len(self.numbers))


def span(years: str) -> int | None:
    """How many calendar years ``2021-2025`` touches, or one; None where the cell says anything else."""
    found = _YEARS.fullmatch(folded(years))
    length = int(found[2] or found[1]) - int(found[1]) + 1 if found else 0
    return length if length > 0 else None


def phases(words: str) -> dict[str, set[int]]:
    """The phases that the words name, each as it is written."""
    return {label[0]: set(_numbers(label[0])) for label in _LABEL["期"].finditer(words)}


def staged(words: str, about: RowSize, name: str = "") -> Iterator[RowNote]:
    """What is odd about the stages, by years and by phases; of phases nothing where the row is one."""
    yield from _too_long(words, about)
    for kind in _LABEL:
        if kind == "期" and phases(name):
            continue
        told = _stages(words, kind)
        stated = _IN[kind].search(words)
        named = [number for stage in told for number in stage.numbers]
        due = max([count(stated[1]) if stated else 0, *named])
        yield from _investment(told, kind, words, about, due)
        yield from _land(told, kind, about, due)


def _too_long(words: str, about: RowSize) -> Iterator[RowNote]:
    """A building time that is longer than the years of the row."""
    long = [(count(found[1]), found[0]) for found in _IN["年"].finditer(words)]
    for found in _LASTING.finditer(words):
        months = count(found[1]) * (1 if found[2] == "个月" else _MONTHS)
        long.append((-(-months // _MONTHS), found[0]))
    years, said_so = max(long, default=(0, ""))
    if about.years is not None and years > about.years:
        yield RowNote("anomaly.years", {"said": said_so, "years": about.years})


def _investment(told: list[ProjectStage], kind: str, words: str, about: RowSize,
                due: int) -> Iterator[RowNote]:
    """Stages whose investments don't come to the row's."""
    spent = _whole(told, _INVESTED, due)
    each = _EACH_YEAR.search(words)
    if spent is None and kind == "年" and due and each and not told:
        spent = written(*each.groups()).times(due)
    if spent is None or about.investment is None or spent.about:
        return
    total = about.investment * Unit("万元").factor
    if not spent.least <= total <= spent.most:
        code = "anomaly.stages_below" if spent.value < total else "anomaly.stages_above"
        yield RowNote(code, {"kind": kind, "sum": said(spent.value, "万元"), "total": said(total, "万元"),
                             "gap": said(abs(total - spent.value), "万元")})


def _land(told: list[ProjectStage], kind: str, about: RowSize, due: int) -> Iterator[RowNote]:
    """Stages that take more land than there is, or would if each took as much as the first like it."""
    if about.land is None:
        return
    total = about.land * Unit("亩").factor
    taken = _whole(told, _ON_LAND, due)
    if taken is not None and not taken.about and taken.least > total:
        yield RowNote("anomaly.stages_land", {"kind": kind, "sum": said(taken.value, "亩"),
                                              "total": said(total, "亩")})
    first = next((stage for stage in told if stage.numbers == (1,) and _ON_LAND.search(stage.words)), None)
    land = first.amount(_ON_LAND) if first else None
    alike = _CAPACITY.search(first.words) if first else None
    if first is None or land is None or land.about or alike is None:
        return
    others = [stage for stage in told if stage is not first]
    rest = [number for stage in others for number in stage.numbers]
    if not rest or sorted(rest) != list(range(2, due + 1)) or not all(
            alike[0] in stage.words and "地" not in stage.words for stage in others):
        return
    if land.times(len(rest) + 1).least > total > land.value:
        yield RowNote("anomaly.stage_land", {
            "kind": kind, "first": said(land.value, "亩"), "rest": len(rest), "capacity": alike[0],
            "sum": said(land.value * (len(rest) + 1), "亩"), "total": said(total, "亩"),
            "most": said((total - land.value) / len(rest), "亩")})


def _whole(told: list[ProjectStage], pattern: re.Pattern[str], due: int) -> ProseAmount | None:
    """What all ``due`` stages come to together, if each of them says so once and none is left out."""
    saying = [stage for stage in told if pattern.search(stage.words)]
    amounts = [stage.amount(pattern) for stage in saying]
    numbers = sorted(number for stage in saying for number in stage.numbers)
    known = [one for one in amounts if one is not None]
    if len(known) < len(amounts) or len(numbers) < 2 or numbers != list(range(1, due + 1)):
        return None
    return together(known)


def _stages(words: str, kind: str) -> list[ProjectStage]:
    """Each mention of a stage with what is said of it before the next one, or the end of the clause."""
    labels = list(_LABEL[kind].finditer(words))
    ends = [*(label.start() for label in labels[1:]), len(words)]
    return [ProjectStage(tuple(sorted(_numbers(label[0]))), _ENDS.split(words[label.end():end], 1)[0])
            for label, end in zip(labels, ends, strict=False)]


def _numbers(label: str) -> Iterator[int]:
    """The stages that a label names: 第二年到第六年 is five."""
    before = 0
    for joint, word in _STEP.findall(label):
        number = _ROMAN.get(word) or count(word)
        yield from range(before + 1, number) if joint and joint in _THROUGH and before else ()
        yield from (number,) if number else map(count, word)  # 一二期 are two
        before = number
