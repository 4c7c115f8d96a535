"""What doesn't fit together in the words of one project: stages, parts and wholes, sites, counts, phases.

Owns the general rules of such prose, whichever office wrote it; how one plan words it, stands in the file
of common facts (:mod:`checker.screening.plan_wording`).  What it finds are notes for a person; it must
never touch an outcome.  A contradiction is only what no reading of the words makes true; all else is a
question, with its condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from checker.quantity.display import finite
from checker.quantity.unit import Unit
from checker.screening.plan_wording import PlanWording, told_otherwise
from checker.screening.prose_numbers import (
    AREA,
    COUNT,
    FIGURES,
    LAND,
    MONEY,
    ProseAmount,
    amount,
    count,
    half_of,
    said,
    together,
    written,
)
from checker.screening.row_notes import RowNote
from checker.screening.stages import RowSize, phases, staged
from checker.text.normal import folded

_PARTS = r"([,(]?)(?:其中|包括(?!在)|包含)[:,]?([^。;()]{1,300})"


def _whole_of(called: str, units: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A whole so called with the list of its parts, and one part of such a list."""
    return (re.compile(rf"(?:{called}){amount(units)}{_PARTS}"),
            re.compile(rf"([^,、:]{{0,40}}?){amount(units)}"))


# Wholes by what has to stand before the number of a part; with the unit in which they are told.
_WHOLES = {"建筑面积": (*_whole_of("总?建筑总?面积|建设面积", AREA), "平方米"),
           "": (*_whole_of("总?[占用]地(?:总?面积)?", LAND), "亩"),
           "投资": (*_whole_of("投资", MONEY), "万元")}
_OTHER = {"建筑面积": re.compile("[占用]地|绿化|道路|场地|广场|停车|硬化|景观|水面|堆场|构筑|总|合计|建成后"),
          "投资": re.compile("总|合计|累计|每"), "": re.compile("总|合计|建成后|每")}
_BUILDING = "车间|厂房|仓库|冷库|库房|楼|房|栋|幢|#"
_BUILT_ON = re.compile(rf"(?<![^,;。:、()])([^,;。:、()]{{0,20}}?(?:{_BUILDING}))(?:建筑)?占地(?:面积)?"
                       rf"{amount(AREA)}")
_AGAIN = re.compile("其中|包括|包含|合计|总")
# What a project says of its whole size, the column that says it too, and the unit of that.
_INVESTED = re.compile(rf"总投资(?:额|规模)?{amount(MONEY)}")
_TAKEN = re.compile("(?:总[占用]地(?:总?面积)?|[占用]地总面积|项目[占用]地(?:面积)?|"
                    rf"(?<![^,;。])占地(?:面积)?){amount(LAND)}")
_SIZES = {"anomaly.size_investment": ("investment", _INVESTED, "万元"),
          "anomaly.size_land": ("land", _TAKEN, "亩")}
# Of a stage, of what is done, of another project, of a part; or with more to come.
_NOT_WHOLE = re.compile(rf"期|阶段|第|年|已|完成|原|其中|每|追加|新增|增加|累计|拟|[{FIGURES}]是")
_BEFORE_SIZE = 16
# What stands already, or goes, takes none of the land that is asked for.
_STANDING = re.compile("拆除|利用|现有|原有|已建|既有|改造|租")
# What is counted in with a part, or left out of the whole, may make it larger.
_COUNTED_IN = re.compile("[不]?含|代征|不计|另|连同")
_THINGS = "[大个类项种座栋幢条家]"
# Where the list goes on behind a semicolon, or a colon divides it, nobody can say how many are listed.
_LISTED = re.compile(rf"(?<![\d第.百千{FIGURES}])({COUNT}){_THINGS}[\u4e00-\u9fff]{{1,8}}:"
                     r"([^。;:]{2,500})(?![^。])")
_ASIDE_REACH = 12
_EARLIER = re.compile("依托|已建成|已投产|原有|现有")
_ASIDE = re.compile(r"\([^()]*\)")
_UNCOUNTABLE = re.compile(rf"等|各|若干|分别|[{FIGURES}]是|\d[.)]|[\d{FIGURES}]{_THINGS}")
_SEPARATED = re.compile("[、,和及与]")


def anomalies(name: str, words: str, about: RowSize, wordings: Sequence[PlanWording] = ()) -> list[RowNote]:
    """Everything in a project's own words that doesn't fit together."""
    # A line may end a sentence or break one: like a semicolon, it closes no list for sure.
    clauses = folded(";".join(words.splitlines()))
    return [*staged(clauses, about, folded(name)), *_sizes(clauses, about), *_parts(clauses),
            *_buildings(clauses, about), *_counts(clauses),
            *told_otherwise(folded(words), wordings), *_other_phase(folded(name), clauses)]


