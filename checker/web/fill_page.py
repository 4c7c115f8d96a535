"""Filling in on the page: what to state next, its form, what is stated already, the verdict so far.

Owns what is shown and in which order.  It must not judge: it asks the services.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.asking.question_rows import QuestionRow, question_row
from checker.capsule.record import Record
from checker.dossier.dossier import Dossier, Opinion
from checker.dossier.holding import Statement, statements
from checker.errors import CheckerError, Problem, UsageError
from checker.explaining.explained import ahead
from checker.explaining.questions import questions
from checker.intake import received
from checker.messages import text
from checker.places import Path as FieldPath
from checker.reporting import phrases, words
from checker.reporting.next_steps import lines
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import RulesetModel
from checker.ruleset.spoken import spoken
from checker.ruleset.terms import number_of
from checker.services.drafting import YES_NO, DraftData, DraftState, read_draft
from checker.services.handling import Person, StatementStanding, deeds, reviewable, standing
from checker.services.judging_files import JudgingTerms, judged
from checker.services.stating import Filling, place_of
from checker.web.datum_form import asked_of, everything
from checker.web.draft_deeds import rules_of
from checker.web.rendering import Setting, rendered
from checker.web.workfolder import EVIDENCE, ListedFile

MOST_ASKED = 12
_BLANK_ENTRIES = 3
# Where what is asked for stands already, and doesn't tell enough.
_INSTEAD = {"exact": "observations", "clear": "lists"}


@dataclass(frozen=True)
class ShownStatement:
    """A statement of the draft, to be mended or taken back."""

    place: str
    label: str
    year: str
    value: str
    source: str
    standing: StatementStanding
    reviewable: bool


def fill_page(place: str, today: dt.date, setting: Setting, key: str = "", at: str = "",
              typed: Filling | None = None, document: str = "") -> str:
    """The page of a draft; ``key`` names the datum to state, ``at`` the statement to mend.

    ``document`` is the source to begin with.  Raises a :class:`checker.errors.CheckerError` where the file
    can't be read.
    """
    draft = read_draft(Path(place))
    ruleset = rules_of(draft)
    dossier, record, wrong = _judged(place, ruleset, today)
    asked = _next(record) if record else []
    at = at or _instead(key or (asked[0].key if asked else ""), dossier, ruleset)
    here = _mended(at, draft, ruleset) if at else None
    if at and here is None and typed is None:
        raise UsageError(Problem("draft.no_statement"))
    at = at if here else ""  # what was typed for a statement that is gone may still be kept as another
    key = (here.key if here else key) or (asked[0].key if asked else "")
    form = asked_of(key, ruleset, next((row for row in asked if row.key == key), None)) if key else None
    source = {"document": document} if document in draft.data.get("documents", {}) else {}
    shown = typed or Filling({**(here.words if here else {}), **source}, here.entries if here else ())
    return rendered(
        "fill", setting, place=place, version=draft.version, subject=draft.data.get("subject", {}),
        period=draft.data.get("period"), ruleset=spoken(ruleset).model, asked=asked[:MOST_ASKED],
        more=max(0, len(asked) - MOST_ASKED), key=key, at=at, form=form, typed=shown, wrong=wrong,
        entries=[*shown.entries, *({} for _ in range(_BLANK_ENTRIES))],
        documents=[(name, one.get("title", "")) for name, one in draft.data.get("documents", {}).items()],
        statements=list(_statements(dossier, draft.data, Path(place), setting, ruleset)) if dossier else [],
        deeds=deeds(Path(place)), evidence=_evidence(Path(place)), all=list(everything(ruleset)),
        verdict=record.words if record else None, conclusion=words.conclusion(record.words) if record else "",
        steps=list(_steps(record)) if record else [])


def _judged(place: str, ruleset: Ruleset, today: dt.date) -> tuple[Dossier | None, Record | None, list[str]]:
    """The dossier and its verdict so far, or why there is none."""
    try:
        [record] = judged(JudgingTerms(Path(place), today, (ruleset.id,)))
        return record.submission.dossier, record, []
    except CheckerError as error:
        wrong = [str(problem) for problem in error.problems]
    try:
        return received(Path(place), (ruleset.id,), today.year).dossier, None, wrong
    except CheckerError:
        return None, None, wrong


def _next(record: Record) -> list[QuestionRow]:
    """What to ask, what can decide first."""
    explanation = ahead(record.case, record.ruleset)
    rules = spoken(record.ruleset)
    rows = [(question_row(lacking.id, rules), lacking) for lacking in questions(record.verdict, explanation)]
    return [row for row, _ in rows if row is not None and row.datum is not None]


def _instead(key: str, dossier: Dossier | None, ruleset: Ruleset) -> str:
    """The one statement whose place the answer to a question takes: what was said doesn't tell enough."""
    kind, _, rest = key.partition(":")
    name, _, year = rest.partition("@")
    section = _INSTEAD.get(kind)
    found = [one.path for one in statements(dossier) if one.path[0] == section
             and ruleset.quantity_names.get(one.about, one.about) == name
             and (not year or str(one.year or year) == year)] if dossier and section else []
    return ".".join(map(str, found[0])) if len(found) == 1 else ""


