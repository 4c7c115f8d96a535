"""What has to be the same whichever way one goes: two ways to write a file, a verdict and its capsule judged anew.

Owns these comparisons; a disagreement is a find.  It must not choose what is compared.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from typing import Any

from fuzz.scripts import text_of
from fuzz.trial import Find

from checker.capsule.capsule import capsule
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.capsule.toolchain import toolchain
from checker.dossier.submission import Submission
from checker.errors import CheckerError
from checker.files.canonical import canonical_model
from checker.files.textfile import parse
from checker.files.yaml_writing import yaml_written
from checker.intake import parse_dossier
from checker.verifying.examining import examined

_SHOWN = 400
_FOLDED = re.compile("[\x85\u2028\u2029]")  # to YAML they end a line


def differ(kind: str, one: object, other: object) -> None:
    """Raise :class:`Find` where two things are not the same."""
    if one != other:
        said = str(one), str(other)
        alike = next((at for at, (a, b) in enumerate(zip(*said, strict=False)) if a != b), min(map(len, said)))
        begins = max(0, alike - 80)
        raise Find(f"disagree: {kind}", "\n".join(words[begins:begins + _SHOWN] for words in said))


def rewritten(raw: bytes, name: str) -> None:
    """What a text says is the same when it is written anew, by others and by ourselves; JSON is YAML too."""
    data = parse(raw, name).data
    for kind in ("json", "yaml"):
        differ(f"{name} as {kind}", _typed(data), _typed(parse(text_of(data, kind), f"a.{kind}").data))
    differ(f"{name} as we write it", _typed(data), _typed(parse(yaml_written(data).encode(), "a.yaml").data))
    if name.endswith(".json") and not _FOLDED.search(raw.decode()):
        try:
            other = parse(raw, "a.yaml").data
        except CheckerError:
            return
        differ("json as yaml", _typed(data), _typed(other))


def _typed(data: Any) -> Any:
    """With the type of every part: one is not true."""
    if isinstance(data, dict):
        return {key: _typed(part) for key, part in data.items()}
    return [_typed(part) for part in data] if isinstance(data, list) else (type(data).__name__, data)


def both_scripts(data: Any, read: Any) -> None:
    """A tree that is written as YAML and as JSON is taken, or refused for the same reasons at the same places."""
    differ("yaml and json", *(_outcome(text_of(data, kind), f"a.{kind}", read) for kind in ("yaml", "json")))


def _outcome(raw: bytes, name: str, read: Any) -> Any:
    try:
        return read(raw, name)
    except CheckerError as error:
        problems = error.problems
        # Of a text that is none each script has its own to say.
        return "refused" if all(problem.code.startswith("file.") for problem in problems) else sorted(
            {(problem.code, tuple(map(str, problem.path))) for problem in problems})


def judged_anew(records: Sequence[Record]) -> None:
    """From its own capsule a verdict is the same once more, and the dossier too."""
    files = {part.name: part.content for part in capsule(records, unregistered(records), toolchain())}
    try:
        found = examined(files, drawn=False)
    except CheckerError as error:
        raise Find(f"disagree: capsule {error.problems[0].code}", str(error)) from None
    wrong = [str(one) for one in (*found.problems, *found.unjudged, *found.differences)]
    codes = [getattr(one, "code", "differences") for one in (*found.problems, *found.unjudged, *found.differences)]
    if wrong:
        raise Find(f"disagree: judged anew {codes[0]}", "\n".join(wrong)[:_SHOWN * 4])


def read_anew(submission: Submission) -> None:
    """The dossier as the capsule keeps it reads as the dossier."""
    kept = canonical_model(submission.dossier)
    differ("dossier as kept", kept, canonical_model(parse_dossier(kept, "dossier.json").dossier))


def told_well(records: Sequence[Record]) -> None:
    """Whatever is said beside a verdict is in words."""
    for record in records:
        for remark in record.submission.remarks:
            str(remark).encode()
        text = json.dumps(record.verdict.plain(), ensure_ascii=False)
        text.encode()


def as_openpyxl(raw: bytes, ours: dict[str, set[str]]) -> None:
    """Another library sees something in the same cells of a workbook that we took."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(raw))
        theirs = {sheet.title: {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")
                                and str(cell.value).strip()} for sheet in book.worksheets}
    except Exception:  # what it can't read says nothing of us
        return
    for name, cells in theirs.items():
        lost = sorted(cells - ours.get(name, set()))
        if lost:
            raise Find("disagree: cells lost", f"{name}: {lost[:20]}")