def _sizes(words: str, about: RowSize) -> Iterator[RowNote]:
    """A whole that the words state once and for all, and another in the row's column."""
    for code, (name, sought, unit) in _SIZES.items():
        column: Fraction | None = getattr(about, name)
        matches = list(sought.finditer(words))
        told = {match.groups() for match in matches}
        before = [words[max(0, match.start() - _BEFORE_SIZE):match.start()] for match in matches]
        if column is None or len(told) != 1 or any(map(_NOT_WHOLE.search, before)):
            continue
        size = written(*told.pop())
        decimal = finite(column)
        half = half_of(Decimal(decimal)) if decimal is not None else Fraction(0)
        factor = Unit(unit).factor
        if not size.about and (size.least > (column + half) * factor or size.most < (column - half) * factor):
            yield RowNote(code, {"words": matches[0][0], "column": said(column)})


def _parts(words: str) -> Iterator[RowNote]:
    """Parts that are more than their whole, one of them or all together."""
    for due, (sought, one, unit) in _WHOLES.items():
        for match in sought.finditer(words):
            whole = written(*match.groups()[:3])
            parts = list(_listed_parts(match[5], one, due, enclosed=match[4] == "("))
            apart = bool(_COUNTED_IN.search(words, match.start(), match.end() + _ASIDE_REACH))
            more = [_more(label, part, whole, unit, apart=apart) for label, part in parts
                    if part.value > whole.value]
            total = together([part for _, part in parts])
            yield from more
            if not more and not total.about and not whole.about and total.least > whole.most:
                yield RowNote("anomaly.parts", {
                    "sum": said(total.value, unit), "whole": said(whole.value, unit), "unit": unit})


def _listed_parts(listed: str, one: re.Pattern[str], due: str, *,
                  enclosed: bool) -> Iterator[tuple[str, ProseAmount]]:
    """The parts that are listed, each with the words before its number.

    Where no brackets say how far the list goes, only the first is sure to be a part.
    """
    pieces = re.split("[,、]", listed)
    for piece in pieces if enclosed else pieces[:1]:
        found = one.match(piece)
        if found and due in found[1] and not _OTHER[due].search(found[1]):
            yield found[1], written(*found.groups()[1:])


def _more(label: str, part: ProseAmount, whole: ProseAmount, unit: str, *, apart: bool) -> RowNote:
    """A part that is more than its whole; a question where one is rounded, about, or counted ``apart``."""
    params = {"label": label, "part": said(part.value, unit), "whole": said(whole.value, unit), "unit": unit}
    if apart or part.about or whole.about or part.least <= whole.most:
        return RowNote("anomaly.part_about", params)
    return RowNote("anomaly.part_of", params, "contradiction")


def _buildings(words: str, about: RowSize) -> Iterator[RowNote]:
    """Buildings that stand on more land than the site has."""
    matches = list({(match[1], match[3]): match for match in _BUILT_ON.finditer(words)
                    if not _STANDING.search(match[1])}.values())
    built = [written(*match.groups()[1:]) for match in matches]
    if not built or about.land is None or any(one.about for one in built):
        return
    # Where one of them may be part of another, each is held against the site alone.
    nested = any(_AGAIN.search(words, one.end(), other.end()) for one, other in pairwise(matches))
    total = max(built, key=lambda one: one.value) if nested else together(built)
    site = about.land * Unit("亩").factor
    if total.least <= site:
        return
    written_so = finite(about.land)
    half = half_of(Decimal(written_so)) * Unit("亩").factor if written_so is not None else Fraction(0)
    code = "anomaly.built_on_rounded" if total.least <= site + half else "anomaly.built_on"
    yield RowNote(code, {"sum": said(total.value, "平方米"), "land": said(about.land),
                         "site": said(site, "平方米"), "needed": said(total.value, "亩")})


def _counts(words: str) -> Iterator[RowNote]:
    """A number of things that is not the number of those listed, however one parts the list."""
    for match in _LISTED.finditer(words):
        due, listed = count(match[1]), _ASIDE.sub("", match[2])
        if due < 2 or _UNCOUNTABLE.search(listed):
            continue
        least = len([piece for piece in listed.partition(",")[0].split("、") if piece])
        most = len([piece for piece in _SEPARATED.split(listed) if piece])
        params = {"said": match[0].partition(":")[0], "due": due}
        if due < least:
            yield RowNote("anomaly.listed_more", {**params, "listed": least, "extra": least - due})
        elif 1 < most < due:
            yield RowNote("anomaly.listed_fewer", {**params, "listed": most})


def _other_phase(name: str, words: str) -> Iterator[RowNote]:
    """A phase in the name, and only others in the words."""
    named, spoken = phases(name), phases(words)
    if _EARLIER.search(words):  # another phase is spoken of because it is there already
        return
    if named and spoken and not set().union(*named.values()) & set().union(*spoken.values()):
        yield RowNote("anomaly.phase_named", {"name": "、".join(named), "words": "、".join(spoken)})
