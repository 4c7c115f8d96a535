"""Takes filled question sheets in: what they answer is added to the dossier that was asked about.

Owns whether a sheet belongs to the dossier, the adding, and where each added part stands.  Nothing that was
stated is changed or left out.  It must not judge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.asking.answer_draft import ATTRIBUTES, AnswerDraft
from checker.asking.filled_answers import answerer, read_facts, read_questions
from checker.asking.given_answers import GivenAnswers
from checker.asking.keyed_grid import keyed_lines
from checker.asking.known_facts import known_facts
from checker.asking.sheet_columns import (
    ALL,
    ANSWERER,
    fact_table,
    question_table,
    sheet_title,
)
from checker.capsule.unpacking import ANSWERS
from checker.dossier.dossier import SECTIONS, Dossier, StatedAttribute
from checker.dossier.holding import FIRST, FURTHER, WITHDRAWN, unnamed
from checker.dossier.submission import Submission, dossier_digest
from checker.errors import DossierError, Problem
from checker.forms.filled_lists import read_list
from checker.forms.layout import list_of
from checker.limits import MOST_STATEMENTS
from checker.messages import in_source_language, text, verbatim
from checker.places import Path
from checker.quantity.day import day_of
from checker.ruleset.compiled import Ruleset
from checker.sheets.spreadsheet import Cell, Sheet
from checker.text.normal import folded
from checker.text.unstated import states_nothing
from checker.validation import build, shorten

# What the dossier of a row calls its table among its documents.
TABLE = "table"
_DOCUMENT = "answers"


@in_source_language
def with_answers(submission: Submission, given: Sequence[GivenAnswers],
                 rules: Sequence[Ruleset]) -> Submission:
    """The submission with what the sheets answer, one after the other.

    ``rules`` are those that it will be judged by, under their local provisions.  Raises
    :class:`DossierError` with every cell that can't be read or placed.
    """
    states = [dossier_digest(submission.dossier)]
    for number, sheet in enumerate(given, 1):
        twice = next((other for other in given[:number - 1] if other.raw == sheet.raw), None)
        if twice is not None:
            raise DossierError(Problem("answers.twice", {"first": twice.name}, file=sheet.name))
        submission = _joined(submission, sheet, number, rules, states)
        states.append(dossier_digest(submission.dossier))
    return submission


def _joined(submission: Submission, given: GivenAnswers, number: int, rules: Sequence[Ruleset],
            states: Sequence[str]) -> Submission:
    try:
        ruleset = _belongs(given, submission.dossier, rules, states)
        draft = _read(given, states, submission.dossier, ruleset, _name(submission.dossier, number))
        if draft.problems:
            raise DossierError(draft.problems)
    except DossierError as error:
        raise error.at(given.name, {}) from None
    answered, problems = build(Dossier, {**draft.data, **_subject(submission.dossier),
                                         "documents": _document(given, draft, number)})
    if answered is None:
        raise DossierError([problem.at(given.name, draft.cells) for problem in problems])
    dossier, moved = _added(submission.dossier, answered)
    places = {_now(path, moved): (given.name, cell) for path, cell in draft.cells.items()}
    if draft.data.get("made_up"):
        dossier = dossier.model_copy(update={"made_up": True})
    joined = replace(
        submission, dossier=dossier, beside={**submission.beside, ANSWERS.format(number): given.raw},
        remarks=[*submission.remarks, *(remark.at(given.name, {}) for remark in draft.remarks)],
        elsewhere={**submission.elsewhere, **places})
    return _sound(joined, given.name)


def _now(path: Path, moved: Mapping[Path, Path]) -> Path:
    """Where a part of the answers stands in the dossier that they were added to."""
    start = next((length for length in (FURTHER, FIRST) if path[:length] in moved), None)
    return path if start is None else (*moved[path[:start]], *path[start:])


def _sound(joined: Submission, name: str) -> Submission:
    """The submission, unless it has grown too large or what is withdrawn can't be told."""
    if joined.dossier.statements > MOST_STATEMENTS:
        raise DossierError(Problem("dossier.too_many", {
            "count": joined.dossier.statements, "limit": MOST_STATEMENTS}, file=name))
    if problems := unnamed(joined.dossier):
        raise joined.located(DossierError(problems))
    return joined


def _belongs(given: GivenAnswers, dossier: Dossier, rules: Sequence[Ruleset],
             states: Sequence[str]) -> Ruleset:
    """The ruleset that was asked by; raises :class:`DossierError` where it was asked about something else."""
    identity = given.identity
    table = dossier.documents.get(TABLE)
    due = dossier.subject.name if given.about == "one" else table.title if table else ""
    problems = []
    if given.about != "each" and folded(identity["subject"].text) != folded(due):
        problems.append(identity["subject"].problem(
            "answers.other_subject", given=shorten(identity["subject"].text), due=shorten(due)))
    elif given.about != "all" and not given.dossiers.keys() & set(states):
        problems.append(identity["dossier"].problem("answers.other_dossier"))
    if problems:
        raise DossierError(problems)
    return asked_by(given, rules)


@in_source_language
def asked_by(given: GivenAnswers, rules: Sequence[Ruleset]) -> Ruleset:
    """The one of ``rules`` by which a sheet was asked; raises :class:`DossierError` where it is none."""
    identity = given.identity
    ruleset = next((known for known in rules if known.id == identity["ruleset"].text), None)
    if ruleset is None:
        raise DossierError(identity["ruleset"].problem(
            "answers.other_ruleset", given=shorten(identity["ruleset"].text),
            due="、".join(known.id for known in rules)).at(given.name, {}))
    if identity["digest"].text != ruleset.digest:
        raise DossierError(identity["digest"].problem(
            "answers.other_rules", ruleset=ruleset.id).at(given.name, {}))
    return ruleset


