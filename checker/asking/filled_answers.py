"""Reads the rows of a filled question sheet: answers, confirmations, withdrawals.

Owns the meeting of a row with what was asked in it, and what a row lacks.  An empty cell states nothing.  It
must not know which file the rows are from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.asking.answer_draft import ATTRIBUTES, AnswerDraft, answer
from checker.asking.known_facts import KnownFact
from checker.asking.question_rows import AskedFor, QuestionRow, is_base, question_row
from checker.asking.sheet_columns import (
    ANSWER_CELLS,
    OF,
    PROJECT,
    ROW_ID,
    SEAL,
    WITHDRAWAL_CELLS,
    printed_seal,
)
from checker.dossier.dossier import Declaration, Dossier, Observation, Reported, StatedList
from checker.dossier.holding import Statement, holding
from checker.evidence.facts import BASE
from checker.forms.grid import GridLine
from checker.forms.values import day
from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded
from checker.validation import shorten

TRUE, FALSE = "ask.true", "ask.false"


def read_questions(lines: Sequence[GridLine], draft: AnswerDraft, ruleset: Ruleset, dossier: Dossier) -> None:
    """The answers to the questions."""
    rows = [(line, question_row(line[ROW_ID].text, ruleset)) for line in lines]
    for first in (True, False):  # the base year first: others are counted from it
        for line, row in rows:
            if first != (row is not None and row.datum is not None and is_base(row.datum)):
                continue
            if row is None:
                draft.complain(line[ROW_ID], "answers.unknown_row", given=shorten(line[ROW_ID].text))
            elif not line.stands(*ANSWER_CELLS):
                continue
            elif _unchanged(line, row.printed, draft):
                _question(line, row, draft, ruleset, dossier)


def _unchanged(line: GridLine, printed: Mapping[str, str], draft: AnswerDraft) -> bool:
    """Whether what is printed in a row that says something is what was asked; complains where it is not.

    That is told by the row's own seal, so that a sheet of another version's words is read all the same.
    """
    sealed = [ROW_ID, *([PROJECT, OF] if OF in line.cells else []), *printed]
    if printed_seal(line[key].text for key in sealed) == line[SEAL].text:
        return True
    changed = [key for key, due in printed.items() if folded(line[key].text) != folded(due)]
    for key in changed:
        draft.complain(line[key], "answers.row_changed", heading=line.heading(key),
                       given=shorten(line[key].text), due=shorten(printed[key]))
    if not changed:
        draft.complain(line[SEAL], "answers.seal_changed")
    return False


def _question(line: GridLine, row: QuestionRow, draft: AnswerDraft, ruleset: Ruleset,
              dossier: Dossier) -> None:
    if row.datum is None or row.datum.kind == "list":
        draft.not_due(line, ANSWER_CELLS)
    elif line.stands("value"):
        datum = _dated(row.datum, line, draft, dossier)
        if datum is not None:
            answer(line, datum, draft, ruleset)
    elif any(line.stands(key) for key in ANSWER_CELLS if key != "remark"):
        draft.due(line, "value", "value")
    else:
        draft.remark(line["remark"], "answers.only_remark", asked=row.asked, remark=line["remark"].text)


def _dated(datum: AskedFor, line: GridLine, draft: AnswerDraft, dossier: Dossier) -> AskedFor | None:
    """The datum with its calendar year where it is asked for of the base year."""
    if datum.year != "base":
        return datum
    answered: Any = draft.data.get(ATTRIBUTES, {}).get(BASE, {}).get("value")
    before = holding(dossier).dossier.attributes.get(BASE)
    stated = {answered, *(one.value for one in (before.everywhere if before else ()))} - {None}
    base = stated.pop() if len(stated) == 1 else None
    if not isinstance(base, int):
        draft.complain(line["value"], "answers.no_base", asked=line["asked"].text)
        return None
    return AskedFor(datum.kind, datum.name, base)


def read_facts(lines: Sequence[GridLine], facts: Mapping[str, KnownFact], draft: AnswerDraft,
               ruleset: Ruleset, filled_lists: Sequence[str]) -> None:
    """What is said of the statements that were to be confirmed."""
    for line in lines:
        fact = facts.get(line[ROW_ID].text)
        if fact is None:
            draft.complain(line[ROW_ID], "answers.unknown_row", given=shorten(line[ROW_ID].text))
        elif line.stands("confirm", *ANSWER_CELLS, *WITHDRAWAL_CELLS) and _unchanged(
                line, fact.printed, draft):
            _fact(line, fact, draft, ruleset, fact.datum.name in filled_lists)


def _fact(line: GridLine, fact: KnownFact, draft: AnswerDraft, ruleset: Ruleset, list_filled: bool) -> None:
    said = draft.word(line["confirm"], {text(TRUE): True, text(FALSE): False})
    whole = isinstance(fact.statement.stated, StatedList)
    if whole:
        draft.not_due(line, ANSWER_CELLS)
    other, withdrawn = line.stands("value") and not whole, line.stands(*WITHDRAWAL_CELLS)
    if said is True and (other or withdrawn):
        draft.complain(line["confirm"], "answers.true_and_other", fact=fact.question.asked)
        return
    if said is False and not (other or withdrawn or list_filled):
        draft.complain(line["confirm"], "answers.false_alone", fact=fact.question.asked)
    if not other and not whole and any(line.stands(key) for key in ANSWER_CELLS) and said is not True:
        draft.due(line, "value", "value")
    if said is True:
        _confirmed(line, fact, draft)
    if other:
        answer(line, fact.datum, draft, ruleset)
    if withdrawn:
        _withdrawn(line, fact.statement, draft)


def _confirmed(line: GridLine, fact: KnownFact, draft: AnswerDraft) -> None:
    """The same statement once more, with the sheet as its source."""
    source = draft.source(line, line["confirm"])
    stated, cells = fact.statement.stated, {"value": line["confirm"], **line.cells}
    if not line.sound:
        return
    if isinstance(stated, (Observation, Reported, StatedList, Declaration)):
        same = stated.model_dump(mode="json", by_alias=True, exclude_unset=True)
        mine = {"by": draft.by, "on": draft.on} if isinstance(stated, Declaration) else {}
        mine |= {"declared_by": draft.by} if isinstance(stated, StatedList) and stated.complete else {}
        draft.append(fact.statement.section, {**same, **mine, "source": source}, cells)
    else:
        draft.state(fact.statement.about, {"value": fact.statement.value, "source": source}, cells)


def _withdrawn(line: GridLine, statement: Statement, draft: AnswerDraft) -> None:
    """That the statement no longer holds."""
    for key, why in (("by", "person"), ("why", "withdrawal")):
        draft.due(line, key, why)
    on = day(line["on"], draft)
    if not line.stands("on"):
        draft.due(line, "on", "day")
    source = draft.source(_only(line, "by"), line["why"])
    if on and line.sound and line["by"].text and line["why"].text:
        draft.append("withdrawn", {"statement": _named(statement), "by": line["by"].text, "on": on,
                                   "why": line["why"].text, "source": source}, dict(line.cells))


def _only(line: GridLine, *keys: str) -> GridLine:
    """The row without what it says of another value."""
    return GridLine({key: line[key] for key in keys}, line.headings, line.sound)


def _named(statement: Statement) -> dict[str, Any]:
    """What tells the statement from all others."""
    source = statement.source
    where = source.model_dump(mode="json", exclude_none=True) if source else {}
    there = {"about": statement.about, "year": statement.year, "value": statement.value, **where}
    return {key: value for key, value in there.items() if value is not None}


def answerer(cells: Mapping[str, Cell], draft: AnswerDraft) -> None:
    """Who answers and when, which is due as soon as anything is answered."""
    draft.by = cells["by"].text
    on = cells["on"].date.isoformat() if cells["on"].date else None
    draft.on = on or day(cells["on"], draft) or ""
