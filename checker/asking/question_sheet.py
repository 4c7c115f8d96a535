"""What is asked about one record: its questions with their clauses, the facts to be confirmed, the lists.

Owns what goes on the sheet of a dossier.  It must not draw.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from checker.asking.covering_letter import about_one
from checker.asking.known_facts import KnownFact, bearing_facts
from checker.asking.question_book import DrawnFact, DrawnQuestion, QuestionBook, Whose
from checker.asking.question_rows import DISPUTED, QuestionRow, clauses, question_row
from checker.capsule.record import Record
from checker.explaining.explained import ahead
from checker.explaining.questions import questions
from checker.forms.layout import list_sheets
from checker.messages import in_source_language, text, verbatim
from checker.reporting.doubt_lines import by_kind
from checker.reporting.phrases import numbers
from checker.verdict.found import LackingDatum
from checker.verdict.verdict import Verdict
from checker.wording.context import Context

_OF_DISPUTED = {"note.declared_differently": "attribute", "note.bound_exceeded": "quantity"}


class QuestionSheet:
    """The questions and facts of a record; ``left`` is how many open points no owner can answer.

    ``why`` says of each question, by its key, for want of what it is asked.
    """

    @in_source_language
    def __init__(self, record: Record) -> None:
        self.record = record
        explanation = ahead(record.case, record.ruleset)
        self._doubts = explanation.doubts
        disputed = set(_disputed(record.verdict))
        found = [(lacking, question_row(_key(lacking, disputed), record.ruleset))
                 for lacking in questions(record.verdict, explanation)]
        self.questions: list[tuple[QuestionRow, str]] = [
            (row, self._serving(lacking)) for lacking, row in found if row is not None]
        self.why = {row.key: _why(lacking, row) for lacking, row in found if row is not None}
        self.left = sum(row is None for _, row in found)
        asked = frozenset((row.datum.kind, row.datum.name) for row, _ in self.questions if row.datum) | {
            (kind, name) for kind in _OF_DISPUTED.values() for name in disputed} | {
            ("quantity", value.name) for doubt in explanation.doubts for value in doubt.stated
            if value.of == "quantity"}
        self.facts: list[tuple[KnownFact, list[str]]] = bearing_facts(record, asked)
        lists = {name for kind, name in asked if kind == "list"} | {
            fact.datum.name for fact, _ in self.facts if fact.datum.kind == "list"}
        self.lists = {name: sheet for name, sheet in list_sheets(record.ruleset).items() if name in lists}

    def _serving(self, lacking: LackingDatum) -> str:
        """For which clauses a datum is lacking, and what stands there already without telling it."""
        said = clauses(lacking.items, self.record.ruleset)
        if any(other.id == lacking.id and other.uncounted for other in self.record.words.missing):
            said += text("ask.uncounted")
        unstated = "”“".join(lacking.unstated)
        return said + (verbatim("ask.unstated", words=unstated) if unstated else "")

    def doubts(self, *, brief: bool = False) -> dict[str, list[str]]:
        """What is doubtful in what was handed in, by kinds; ``brief`` where it is said beside that."""
        record = self.record
        return by_kind(self._doubts, record.words, Context(record.verdict, record.ruleset), brief=brief)

    @property
    def alone(self) -> list[tuple[QuestionRow, str]]:
        """The questions that are answered in their own row, without a sheet for a list."""
        return [(row, said) for row, said in self.questions if row.datum is None or row.datum.kind != "list"]

    @in_source_language
    def drawn(self, whose: Whose | None = None) -> tuple[list[DrawnQuestion], list[DrawnFact]]:
        """The rows of the sheet; on one of several projects, without lists, each says ``whose`` it is."""
        return ([DrawnQuestion(row, said, whose) for row, said in (self.alone if whose else self.questions)],
                [DrawnFact(fact, numbers(items), whose) for fact, items in self.facts])

    @in_source_language
    def workbook(self) -> bytes:
        """The workbook's bytes: a function of the record alone."""
        record, verdict = self.record, self.record.verdict
        asked, facts = self.drawn()
        letter = list(about_one(record, self.questions, self.doubts().values(), len(facts)))
        return QuestionBook(record.ruleset, verdict.subject.name, verdict.dossier.digest, verdict.assessed_on,
                            letter, asked, facts, self.lists).workbook()


def _why(lacking: LackingDatum, row: QuestionRow) -> str:
    """What is the matter with a datum, and which items wait for nothing else."""
    kind = DISPUTED if row.key.startswith(f"{DISPUTED}:") else lacking.kind
    alone = text("ask.why.alone", items=numbers(lacking.settles_alone)) if lacking.settles_alone else ""
    return text(f"ask.why.{kind}") + alone


def _disputed(verdict: Verdict) -> Iterator[str]:
    """The facts that are stated one way and another, and amounts that are more than what bounds them."""
    for note in verdict.notes:
        label = note.params.get("label")
        if note.code in _OF_DISPUTED and isinstance(label, dict):
            yield label[_OF_DISPUTED[note.code]]


def _key(lacking: LackingDatum, disputed: Container[str]) -> str:
    """By which key it is asked; a fact that is stated one way and another lacks no third statement."""
    settled = lacking.kind in _OF_DISPUTED.values() and lacking.name in disputed
    return f"{DISPUTED}:{lacking.name}" if settled else lacking.id
