"""What a screening would come to if what most projects lack were answered all well, or all badly: a trial.

Owns which facts these are, which answer of each is the good one, and the counts.  It is a trial whatever the
rules say, and nothing of it is kept.  It must not judge by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from checker.evidence.evidence import AttributeFact
from checker.explaining.by_answer import AnswerLeaves, ByAnswer, by_answer
from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute
from checker.screening.row import Frame
from checker.screening.summary import ERROR, Summary
from checker.screening.tally import MOST_OPEN, RowTally
from checker.screening.tasks import Task, Tasks
from checker.screening.worker import RowTerms, Worker

Answers = Mapping[AttributeFact, AnswerLeaves]
MOST_FACTS = 5
ANSWERED = ("good", "bad")
# What a verdict may still become, and what an item may, the best first.
BEST_FIRST = ("met", "computed", "diverted", "review", "not_applicable", "undetermined", "unmet")
_OF_ITEMS = ("met", "computed", "not_applicable", "diverted", "review", "undetermined", "unmet")


@dataclass(frozen=True)
class AnswerSupposed:
    """An answer to a fact: those that come to the same in every row, and in how many another goes further."""

    word: str
    alike: Sequence[str]
    otherwise: int


@dataclass(frozen=True)
class FactSupposed:
    """A fact that most open rows lack, in how many, and both answers."""

    label: str
    rows: int
    good: AnswerSupposed
    bad: AnswerSupposed


@dataclass(frozen=True)
class CommonAnswers:
    """The facts, and how many rows come to which outcome now, answered well, answered badly.

    ``open`` is how many are open now: there are no facts where these are too many to be judged twice more.
    ``moved`` are the numbers of those rows by what they come to, answered well and badly.
    """

    open: int
    facts: Sequence[FactSupposed] = ()
    now: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    moved: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Both:
    """A fact with the answers that are supposed of it."""

    name: str
    good: AttributeFact
    bad: AttributeFact


def common_answers(tasks: Tasks, tally: RowTally, frame: Frame, terms: RowTerms) -> CommonAnswers:
    """The counts of a screening that was done; no facts where no few answers move most of its open rows."""
    if tally.open.count > MOST_OPEN:
        return CommonAnswers(tally.open.count)
    now, waiting = tally.outcomes, {place: row for _, place, row in tally.open.placed}
    worker = Worker(frame, replace(terms, trial=True))
    names = _common(list(waiting.values()), worker.ruleset)
    rows = [tasks[place] for place in waiting]
    reached = {task.identity: _reached(worker, task, [name for name in names if name in row.lacks])
               for task, row in zip(rows, waiting.values(), strict=True)}
    both = list(_both(list(reached.values()), names))
    if not both:
        return CommonAnswers(len(waiting))
    moved: dict[str, dict[str, list[str]]] = {side: {} for side in ANSWERED}
    for side, task in product(ANSWERED, rows):
        supposed = {one.name: getattr(one, side) for one in both if one.name in reached[task.identity]}
        outcome = _outcome(worker, task, supposed, reached[task.identity])
        moved[side].setdefault(outcome, []).append(frame.number(task.line))
    rest = now - Counter({"undetermined": len(rows)})
    good, bad = (rest + Counter({outcome: len(numbers) for outcome, numbers in moved[side].items()})
                 for side in ANSWERED)
    facts = [_told(one, list(reached.values()), worker.ruleset.model.attributes[one.name]) for one in both]
    return CommonAnswers(len(waiting), facts, now, good, bad, moved)


def _common(rows: Sequence[Summary], ruleset: Ruleset) -> list[str]:
    """The choices that more than half of the open rows lack, what most lack first."""
    lacked = Counter(name for row in rows for name in row.lacks if ruleset.model.attributes[name].answers)
    found = [name for name, count in sorted(lacked.items(), key=lambda one: (-one[1], one[0]))
             if count > 1 and count * 2 > len(rows)]
    return found[:MOST_FACTS]


def _reached(worker: Worker, task: Task, names: Sequence[str]) -> ByAnswer:
    """What a row can become by each answer to the facts that it lacks; nothing where that can't be told."""
    def found(one: Task) -> ByAnswer:
        submission = worker.submission(one)
        return by_answer(submission.dossier, worker.ruleset, worker.period(submission), names)

    reached = worker.guarded(task, found)
    return {} if isinstance(reached, list) else reached


def _both(rows: Sequence[ByAnswer], names: Sequence[str]) -> Iterator[_Both]:
    """The facts whose answers come to different things, each with the good and the bad one."""
    for name in names:
        mine = [row[name] for row in rows if name in row]
        ranked = {answer: _rank(mine, answer) for answer in mine[0]} if mine else {}
        if len(set(ranked.values())) > 1:
            yield _Both(name, max(ranked, key=ranked.__getitem__), min(ranked, key=ranked.__getitem__))


def _rank(rows: Sequence[Answers], answer: AttributeFact) -> tuple[int, ...]:
    """In how many rows the best that is left of the verdict is each outcome, the best outcome first.

    Where these are alike, what is the worst of the items that ask for the fact.
    """
    both = [Counter(places) for places in zip(*(_places(row[answer]) for row in rows), strict=True)]
    return tuple(counted[place] for counted in both for place in range(len(BEST_FIRST)))


def _places(left: AnswerLeaves) -> tuple[int, int]:
    """How good an answer is for a row, the least the best: by the verdict, then by the items."""
    worst = max((_OF_ITEMS.index(end) for end in left.items if end in _OF_ITEMS), default=0)
    return min(map(BEST_FIRST.index, left.verdict)), worst


def _outcome(worker: Worker, task: Task, supposed: Mapping[str, AttributeFact], reached: ByAnswer) -> str:
    """What a row comes to; where one answer leaves but one outcome, the others can't change it."""
    left = [reached[name][answer].verdict for name, answer in supposed.items()]
    if proven := next((ends for ends in left if len(ends) == 1), None):
        return next(iter(proven))
    known = worker.ruleset.model.attributes
    words = [f"{name}={_word(answer, known[name])}" for name, answer in supposed.items()]
    if not words:
        return "undetermined"
    found = worker.guarded(task, lambda one: worker.record(one, words).verdict.outcome)
    return ERROR if isinstance(found, list) else found


def _told(both: _Both, rows: Sequence[ByAnswer], known: Attribute) -> FactSupposed:
    mine = [row[both.name] for row in rows if both.name in row]
    further = sum(_places(row[both.good]) > min(map(_places, row.values())) for row in mine)
    worse = sum(_places(row[both.bad]) < max(map(_places, row.values())) for row in mine)
    return FactSupposed(known.label, len(mine), _answer(both.good, further, mine, known),
                        _answer(both.bad, worse, mine, known))


def _answer(answer: AttributeFact, otherwise: int, rows: Sequence[Answers],
            known: Attribute) -> AnswerSupposed:
    alike = [_word(other, known) for other in rows[0]
             if other != answer and all(row[other] == row[answer] for row in rows)]
    return AnswerSupposed(_word(answer, known), alike, otherwise)


def _word(answer: AttributeFact, known: Attribute) -> str:
    """An answer as it is said."""
    if isinstance(answer, bool):
        return text("form.yes" if answer else "form.no")
    return known.label_of(str(answer))