def _read(given: GivenAnswers, states: Sequence[str], dossier: Dossier, ruleset: Ruleset,
          document: str) -> AnswerDraft:
    """What the sheet answers of ``dossier``, with ``document`` as its source."""
    draft = AnswerDraft(document=document, defaults=dossier.defaults)
    identity = given.identity
    answerer(identity, draft)
    if draft.truth(identity["made_up"]):
        draft.data["made_up"] = True
    before = len(draft.data)
    for name, sheet in given.book.items():
        if given.about == "one" and (known := list_of(name, ruleset)) is not None:
            read_list(sheet, known, draft, ruleset)
    _rows(given, [*states, ALL], dossier, ruleset, draft)
    if len(draft.data) > before or draft.problems:
        _answered_for(identity, draft)
    else:
        draft.remark(identity["by"], "answers.blank")
    return draft


def _rows(given: GivenAnswers, about: Sequence[str], dossier: Dossier, ruleset: Ruleset,
          draft: AnswerDraft) -> None:
    """The rows of the questions and of what is known already."""
    several, as_of = given.about != "one", given.identity["as_of"]
    day = as_of.date or day_of(as_of.plain)
    renamed: list[tuple[Cell, str]] = []
    if (asked := _sheet(given.book, "questions", draft)) is not None:
        table = question_table(ruleset, several=several)
        lines = keyed_lines(asked, table, draft.problems, renamed, about)
        read_questions(lines, draft, ruleset, dossier)
    if (stated := _sheet(given.book, "facts", draft)) is not None:
        known = known_facts(dossier, ruleset, dossier.period or (day.year if day else 0))
        table = fact_table(ruleset, several=several)
        lines = keyed_lines(stated, table, draft.problems, renamed, about)
        filled = [entry["list"] for entry in draft.data.get("lists", ())]
        read_facts(lines, {fact.key: fact for fact in known}, draft, ruleset, filled)
    for cell, due in renamed:
        draft.remark(cell, "answers.renamed", due=due, given=cell.text or text("form.empty"))


def _sheet(book: Mapping[str, Sheet], name: str, draft: AnswerDraft) -> Sheet | None:
    found = book.get(sheet_title(name))
    if found is None:
        draft.problems.append(Problem("form.sheet_missing", {"sheet": sheet_title(name)}))
    return found


def _answered_for(identity: Mapping[str, Cell], draft: AnswerDraft) -> None:
    """Whoever answers anything has to say who and when."""
    for name, due in ANSWERER.items():
        if due and states_nothing(identity[name].text) and not identity[name].fault:
            draft.complain(identity[name], "form.due", heading=text(f"ask.head.{name}"),
                           why=text("form.why.person" if name == "by" else "form.why.answered_on"))


def _name(dossier: Dossier, number: int) -> str:
    """A name for the sheet among the documents that none of them has."""
    name = f"{_DOCUMENT}{number}"
    while name in dossier.documents:
        name += "_"
    return name


def _subject(dossier: Dossier) -> dict[str, Any]:
    """What every dossier needs, for the answers alone."""
    return {"schema": "dossier/1", "subject": {"name": dossier.subject.name, "kind": dossier.subject.kind},
            **({"period": dossier.period} if dossier.period else {})}


def _document(given: GivenAnswers, draft: AnswerDraft, number: int) -> dict[str, Any]:
    """The sheet as a document of the dossier, unless nothing in it is answered.

    Its title has its number: who answers twice on one day is the source of two.
    """
    if not draft.data.keys() - {"made_up"}:
        return {}
    name = str(draft.document)
    draft.cells |= {("documents", name, part): given.identity["by"].address for part in ("title", "issuer")}
    return {name: {"title": verbatim("answers.title", number=number, by=draft.by, on=draft.on),
                   "issuer": draft.by, "sha256": hashlib.sha256(given.raw).hexdigest()}}


def _added(dossier: Dossier, answered: Dossier) -> tuple[Dossier, dict[Path, Path]]:
    """The dossier with the answers behind its own statements, and where these stand now."""
    update: dict[str, Any] = {}
    moved: dict[Path, Path] = {}
    for section in (*SECTIONS, WITHDRAWN):
        old, new = getattr(dossier, section), getattr(answered, section)
        if new:
            update[section] = [*old, *new]
            moved.update({(section, i): (section, len(old) + i) for i in range(len(new))})
    if answered.attributes:
        attributes = dict(dossier.attributes)
        for name, attribute in answered.attributes.items():
            if (stated := attributes.get(name)) is None:
                attributes[name] = attribute
            else:
                attributes[name] = StatedAttribute.model_validate({
                    **stated.model_dump(exclude_unset=True),
                    "also": [*stated.also, *(one.model_dump(exclude={"also"}, exclude_unset=True)
                                             for one in attribute.everywhere)]})
                behind: Path = (ATTRIBUTES, name, "also")
                moved[ATTRIBUTES, name] = (*behind, len(stated.also))
                moved.update({(*behind, i): (*behind, len(stated.also) + 1 + i)
                              for i in range(len(attribute.also))})
        update[ATTRIBUTES] = attributes
    if answered.documents:
        update["documents"] = {**dossier.documents, **answered.documents}
    return dossier.model_copy(update=update), moved
