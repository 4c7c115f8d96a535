"""The files of the ruleset that a typed policy comes to.

Owns which files there are and how they are laid out.  It must not write them.
"""

from __future__ import annotations

from checker.files.yaml_writing import yaml_written
from checker.linting.folder import CHANGELOG, status_lines
from checker.messages import verbatim
from checker.ruleset.head import FILE
from checker.typed.typed_policy import TypedPolicy

_WIDTH = 1000


def policy_files(policy: TypedPolicy) -> dict[str, bytes]:
    """The ruleset's file and the log of its changes, by name; the same policy gives the same bytes."""
    model = policy.ruleset.model
    head = verbatim("policy.header", title=model.title, document=model.document)
    lines = "\n".join(status_lines(policy.ruleset))
    log = verbatim("policy.log", id=model.id, day=str(model.in_force.since), lines=lines)
    return {FILE: (head + yaml_written(policy.rules, width=_WIDTH)).encode(), CHANGELOG: log.encode()}
