"""Which filled question sheets are about a row of a table, and a row's submission with what they answer.

Owns that choice and its order: a sheet that was asked after another is taken in after it, whatever they are
called.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from checker.asking.given_answers import GivenAnswers
from checker.asking.joining import asked_by, with_answers
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem, UsageError
from checker.messages import in_source_language
from checker.ruleset.compiled import Ruleset
from checker.sheets.spreadsheet import contents

_SHEETS = "*.xlsx"
_OPEN = "~$"  # what an office program keeps beside a file that it has open


def sheets_in(folder: Path) -> list[GivenAnswers]:
    """The filled sheets in a folder by their names; raises :class:`UsageError` where there is none."""
    found = sorted(path for path in folder.glob(_SHEETS) if not path.name.startswith(_OPEN)) \
        if folder.is_dir() else []
    if not found:
        code = "answers.no_sheets" if folder.is_dir() else "answers.no_folder"
        raise UsageError(Problem(code, {"folder": str(folder)}))
    return [GivenAnswers(str(path), contents(path, DossierError)) for path in found]


@in_source_language
def answered(submission: Submission, given: Sequence[GivenAnswers], rules: Ruleset) -> Submission:
    """The submission of a row with the answers of every sheet that is about it.

    Raises :class:`DossierError` with every cell that can't be read.
    """
    *_, last = _steps(submission, given, rules)
    return last


def _steps(submission: Submission, given: Sequence[GivenAnswers], rules: Ruleset) -> Iterator[Submission]:
    """The submission as it was handed in, and after each sheet."""
    yield submission
    taken = [sheet for sheet in given if sheet.about == "all"]
    rest = [sheet for sheet in given if sheet.about != "all"]
    joined = with_answers(submission, taken, [rules])
    yield joined
    states = {submission.digest, joined.digest}
    while (sheet := next((one for one in rest if states & one.dossiers.keys()), None)) is not None:
        rest.remove(sheet)
        taken.append(sheet)
        joined = with_answers(submission, taken, [rules])
        states.add(joined.digest)
        yield joined


@in_source_language
def refuse_idle(given: Sequence[GivenAnswers], rows: Iterable[Submission], rules: Ruleset) -> None:
    """Refuse, before any row is judged, what can't be read and what is about no row.

    Raises :class:`DossierError` with all of it.
    """
    named: set[str] = set()
    problems: list[Problem] = []
    for sheet in given:
        try:
            asked_by(sheet, [rules])
        except DossierError as error:
            problems += error.problems
        else:  # what names no project is otherwise asked by no row
            problems += sheet.unplaced(rules) if sheet.about == "each" and not sheet.dossiers else ()
    for row in rows if not problems else ():
        try:
            for step in _steps(row, given, rules):
                named.add(step.digest)
        except DossierError as error:
            problems += error.problems
    if not problems:
        problems = [cell.problem("answers.no_such_row").at(sheet.name, {}) for sheet in given
                    if sheet.about != "all" for digest, cell in sheet.dossiers.items() if digest not in named]
    if problems:
        raise DossierError(_once(problems))


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem once: a sheet's own would be told for every row."""
    return list({str(problem): problem for problem in problems}.values())
