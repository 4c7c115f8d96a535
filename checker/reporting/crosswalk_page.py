"""The page of several verdicts on one dossier: what the template needs, and nothing else.

Owns the order of what is shown.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.capsule.capsule import Attached
from checker.capsule.issue import Issue
from checker.explaining.crosswalk import crosswalk
from checker.reporting import words
from checker.reporting.next_steps import NextSteps, doubted
from checker.reporting.page import environment_of_pages
from checker.reporting.shared_steps import together
from checker.wording.worded import WordedVerdict


def render_crosswalk(verdicts: Sequence[WordedVerdict], attached: Sequence[Attached], issue: Issue, *,
                     public: bool = False, steps: Sequence[NextSteps] = ()) -> tuple[str, str]:
    """The page as HTML, with the next ``steps`` of each verdict, and its style sheet."""
    environment = environment_of_pages()
    first = verdicts[0]
    html = environment.get_template("crosswalk.html.j2").render({
        "verdicts": verdicts, "first": first, "found": crosswalk(verdicts),
        "conclusions": {verdict.ruleset.id: words.conclusion(verdict) for verdict in verdicts},
        "steps": together(verdicts, steps) if steps else [], "doubted": doubted(steps),
        "attached": attached, "issue": issue, "public": public,
        "created": f"{first.assessed_on.isoformat()}T00:00:00+08:00"})
    return html, environment.get_template("verdict.css.j2").render()
