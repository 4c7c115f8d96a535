"""The files of the ruleset that a typed policy comes to.

Owns which files there are and how they are laid out, and what of an earlier building stays.  It must not
write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.files.yaml_writing import yaml_written
from checker.linting.folder import CHANGELOG, status_lines
from checker.messages import in_source_language, verbatim
from checker.ruleset.edition import start_shown
from checker.ruleset.head import FILE
from checker.typed.policy_cases import table_cases, untold
from checker.typed.typed_policy import TypedPolicy

CASES = "cases/from-table.yaml"
_WIDTH = 1000
_CONFIRMED = ("confirmed:", "# confirmed:")


class PolicyFiles(NamedTuple):
    """Each file's content by its name, and the metrics without cases of numbers.

    ``gone`` when somebody had confirmed the cases before the table changed.
    """

    content: Mapping[str, bytes]
    untold: list[str]
    gone: bool


@in_source_language
def policy_files(policy: TypedPolicy, before: str = "") -> PolicyFiles:
    """The ruleset's file, the log of its changes, and the cases; the same policy gives the same bytes.

    ``before`` is the file of cases that is there already: confirmed, it stays as long as the cases do.
    """
    model = policy.ruleset.model
    head = verbatim("policy.header", title=model.title, document=model.document)
    lines = "\n".join(status_lines(policy.ruleset))
    log = verbatim("policy.log", id=model.id, day=start_shown(model.in_force.since), lines=lines)
    cases = table_cases(policy.ruleset)
    made = "".join([verbatim("policy.cases_header", title=model.title), "schema: cases/1\nmade_from: table\n",
                    verbatim("policy.cases_confirm"), yaml_written({"cases": cases}, width=_WIDTH)])
    same = _unconfirmed(before) == _unconfirmed(made)
    said = any(line.startswith("confirmed:") for line in before.splitlines())
    content = {FILE: head + yaml_written(policy.rules, width=_WIDTH), CHANGELOG: log,
               CASES: before if same and said else made}
    return PolicyFiles({name: text.encode() for name, text in content.items()},
                       untold(policy.ruleset, cases), said and not same)


def _unconfirmed(cases: str) -> list[str]:
    return [line for line in cases.splitlines() if not line.startswith(_CONFIRMED)]
