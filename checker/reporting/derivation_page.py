"""A derivation as a page to unfold: one HTML file that needs nothing else.

Owns the order of what is shown.  It must not judge.
"""

from __future__ import annotations

from checker.messages import text
from checker.reporting import phrases
from checker.reporting.derivation import Derivation
from checker.reporting.page import environment_of_pages
from checker.reporting.verdict_kind import kind_of


def derivation_page(found: Derivation) -> str:
    """The page; what it shows is escaped, and it runs nothing and fetches nothing."""
    verdict, title = found.verdict, text("derive.title", subject=found.verdict.subject.name)
    if found.alone:
        title = text("derive.title_item", subject=verdict.subject.name,
                     number=phrases.number(found.alone))
    return str(environment_of_pages().get_template("derivation.html.j2").render(
        found=found, verdict=verdict, title=title, alone=found.alone is not None, deciding=found.deciding,
        kind=kind_of(verdict.ruleset.concludes)))
