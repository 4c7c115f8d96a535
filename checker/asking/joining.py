"""Takes filled question sheets in: what they answer is added to the dossier that was asked about.

Owns whether a sheet belongs to the dossier, the adding, and where each added part stands.  Nothing that was
stated is changed or left out.  It must not judge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.asking.answer_draft import ATTRIBUTES, AnswerDraft
from checker.asking.filled_answers import answerer, read_facts, read_questions
from checker.asking.keyed_grid import keyed_lines
from checker.asking.known_facts import known_facts
from checker.asking.sheet_columns import (
    ANSWERER,
    IDENTITY,
    LAYOUT,
    ROW_ID,
    fact_table,
    head,
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
from checker.messages import text, verbatim
from checker.places import Path
from checker.quantity.day import day_of
from checker.ruleset.compiled import Ruleset
from checker.sheets.spreadsheet import Cell, Sheet, sheets_of
from checker.text.normal import folded
from checker.validation import build, shorten

FilledBook = Mapping[str, Sheet]
_DOCUMENT = "answers"


@dataclass(frozen=True)
class GivenAnswers:
    """A filled question sheet: the name of its file, and its bytes."""

    name: str
    raw: bytes


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
    sheets = sheets_of(given.raw, given.name, DossierError, computed=True)
    try:
        identity = _identity(sheets)
        ruleset = _belongs(identity, submission.dossier, rules, states)
        draft = _read(sheets, identity, submission.dossier, ruleset, _name(submission.dossier, number))
        if draft.problems:
            raise DossierError(draft.problems)
    except DossierError as error:
        raise error.at(given.name, {}) from None
    answered, problems = build(Dossier, {**draft.data, **_subject(submission.dossier)})
    if answered is None:
        raise DossierError([problem.at(given.name, draft.cells) for problem in problems])
    dossier, moved = _added(submission.dossier, answered, given, str(draft.document), draft.by)
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


def _identity(sheets: FilledBook) -> dict[str, Cell]:
    """What the sheet says of itself and of whoever answers, by its keys."""
    sheet = sheets.get(sheet_title("head"))
    if sheet is None:
        raise DossierError(Problem("answers.not_ours", {"sheet": sheet_title("head")}))
    problems: list[Problem] = []
    found = {line[ROW_ID].text: line["answer"] for line in keyed_lines(sheet, head(), problems)}
    missing = [text(f"ask.head.{name}") for name in (*IDENTITY, *ANSWERER) if name not in found]
    if missing and not problems:
        problems.append(Problem("answers.rows_missing", {"rows": "、".join(missing)}, (sheet.place,)))
    if problems:
        raise DossierError(problems)
    return found


def _belongs(identity: Mapping[str, Cell], dossier: Dossier, rules: Sequence[Ruleset],
             states: Sequence[str]) -> Ruleset:
    """The ruleset that was asked by; raises :class:`DossierError` where it was asked about something else."""
    if identity["layout"].plain != str(LAYOUT):
        raise DossierError(identity["layout"].problem("answers.other_layout", given=identity["layout"].text))
    problems = []
    if folded(identity["subject"].text) != folded(dossier.subject.name):
        problems.append(identity["subject"].problem(
            "answers.other_subject", given=shorten(identity["subject"].text),
            due=shorten(dossier.subject.name)))
    elif identity["dossier"].text not in states:
        problems.append(identity["dossier"].problem("answers.other_dossier"))
    ruleset = next((known for known in rules if known.id == identity["ruleset"].text), None)
    if ruleset is None:
        problems.append(identity["ruleset"].problem(
            "answers.other_ruleset", given=shorten(identity["ruleset"].text),
            due="、".join(known.id for known in rules)))
    elif identity["digest"].text != ruleset.digest:
        problems.append(identity["digest"].problem("answers.other_rules", ruleset=ruleset.id))
    if problems or ruleset is None:
        raise DossierError(problems)
    return ruleset


def _read(sheets: FilledBook, identity: Mapping[str, Cell], dossier: Dossier, ruleset: Ruleset,
          document: str) -> AnswerDraft:
    """What the sheet answers of ``dossier``, with ``document`` as its source."""
    draft = AnswerDraft(document=document, defaults=dossier.defaults)
    answerer(identity, draft)
    if draft.truth(identity["made_up"]):
        draft.data["made_up"] = True
    before = len(draft.data)
    day = identity["as_of"].date or day_of(identity["as_of"].plain)
    period = dossier.period or (day.year if day else 0)
    for name, sheet in sheets.items():
        if (known := list_of(name, ruleset)) is not None:
            read_list(sheet, known, draft, ruleset)
    filled = [entry["list"] for entry in draft.data.get("lists", ())]
    renamed: list[tuple[Cell, str]] = []
    if (asked := _sheet(sheets, "questions", draft)) is not None:
        lines = keyed_lines(asked, question_table(ruleset), draft.problems, renamed)
        read_questions(lines, draft, ruleset, dossier)
    if (stated := _sheet(sheets, "facts", draft)) is not None:
        facts = {fact.key: fact for fact in known_facts(dossier, ruleset, period)}
        lines = keyed_lines(stated, fact_table(ruleset), draft.problems, renamed)
        read_facts(lines, facts, draft, ruleset, filled)
    for cell, due in renamed:
        draft.remark(cell, "answers.renamed", due=due, given=cell.text or text("form.empty"))
    if len(draft.data) > before or draft.problems:
        _answered_for(identity, draft)
    else:
        draft.remark(identity["by"], "answers.blank")
    return draft


def _sheet(sheets: FilledBook, name: str, draft: AnswerDraft) -> Sheet | None:
    found = sheets.get(sheet_title(name))
    if found is None:
        draft.problems.append(Problem("form.sheet_missing", {"sheet": sheet_title(name)}))
    return found


def _answered_for(identity: Mapping[str, Cell], draft: AnswerDraft) -> None:
    """Whoever answers anything has to say who and when."""
    for name, due in ANSWERER.items():
        if due and not (identity[name].text or identity[name].fault):
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


def _added(dossier: Dossier, answered: Dossier, given: GivenAnswers, document: str,
           by: str) -> tuple[Dossier, dict[Path, Path]]:
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
    if update:
        title = verbatim("answers.title", by=by)
        added = {"title": title, "issuer": by, "sha256": hashlib.sha256(given.raw).hexdigest()}
        documents = build(Dossier, {**_subject(dossier), "documents": {document: added}})[0]
        assert documents is not None
        update["documents"] = {**dossier.documents, **documents.documents}
    return dossier.model_copy(update=update), moved
