"""What a program says of a capsule when a later one asks it; run by itself, in a process of its own.

Owns questions and answers as JSON on the standard streams, a line each, until there are no more.  Later
programs carry such a module of their own; version 0.2.0 was published without one, so that it is asked by
this, in its own names.  It must not import anything before the folder of the program is first on the path.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any


def answered(question: dict[str, Any]) -> dict[str, Any]:
    """Judge and render the files of a capsule; everything in words and plain data."""
    from checker.archive.replay.contents import read_capsule
    from checker.archive.replay.examining import examined

    from checker.errors import CheckerError
    from checker.reporting import words
    from checker.reporting.document import document

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
            "outcomes": [words.outcome(record.verdict) for record in found.records],
            "pdf": base64.b64encode(made.pdf).decode()}


if __name__ == "__main__":
    sys.path[0] = sys.argv[1]
    out = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        out.write(json.dumps(answered(json.loads(line))) + "\n")
        out.flush()
