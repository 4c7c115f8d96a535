"""The rules by which conclusions follow from facts: one table, for both engines and for the docs.

Each fact is one item, one line of an account, one clause of an admission, one requirement, the verdict,
or one of the reasons of :mod:`checker.concluding.procedure`, as strings and small integers; exactly one
rule of its form matches it.  Owns the conclusions.  Nothing here depends on any standard.
"""

from __future__ import annotations

from checker.concluding.procedure import PROCEDURE_RULES
from checker.concluding.rule import Condition, Rule
from checker.verdict.part import Concluded, Outcome


def _item(name: str, outcome: Concluded, *when: Condition) -> Rule:
    return Rule(f"item.{name}", "item", (("selected", "==", "yes"), *when), outcome)


_YES: Condition = ("applies", "==", "yes")
_MAYBE: Condition = ("applies", "==", "unknown")
_ALL_MET: tuple[Condition, ...] = (("met", ">", 0), ("unmet", "==", 0), ("undetermined", "==", 0))
_ALL_UNMET: tuple[Condition, ...] = (("unmet", ">", 0), ("met", "==", 0), ("undetermined", "==", 0))
_DIFFER: tuple[Condition, ...] = (("met", ">", 0), ("unmet", ">", 0))
_GAP_NOT_UNMET: tuple[Condition, ...] = (("undetermined", ">", 0), ("unmet", "==", 0))
_GAP_NOT_MET: tuple[Condition, ...] = (("undetermined", ">", 0), ("unmet", ">", 0), ("met", "==", 0))

ITEM_RULES = (
    Rule("item.not_selected", "item", (("selected", "==", "no"),), "not_selected"),
    _item("not_applicable", "not_applicable", ("applies", "==", "no")),
    _item("all_agree_met", "met", _YES, *_ALL_MET),
    _item("all_agree_unmet", "unmet", _YES, *_ALL_UNMET),
    _item("evaluations_differ", "undetermined", _YES, *_DIFFER),
    _item("something_open", "undetermined", _YES, *_GAP_NOT_UNMET),
    _item("something_open_rest_unmet", "undetermined", _YES, *_GAP_NOT_MET),
    _item("met_if_applicable", "met_if_applicable", _MAYBE, *_ALL_MET),
    _item("unmet_if_applicable", "unmet_if_applicable", _MAYBE, *_ALL_UNMET),
    _item("differ_if_applicable", "open", _MAYBE, *_DIFFER),
    _item("open_if_applicable", "open", _MAYBE, *_GAP_NOT_UNMET),
    _item("open_rest_unmet_if_applicable", "open", _MAYBE, *_GAP_NOT_MET),
)


def _line(name: str, outcome: Concluded, *when: Condition) -> Rule:
    return Rule(f"line.{name}", "line", when, outcome)


LINE_RULES = (
    _line("not_applicable", "not_applicable", ("applies", "==", "no")),
    _line("computed", "computed", _YES, ("computed", ">", 0), ("undetermined", "==", 0)),
    _line("something_open", "undetermined", _YES, ("undetermined", ">", 0)),
    _line("applies_unknown", "undetermined", _MAYBE),
)


def _group(form: str, name: str, outcome: Concluded, *when: Condition) -> Rule:
    return Rule(f"{form}.{name}", form, when, outcome)


_LIVE: Condition = ("live", ">", 0)
_ALL = "all_of"
_SOME = "at_least"

GROUP_RULES = (
    _group(_ALL, "none_applies", "not_applicable", ("live", "==", 0)),
    _group(_ALL, "one_unmet", "unmet", ("must_unmet", ">", 0)),
    _group(_ALL, "all_met", "met", _LIVE, ("may_unmet", "==", 0), ("must_met", ">", 0)),
    _group(_ALL, "met_if_any_applies", "met_if_applicable",
           _LIVE, ("may_unmet", "==", 0), ("must_met", "==", 0)),
    _group(_ALL, "open", "undetermined", ("must_unmet", "==", 0), ("may_unmet", ">", 0), ("firm", ">", 0)),
    _group(_ALL, "open_if_any_applies", "open",
           ("must_unmet", "==", 0), ("may_unmet", ">", 0), ("firm", "==", 0), ("may_met", ">", 0)),
    _group(_ALL, "unmet_if_any_applies", "unmet_if_applicable",
           ("must_unmet", "==", 0), ("may_unmet", ">", 0), ("firm", "==", 0), ("may_met", "==", 0)),
    _group(_SOME, "none_applies", "not_applicable", ("live", "==", 0)),
    _group(_SOME, "enough_met", "met", ("lacking", "<=", 0)),
    _group(_SOME, "out_of_reach", "unmet", _LIVE, ("room", "<", 0), ("firm", ">", 0)),
    _group(_SOME, "out_of_reach_if_any_applies", "unmet_if_applicable",
           _LIVE, ("room", "<", 0), ("firm", "==", 0)),
    _group(_SOME, "open", "undetermined", _LIVE, ("lacking", ">", 0), ("room", ">=", 0), ("firm", ">", 0)),
    _group(_SOME, "met_if_any_applies", "met_if_applicable",
           _LIVE, ("lacking", "==", 1), ("needed", "==", 1), ("room", ">=", 0), ("firm", "==", 0),
           ("may_unmet", "==", 0)),
    _group(_SOME, "open_if_any_applies", "open",
           _LIVE, ("lacking", ">", 0), ("room", ">=", 0), ("firm", "==", 0), ("may_unmet", ">", 0)),
    _group(_SOME, "open_if_enough_apply", "open",
           _LIVE, ("needed", ">", 1), ("lacking", ">", 0), ("room", ">=", 0), ("firm", "==", 0),
           ("may_unmet", "==", 0)),
)

