"""Rulesets as pages: the list, one to be read, two compared, blank forms.

Owns what is shown and in which order.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from checker.comparing.rulesets import diff
from checker.confirmations.confirming import confirmation_sheet
from checker.errors import Problem, UsageError
from checker.forms.years import Years
from checker.messages import text
from checker.reporting.catalogue import in_force
from checker.reporting.ruleset_page import ruleset_context, ruleset_pdf
from checker.ruleset.loading import known, load, locate, refused, usable
from checker.ruleset.own_folders import own_places
from checker.services.blank_files import blank_years, dossier_form, projects_form
from checker.testing.cases import read_cases
from checker.web.rendering import Setting, rendered


@dataclass(frozen=True)
class ListedRuleset:
    """A ruleset as a list shows it."""

    id: str
    title: str
    document: str
    issuer: str
    judges: str
    kind: str
    in_force: str
    items: int


def listed() -> list[ListedRuleset]:
    """Every ruleset that can be judged by."""
    found = []
    for ruleset in usable():
        model = ruleset.model
        found.append(ListedRuleset(
            ruleset.id, model.title, model.document, model.issuer, model.judges, text(f"kind.{model.judges}"),
            in_force(ruleset), len(ruleset.items)))
    return found


def rules_page(setting: Setting) -> str:
    """The list of rulesets."""
    return rendered("rules", setting, rulesets=listed(), own=sorted(own_places()),
                    unusable=list(map(str, refused())))


def ruleset_page(name: str, setting: Setting, made: str = "", *, put: bool = False) -> str:
    """One ruleset with clause, limit, how its text was seen, its cases; ``made`` is a provision just made.

    ``put`` where the ruleset was just put among the office's own.
    """
    rules = load(known_ruleset(name))
    cases = [(case.name, text(f"outcome.{case.expect}")) for case in read_cases(locate(name), rules)]
    return rendered("ruleset", setting, **ruleset_context(rules), in_force=in_force(rules), cases=cases,
                    made=made, put=put)


def comparison_page(before: str, after: str, setting: Setting) -> str:
    """What was changed from one ruleset to another."""
    a, b = load(known_ruleset(before)), load(known_ruleset(after))
    sections: dict[str, list[str]] = {}
    for change in diff(a, b):
        sections.setdefault(text(f"diff.section.{change.section}"), []).append(str(change))
    return rendered("comparison", setting, before=a.model, after=b.model, sections=sections)


def rules_file(name: str, kind: str, today: dt.date) -> bytes:
    """A ruleset's page, its confirmation sheet, or the blank form or table that it asks to be filled in."""
    rules = load(known_ruleset(name))
    if kind == "page":
        return ruleset_pdf(rules)
    if kind == "confirmation":
        return confirmation_sheet(rules)
    if kind == "table":
        return projects_form(rules)
    return dossier_form(rules, blank_years(Years(), None, today))


def forms_page(setting: Setting) -> str:
    """Which form to fill in for which rules."""
    return rendered("forms", setting, rulesets=listed())


def known_ruleset(name: str) -> str:
    """The name of a ruleset there is; raises :class:`UsageError` for any other."""
    if name not in known():
        raise UsageError(Problem("browser.no_ruleset", {"name": name}))
    return name
