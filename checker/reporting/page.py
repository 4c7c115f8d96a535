"""The page of a verdict: what the template needs, and nothing else.

Owns the order and grouping of what is shown.  It must not judge and computes only layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from checker.capsule.capsule import Attached
from checker.capsule.issue import Issue
from checker.files.resources import folder
from checker.messages import SOURCE_LANGUAGE, language_tag, spoken_language, text, translation
from checker.quantity.day import in_words
from checker.reporting import admission_words, amount_lines, beside, phrases, requirement_words, way_in, words
from checker.reporting.figures import NO_FIGURES, Figures
from checker.reporting.next_steps import NOTHING, NextSteps
from checker.reporting.source_lines import claimed, sources
from checker.reporting.verdict_kind import kind_of
from checker.reporting.western_signs import WesternSigns
from checker.ruleset.edition import start_shown
from checker.validation import shorten
from checker.wording.annexed import YearPart
from checker.wording.worded import EvaluationPart, Finding, Lacking, WordedVerdict

MARKS = {"met": "√", "unmet": "×", "undetermined": "？", "not_applicable": "—", "not_selected": "○",
         "computed": "＝", "review": "！", "diverted": "→"}
ORDINALS = ["", *(f"{ordinal}、" for ordinal in (
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
    "十六"))]
NUMERALS = ["", *(f"{number}. " for number in range(1, len(ORDINALS)))]
COLUMNS = 5
MOST_WORKED = 4
LONGEST_HEADED = 40
GAUGE_LIMIT = 50
GAUGE_END = 96


@dataclass(frozen=True)
class PlaceGroup:
    """Items whose texts were seen in the same way, by their places."""

    name: str
    limit: str
    formula: str
    places: list[str]


@dataclass(frozen=True)
class LackingRow:
    """A datum that is lacking in one or more years."""

    label: str
    years: str
    unit: str | None
    definition: str | None
    bears_on: list[str]
    settles: list[str]


def render_html(verdict: WordedVerdict, attached: Sequence[Attached], issue: Issue, *,
                public: bool = False, steps: NextSteps = NOTHING,
                figures: Figures = NO_FIGURES) -> tuple[str, str]:
    """The page as HTML, with next ``steps`` and ``figures``, and its style sheet; a public copy says so."""
    environment = environment_of_pages()
    html = environment.get_template(kind_of(verdict.ruleset.concludes).page).render(
        **context(verdict, attached, steps, figures), issue=issue, public=public,
        year_charts=figures.years, index_charts=figures.indices)
    return html, environment.get_template("verdict.css.j2").render()


def environment_of_pages() -> Any:
    """The templates with what all of them may use, in the language that is spoken."""
    return _environment(spoken_language())


@cache
def _environment(language: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    western = [] if language == SOURCE_LANGUAGE else [WesternSigns]
    environment = Environment(
        loader=FileSystemLoader(folder("templates")), autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", *western])
    environment.install_gettext_translations(translation(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(text=text, language_tag=language_tag, words=words, phrases=phrases,
                               beside=beside, admission=admission_words, way_in=way_in,
                               amounts=amount_lines, marks=MARKS,
                               ordinals=NUMERALS if western else ORDINALS, quoted=quoted,
                               headed=headed, in_words=in_words, start_shown=start_shown)
    return environment


def headed(name: str) -> str:
    """A name as it stands at the head of every page; page one has it whole."""
    return shorten(name, LONGEST_HEADED)


def quoted(words_: str) -> str:
    """A text as a string of a style sheet."""
    return '"' + words_.replace("\\", "\\\\").replace('"', '\\"') + '"'


def context(verdict: WordedVerdict, attached: Sequence[Attached],
            steps: NextSteps = NOTHING, figures: Figures = NO_FIGURES) -> dict[str, Any]:
    """Everything the template reads."""
    categories = [(name, list(found)) for name, found in
                  groupby(verdict.findings, key=lambda finding: finding.category)]
    lines, kind = sources(verdict), kind_of(verdict.ruleset.concludes)
    documents = {line.document for line in lines}
    return {
        "one_document": documents.pop() if len(documents) == 1 else None,
        "notes_together": notes_together(verdict),
        "verdict": verdict, "conclusion": words.conclusion(verdict), "categories": categories,
        "grounds": [(part, requirement_words.why(part, verdict), requirement_words.tally(part))
                    for part in verdict.requirements],
        "deciding": lacking_rows(steps.in_order(e for e in verdict.missing if e.decides), verdict),
        "next_steps": steps,
        "waiting": lacking_rows((e for e in verdict.missing if not e.decides), verdict),
        "settling": settling(verdict),
        "gauges": {finding.item: gauge(finding) for finding in verdict.findings},
        "sources": lines, "worked": [(f, found) for f in verdict.findings if (found := worked(f))],
        "claimed": claimed(verdict), "places": places(verdict),
        "attached": attached,
        "most_worked": MOST_WORKED,
        "account": not kind.compares, "divided": divided(verdict),
        "groups": kind.groups(verdict), "clauses_left": clauses_left(verdict),
        "guided": any(finding.weight != "binding" for finding in verdict.findings),
        "limit_heading": limit_heading(verdict), **side_by_side(verdict, figures.beside),
        "created": f"{verdict.assessed_on.isoformat()}T00:00:00+08:00",
    }


def limit_heading(verdict: WordedVerdict) -> str:
    """What the items' limits are, in one word where they are all of one kind."""
    kinds = {finding.limits for finding in verdict.findings}
    return text(f"limits.{kinds.pop()}") if len(kinds) == 1 else text("limits.requirement")