def _steps(record: Record) -> Iterator[str]:
    yield from lines(ahead(record.case, record.ruleset), record.words, spoken(record.ruleset))


@dataclass(frozen=True)
class _Mended:
    key: str
    words: Mapping[str, str]
    entries: Sequence[Mapping[str, str]]


def _mended(at: str, draft: DraftState, ruleset: Ruleset) -> _Mended | None:
    """What stands in a statement, for its form; None where there is none."""
    place = place_of(at)
    try:
        entry: Any = draft.data
        for part in place:
            entry = entry[part]
        return _as_typed(place, entry, ruleset)
    except (LookupError, TypeError, AttributeError):
        return None


def _as_typed(place: FieldPath, entry: Mapping[str, Any], ruleset: Ruleset) -> _Mended:
    source = entry.get("source") or {}
    said = {name: _typed(value) for name, value in {**entry, **source}.items()
            if not isinstance(value, dict | list)}
    entries = [{name: _typed(value) for name, value in one.items()} for one in entry.get("entries", [])]
    year = f"@{entry['year']}" if entry.get("year") else ""
    if place[0] == "attributes":
        return _Mended(f"attribute:{place[1]}", said, ())
    kind, name = {"observations": ("quantity", "quantity"), "reported": ("report", "item"),
                  "lists": ("list", "list"), "declarations": ("attribute", "about"),
                  "opinions": ("opinion", "item")}[str(place[0])]
    named = str(entry[name])
    if kind == "quantity":
        named = ruleset.quantity_names.get(named, named)
    if kind == "opinion":
        said["value"] = said.get("finding", "")
    if place[0] == "declarations" and ruleset.model.attributes[named].kind == "yes_no":
        said["value"] = {word: value for value, word in YES_NO.items()}.get(said["value"], said["value"])
    return _Mended(f"{kind}:{named}{year}", said, entries)


def _typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _statements(dossier: Dossier, data: DraftData, draft: Path, setting: Setting,
                base: Ruleset) -> Iterator[ShownStatement]:
    ruleset, done = spoken(base), deeds(draft)
    model = ruleset.model
    reader = Person(setting.visitor.name if setting.visitor else "")
    for one in statements(dossier):
        source = one.source
        title = dossier.documents[source.document].title if source and source.document else ""
        shown = f"{title} {source.place}：{source.words}" if source else ""
        found = standing(done, data, one.path)
        yield ShownStatement(".".join(map(str, one.path)), _label(one, ruleset), str(one.year or ""),
                             _value(one, model), shown, found, reviewable(found, reader))


def _label(one: Statement, ruleset: Ruleset) -> str:
    model = ruleset.model
    name = ruleset.quantity_names.get(one.about, one.about)
    for terms in (model.quantities, model.attributes, model.lists):
        if name in terms:
            return str(terms[name].label)
    if one.about in ruleset.items:
        return f"{number_of(one.about)} {ruleset.items[one.about].model.label}"
    return one.about


def _value(one: Statement, model: RulesetModel) -> str:
    if isinstance(one.value, bool):
        return text("browser.yes" if one.value else "browser.no")
    if one.about in model.attributes:
        return str(model.attributes[one.about].label_of(str(one.value)))
    if isinstance(one.stated, Opinion):
        return text(f"opinion.{one.stated.finding}")
    unit = getattr(one.stated, "unit", None)
    entries = getattr(one.stated, "entries", None)
    if entries is not None:
        return "；".join("、".join(str(value) for value in entry.values()) for entry in entries) or "—"
    return phrases.written(str(one.value), unit)


def _evidence(draft: Path) -> list[ListedFile]:
    """The files that lie beside a draft for a person to see."""
    folder = draft.parent / EVIDENCE
    return [ListedFile(path.name, path.as_posix(), "evidence") for path in sorted(folder.glob("*"))
            if path.is_file() and not path.name.startswith(".")] if folder.is_dir() else []
