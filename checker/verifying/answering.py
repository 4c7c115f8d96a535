"""What a program says of a capsule when a later one asks it; run by itself, in a process of its own.

Owns questions and answers as JSON on the standard streams, a line each, until there are no more.  Every
program that is published carries this module, so that it answers by its own names; one that was published
without it has such a script beside its lock.  It must not import anything before the folder of the program
is first on the path.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO


def answered(question: dict[str, Any]) -> dict[str, Any]:
    """Judge and render the files of a capsule; everything in words and plain data."""
    from checker.capsule.unpacking import read_capsule
    from checker.errors import CheckerError
    from checker.reporting import words
    from checker.reporting.document import document
    from checker.verifying.examining import examined

    files = {name: base64.b64decode(content) for name, content in question["files"].items()}
    try:
        capsule = read_capsule(files)
        found = examined(files)
    except CheckerError as error:
        return {"sound": False, "said": [str(problem) for problem in error.problems]}
    wrong = [*map(str, found.problems), *map(str, found.unjudged),
             *(f"{one.ruleset} {one.item or ''} {one.field}" for one in found.differences)]
    if wrong or found.made is None:
        return {"sound": False, "said": wrong}
    made = document(found.records, capsule.issue, capsule.toolchain, public=True) if question["public"] \
        else found.made
    return {"sound": True, "said": [], "subject": capsule.dossier.subject.name,
            "outcomes": [words.outcome(record.words) for record in found.records],
            "pdf": base64.b64encode(made.pdf).decode()}


def answer(questions: Iterable[str], out: TextIO) -> None:
    """A line for each line, as soon as it is there."""
    for question in questions:
        out.write(json.dumps(answered(json.loads(question))) + "\n")
        out.flush()


if __name__ == "__main__":
    sys.path[0] = sys.argv[1]
    out, sys.stdout = sys.stdout, sys.stderr
    answer(sys.stdin, out)