ACCOUNT_RULES = (
    _group("account", "none_applies", "not_applicable", ("live", "==", 0)),
    _group("account", "all_computed", "computed", _LIVE, ("may_unmet", "==", 0)),
    _group("account", "open", "undetermined", ("may_unmet", ">", 0)),
)


def _clause(name: str, outcome: Concluded, *when: Condition) -> Rule:
    return Rule(f"clause.{name}", "clause", when, outcome)


_QUIET: Condition = ("asks", "==", "no")
_ASKED: Condition = ("asks", "==", "yes")
_REFUSES: Condition = ("effect", "==", "refuse")
_REVIEWED: Condition = ("effect", "==", "review")
_DIVERTS: Condition = ("effect", "==", "divert")
_NOTHING: tuple[Condition, ...] = (("met", "==", 0), ("unmet", "==", 0), ("undetermined", "==", 0))
_CALLED = (("asked", (_ASKED, *_NOTHING)), ("clear_but_asked", (_ASKED, *_ALL_MET)))
_BY_OPINION: tuple[tuple[str, Outcome], ...] = (
    ("none", "review"), ("for", "met"), ("against", "unmet"), ("differ", "undetermined"))
_OPEN = (("differ", _DIFFER), ("open", _GAP_NOT_UNMET), ("open_rest_unmet", _GAP_NOT_MET))

CLAUSE_RULES = (
    _clause("not_applicable", "not_applicable", ("applies", "==", "no")),
    _clause("clear", "met", _YES, _QUIET, *_ALL_MET),
    _clause("refused", "unmet", _YES, _REFUSES, *_ALL_UNMET),
    _clause("diverted", "diverted", _YES, _DIVERTS, *_ALL_UNMET),
    *(_clause(f"{name}_opinion_{opinion}", outcome, _YES, *when, ("opinion", "==", opinion))
      for name, when in (*_CALLED, ("reviewed", (_REVIEWED, *_ALL_UNMET)))
      for opinion, outcome in _BY_OPINION),
    *(_clause(name, "undetermined", _YES, *when) for name, when in _OPEN),
    _clause("clear_if_applicable", "met_if_applicable", _MAYBE, _QUIET, *_ALL_MET),
    *(_clause(f"{name}_if_applicable_opinion_{opinion}",
              "met_if_applicable" if opinion == "for" else "undetermined",
              _MAYBE, *when, ("opinion", "==", opinion))
      for name, when in _CALLED for opinion, _ in _BY_OPINION),
    *(_clause(f"{name}_if_applicable", "undetermined", _MAYBE, *when)
      for name, when in (*_OPEN, ("unmet", _ALL_UNMET))),
)


def _admission(name: str, outcome: Concluded, *when: Condition) -> Rule:
    return Rule(f"admission.{name}", "admission", when, outcome)


_NOT_REFUSED: Condition = ("refused", "==", 0)
_NOT_OPEN: Condition = ("open", "==", 0)
_NO_REVIEW: Condition = ("review", "==", 0)
_NOT_DIVERTED: Condition = ("diverted", "==", 0)
_NOTHING_BEFORE = (_NOT_REFUSED, _NOT_OPEN, _NO_REVIEW, _NOT_DIVERTED)

IF_ANY_APPLIES = _admission(
    "clear_if_any_applies", "undetermined",
    *_NOTHING_BEFORE, ("clear", "==", 0), ("perhaps", ">", 0))
ADMISSION_RULES = (
    _admission("refused", "unmet", ("refused", ">", 0)),
    _admission("open", "undetermined", _NOT_REFUSED, ("open", ">", 0)),
    _admission("review", "review", _NOT_REFUSED, _NOT_OPEN, ("review", ">", 0)),
    _admission("diverted", "diverted", _NOT_REFUSED, _NOT_OPEN, _NO_REVIEW, ("diverted", ">", 0)),
    _admission("clear", "met", *_NOTHING_BEFORE, ("clear", ">", 0)),
    IF_ANY_APPLIES,
    _admission("none_applies", "not_applicable", *_NOTHING_BEFORE, ("clear", "==", 0), ("perhaps", "==", 0)),
)

RULES = (*ITEM_RULES, *LINE_RULES, *GROUP_RULES, *ACCOUNT_RULES, *CLAUSE_RULES, *ADMISSION_RULES,
         *PROCEDURE_RULES)