def side_by_side(verdict: WordedVerdict, beside: Sequence[YearPart]) -> dict[str, Any]:
    """The years beside the period in blocks of a few columns, with the items that have any value."""
    years = [year for year in beside if any(cell.shown for cell in year.cells)]
    valued = {cell.item for year in years for cell in year.cells if cell.shown}
    blocks = [years[i:i + COLUMNS] for i in range(0, len(years), COLUMNS)] if len(years) > 1 else []
    return {
        "years": blocks, "shown_beside": [f for f in verdict.findings if f.item in valued],
        "cells": {(year.year, cell.item): cell for year in years for cell in year.cells},
        "index_shown": {(year.year, index.id, value.reading): value.shown
                        for year in years for index in year.indices for value in index.values},
    }


def lacking_rows(entries: Iterable[Lacking], verdict: WordedVerdict) -> list[LackingRow]:
    """One row for each datum, all its years together, in the order of weight."""
    grouped: dict[tuple[str, str], list[Lacking]] = {}
    for entry in entries:
        grouped.setdefault((entry.kind, entry.name), []).append(entry)
    return [LackingRow(
        phrases.need_name(group[0], verdict),
        text("join.names").join(dict.fromkeys(phrases.need_year(entry) for entry in group)),
        group[0].unit, group[0].definition, _merged(entry.items for entry in group),
        _merged(entry.settles_alone for entry in group)) for group in grouped.values()]


def _merged(lists: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))


def settling(verdict: WordedVerdict) -> list[str]:
    """What would settle each open requirement that leaves a choice."""
    if verdict.outcome != "undetermined":
        return []
    return [text("settle.requirement", label=part.label,
                 parts=words.settle(part.settled_by, verdict, brief=True))
            for part in verdict.requirements if part.settled_by and part.form == "at_least"]


def places(verdict: WordedVerdict) -> list[PlaceGroup]:
    """The items' places in the document, by how their name, limit and formula were seen."""
    found: dict[tuple[str, str, str], PlaceGroup] = {}
    for finding in verdict.findings:
        seen = (finding.seen.name, finding.seen.limit, finding.seen.formula)
        found.setdefault(seen, PlaceGroup(*seen, [])).places.append(finding.source.place)
    return list(found.values())


def worked(finding: Finding) -> list[EvaluationPart]:
    """The evaluations worth showing: all of an item that has any value, but what stands beside only."""
    shown = [e for e in finding.evaluations if e.basis != "reported" or e.decides]
    return shown if any(e.values for e in shown) else []


def notes_together(verdict: WordedVerdict) -> list[tuple[list[str], str]]:
    """Each note with the items that it is about; that an item doesn't apply stands elsewhere."""
    found: dict[str, list[str]] = {}
    for note in verdict.notes:
        if note.code != "note.not_applicable":
            items = found.setdefault(text(note.code, **note.params), [])
            items += [note.item] if note.item else []
    return [(items, said) for said, items in found.items()]


def clauses_left(verdict: WordedVerdict) -> list[tuple[str, list[str]]]:
    """The places of the clauses that are no items, by what becomes of them."""
    found: dict[str, dict[str, None]] = {}
    for clause in verdict.clauses:
        if clause.treatment != "encoded":
            found.setdefault(clause.treatment, {})[clause.place] = None
    return [(treatment, list(places)) for treatment, places in found.items()]


def divided(verdict: WordedVerdict) -> list[tuple[Finding, list[EvaluationPart]]]:
    """The floors of an admission that were computed, with the evaluations that show the division."""
    return [(finding, found) for finding in verdict.findings
            if finding.clause and not finding.clause.prohibits and finding.outcome != "not_applicable"
            and (found := [e for e in finding.evaluations if e.values and e.formula and e.substitution])]


def gauge(finding: Finding) -> int | None:
    """Where a decided value stands on a bar whose middle is the limit, in percent; else None."""
    if finding.outcome not in ("met", "unmet", "review", "diverted"):
        return None
    ratios = {e.ratio for e in finding.evaluations if e.decides and e.values}
    ratio = ratios.pop() if len(ratios) == 1 else None
    if ratio is None:
        return None
    return max(0, min(GAUGE_END, round(float(ratio) * GAUGE_LIMIT)))
