"""Every code that is made at run time, with all that it can be; every sentence is named; none is read back."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import get_args, get_type_hints

import pytest
from conftest import ROOT

from checker.asking import letter_document
from checker.asking.covering_letter import _HOW
from checker.asking.letter_document import _COLUMNS
from checker.asking.question_rows import _ASKED, DISPUTED, SETTLE
from checker.asking.sheet_columns import _FACT, _HEAD_COLUMNS, _QUESTION, ANSWERER, IDENTITY, OF, PROJECT
from checker.capsule.capsule import _RELATIONSHIPS
from checker.comparing.change import ChangeSection
from checker.concluding.procedure import PROCEDURE_RULES, PURPOSE_RULES, TRIAL_REASONS
from checker.concluding.rules import CLAUSE_RULES, RULES
from checker.confirmations.confirming import _INSTRUCTIONS, TO_FILL
from checker.confirmations.confirming import PRINTED as HEAD_PRINTED
from checker.confirmations.lines import LIMIT_COLUMNS, TEXT_COLUMNS
from checker.doubting.doubt_found import DoubtCode, DoubtKind
from checker.errors import _REASONS
from checker.exits import Exit
from checker.explaining.triage import TRIAGES
from checker.forms.blank import _GUIDE, _GUIDE_ENDS
from checker.forms.blank import PRINTED as FORM_PRINTED
from checker.forms.project_table import _GENERAL, _RULES
from checker.linting.confusable import SECTIONS
from checker.linting.ruleset import Level
from checker.messages import CATALOGUE, PAGES, for_pages, template
from checker.messages.on_page import ON_PAGE
from checker.quantity.interval import UndefinedCode
from checker.register.chain import COLUMNS
from checker.register.database import _POSTGRESQL_WORDS, _SQLITE_WORDS
from checker.reporting.comparison_book import HEADINGS
from checker.reporting.firing_words import CLAUSE_STATES, FINER, STATES
from checker.reporting.hypothesis_words import ItemLine
from checker.reporting.kind_chart import KindDrawing
from checker.reporting.row_choice import RowStanding
from checker.reporting.what_if_book import COLUMNS as _WHAT_IF_COLUMNS
from checker.reports.outline import ITEM_COLUMNS
from checker.reports.score_table import HEADS as SCORE_HEADS
from checker.reports.standards_table import HEADS as STANDARD_HEADS
from checker.ruleset.band import RELATIONS as BANDS
from checker.ruleset.band import Ground
from checker.ruleset.definition import Clause, EffectCase, RulesetModel
from checker.ruleset.edition import Status
from checker.ruleset.formula import FUNCTIONS
from checker.ruleset.indicator import RELATIONS, LimitKind, Weight
from checker.ruleset.overlay import ChangeKind, ConfirmedPart
from checker.ruleset.shortfall import ShortfallEffect
from checker.ruleset.terms import Attribute, Needed, Quantity, Seen
from checker.screening.grids import _SEPARATORS
from checker.screening.impact_book import _WIDTHS as _IMPACT_WIDTHS
from checker.screening.results_book import _WIDTHS
from checker.screening.supposed_words import SIDES
from checker.sealing.found_seals import Seal
from checker.sealing.seal_places import ROLES
from checker.services.handling import Deed
from checker.services.trying_policy import AIMS
from checker.typed import policy_sheets as sheets
from checker.validation import Model
from checker.verdict.found import Stage
from checker.verdict.part import Basis, ComesTo, Outcome
from checker.verdict.vocabulary import Noticed, Reason
from checker.verifying.answers import AnswerStatus, Holds
from checker.verifying.mendings import MENDINGS
from checker.verifying.provisions import LOOSENING
from checker.web.screened_page import ORDERS


def of(model: type[Model], field: str) -> set[str]:
    """The words that a field takes."""
    return set(get_args(model.model_fields[field].annotation))


def words(said: str) -> set[str]:
    """Words in a row; ``-`` is none at all."""
    return {"" if word == "-" else word for word in said.split()}


# What fires for items, requirements and the verdict, of clauses also in the words of a floor; and the purpose.
TOLD_RULES = {rule.name for rule in (*RULES, *PURPOSE_RULES) if rule not in PROCEDURE_RULES or rule in PURPOSE_RULES} | {
    rule.name.replace("clause", "floor") for rule in CLAUSE_RULES}
CHAINS = set(get_args(get_type_hints(Seal)["chain"]))
TIMES = set(get_args(get_type_hints(Seal)["time"]))
# What is made of parts: the modules that make it, and what its parts together can be.  None: names of fields,
# which need not have a word of their own.
BUILT: dict[str, tuple[str, set[str] | None]] = {
    "argument.{}": ("cli/usage", words(
        "dossier ruleset item table rulesets before after name files source url number words file pdf "
        "version")),
    "aspect.{}": ("testing/coverage", words(
        "amount at beyond clear computed effect_prohibit effect_review effect_unclear free matched met missing "
        "no_opinion opinion_met opinion_unmet shortfall undetermined unknown_word unmet unread watched word")),
    "ask.head.{}": ("asking/given_answers asking/joining asking/question_book", {*IDENTITY, *ANSWERER}),
    "ask.head_hint.{}": ("asking/question_book", set(ANSWERER)),
    "ask.heading.{}.{}": ("asking/sheet_columns", {
        f"{name}.{key}" for name, keys in (("head", _HEAD_COLUMNS), ("questions", (*_QUESTION, PROJECT, OF)),
                           ("facts", (*_FACT, PROJECT, OF)))
        for key in keys}),
    "ask.hint.{}": ("asking/question_book", words("head questions facts")),
    "ask.document.heading.{}": ("asking/letter_document", set(_COLUMNS)),
    "ask.how.{}": ("asking/covering_letter asking/letter_document", {*_HOW, *letter_document._HOW}),
    "ask.why.{}": ("asking/question_sheet", {*_ASKED, DISPUTED, SETTLE}),
    "ask.sheet.{}": ("asking/sheet_columns", words("letter head questions facts")),
    "attached.{}": ("capsule/capsule", set(_RELATIONSHIPS)),
    "attribute.not_{}": ("evidence/attributes", of(Attribute, "kind")),
    "basis.{}": ("reporting/comparison_book reporting/derivation_text reporting/plain_text reports/item_table", {*get_args(Basis), "opinion"}),
    "cause.{}": ("reporting/beside", words("both case case_and_data data rules years")),
    "change.{}": ("sealing/foreign", words("action annotation attachments form metadata other outline page")),
    "component.{}": ("verifying/drift", words("checker code fonts libraries packages schema templates")),
    "concludes.{}": ("reporting/catalogue", of(RulesetModel, "concludes")),
    "conclusion.admission_{}{}": (
        "reporting/verdict_kind",
        words("met met_compiled unmet undetermined review diverted diverted_compiled not_applicable")),
    "conclusion.by{}": ("reporting/verdict_kind", words("- _trial _own_trial _target")),
    "conclusion.{}{}{}": ("reporting/verdict_kind", words(
        "met unmet undetermined not_applicable own_trial_met own_trial_unmet own_trial_undetermined "
        "own_trial_not_applicable trial_met trial_unmet trial_undetermined trial_not_applicable "
        "target_met target_unmet target_undetermined target_not_applicable account_computed "
        "account_undetermined account_not_applicable account_own_trial_computed "
        "account_own_trial_undetermined account_own_trial_not_applicable account_trial_computed "
        "account_trial_undetermined account_trial_not_applicable")),
    "confirmed.{}": ("ruleset/amending wording/naming", {*get_args(ConfirmedPart), "group", "factor"}),
    "diff.limits.{}": ("comparing/indicators", set(get_args(LimitKind))),
    "diff.section.{}": ("cli/rules web/rules_page", set(get_args(ChangeSection))),
    "diff.{}": ("comparing/change", words(
        "added by_label field formula item_field limit_changed limit_loosened limit_reworded "
        "limit_tightened members part_added part_field part_removed reading_added reading_field "
        "reading_removed removed retired")),
    "doubt.{}": (
        "comparing/rulesets reporting/doubt_lines reporting/ruleset_text",
        {*of(Ground, "rests_on"), *(f"{on}_brief" for on in of(Ground, "rests_on")), *BANDS}),
    "doubt.kind_{}": ("reporting/doubt_lines", set(get_args(DoubtKind))),
    "doubt.scopes_{}": ("reporting/doubt_lines", words("contradiction question rounded same")),
    "edition.{}": ("assessment/choosing", words("over perhaps_over")),
    "effect_of.{}": ("comparing/indicators reporting/amount_lines reporting/deriving_item wording/limit_words", {
        *of(EffectCase, "effect"), *get_args(ShortfallEffect), "divert"}),
    "exit.{}": ("exits", {status.name for status in Exit}),
    "floor.{}": ("reporting/admission_words reporting/verdict_kind", set(get_args(LimitKind))),
    "form.basic.{}": ("forms/blank", words(
        "assessed_on default_document default_price_basis default_scope ground made_up own owner period "
        "place purpose remark")),
    "columns.{}": ("web/table_page", words("no_unit unfit_unit no_unit_here")),
    "form.basic.{}.{}": ("forms/blank", words("name.park name.project name.region")),
    "form.column.{}": ("confirmations/confirmed confirmations/confirming services/confirming_sheet", {*LIMIT_COLUMNS, *TEXT_COLUMNS}),
    "form.fact_kind.{}": ("asking/question_rows forms/blank_tables", of(Attribute, "kind")),
    "form.guide.of.{}": (
        "forms/blank",
        words("basics codes documents facts data reports claims opinions selection")),
    "form.codes.{}": ("forms/code_sheet", words("code name standing recollected unknown")),
    "form.guide.{}": ("forms/blank", {*_GUIDE, *_GUIDE_ENDS}),
    "form.head.{}": (
        "confirmations/confirming confirmations/heading forms/blank forms/filled_basics services/confirming_sheet",
        {*TO_FILL, *HEAD_PRINTED, *FORM_PRINTED}),
    "form.heading.{}": ("forms/layout", words(
        "amount answer before by chosen definition document fact finding ground group hint issuer item "
        "key label note on other_value other_year place price_basis quantity question reading said scope "
        "serves sha256 title unit value why words year")),
    "form.hint.list.{}": (
        "forms/blank_tables",
        words("complete count declared_by document place words year")),
    "form.hint.{}": ("forms/blank forms/request", words(
        "assessed_on claims data default_document default_price_basis default_scope digest facts ground "
        "layout list list_of_a_year made_up name opinions own owner period place purpose remark reports "
        "ruleset selection standard")),
    "form.instruction.{}": ("confirmations/confirming", {str(step) for step in range(1, _INSTRUCTIONS + 1)}),
    "form.list.{}": (
        "forms/blank_tables forms/filled_lists",
        words("complete count declared_by document place words year")),
    "form.other_years.{}": ("forms/filled_tables", words("base y")),
    "form.sheet.{}": ("forms/layout services/confirming_sheet", words("basics claims codes data documents facts opinions reports selection")),
    "form.table.rule.{}": ("forms/project_table", set(_RULES)),
    "form.table.{}": ("forms/project_table", {*_GENERAL, "text", "year"}),
    "form.why.{}": ("confirmations/heading forms/draft", words(
        "by choice claim copy count day edition on person reason title unit value withdrawal year")),
    "formula.there_is_{}such": ("ruleset/formula_words", words("no_ -")),
    "formula.{}": ("ruleset/formula_words", {*FUNCTIONS} - {"share"}),
    "formula.{}entries": ("ruleset/formula_words", words("no_ -")),
    "formula.{}one_of": ("ruleset/formula_words", words("- not_")),
    "formula.{}within": ("ruleset/formula_words", words("not_ -")),
    "holds.{}": ("cli/verified", set(get_args(Holds))),
    "impact.column.{}": (
        "screening/impact_book", {*_IMPACT_WIDTHS}),
    "input.{}": ("screening/again screening/run", words(
        "answers checker common day overlays pages reading recorded ruleset schema table")),
    "kind.{}": (
        "services/report_files cli/rules evidence/binding issuing register/attested reporting/catalogue "
        "screening/preparing services/blank_files web/rules_page", of(RulesetModel, "judges")),
    "kind_of.{}": ("ruleset/dimension", words("code text truth word")),
    "likeness.{}": ("verifying/standing", words("document id items title")),
    "limit.{}": (
        "comparing/indicators confirmations/lines explaining/supposed_limit reporting/hypothesis_words ruleset/tightness "
        "wording/condition_words wording/grade_words wording/limit_words wording/previous_words", {*RELATIONS, "free", "unread"}),
    "limits.{}": (
        "reporting/verdict_kind reporting/page reporting/plain_text reporting/ruleset_text reports/item_table reports/said_lines reports/score_table",
        set(get_args(LimitKind))),
    "lint.each.{}": ("linting/confusable", of(Quantity, "each")),
    "lint.holds.{}": ("linting/confusable", of(Attribute, "kind")),
    "lint.kind.{}": ("linting/confusable", {*SECTIONS, "indicators"}),
    "lint.level.{}": ("linting/ruleset", set(get_args(Level))),
    "lint.status.{}": ("linting/folder", set(get_args(Status))),
    "lint.what.{}": ("linting/confusable", words(
        "cumulative declared each holds kind label priced scoped signed system unit words")),
    "lint.{}": ("comparing/change linting/confusable", words("True False")),
    "mended.{}": ("verifying/agreeing", words("unjudged reworded alike otherwise")),
    "mending.{}": ("verifying/mendings", {mending.code for mending in MENDINGS}),
    "note.{}": ("concluding/procedure", set(TRIAL_REASONS)),
    "browser.order_{}": ("web/screened_page", set(ORDERS)),
    "need.{}": ("verifying/ids", words("exact finer whole list clear report")),
    "opinion.{}": ("explaining/supposition reporting/admission_words reporting/deriving_item web/datum_form "
                   "web/fill_page", words("met unmet")),
    "origin.chain.{}": ("verifying/origin", CHAINS),
    "origin.time.{}": ("verifying/origin", TIMES),
    "outcome.admission_{}": ("register/attested", {"met", "unmet"}),
    "outcome.clause_{}": ("reporting/admission_words", words("met unmet review")),
    "outcome.floor_{}": ("reporting/admission_words wording/naming", words("met unmet review diverted charge road")),
    "outcome.question_{}": ("reporting/admission_words", words("met unmet review")),
    "outcome.{}": (
        "reports/stated_tables register/attested reporting/admission_words reporting/derivation_text reporting/deriving "
        "reporting/firing_words reporting/plain_text reporting/requirement_words reporting/what_if_text reporting/words testing/running web/register_page web/policy_page web/rules_page wording/naming", set(get_args(Outcome))),
    "outcome.{}_{}": ("reporting/words", words("target_met target_unmet reference_met reference_unmet")),
    "outcome.{}{}": ("register/entry_words reporting/deriving_item", words(
        "met unmet undetermined not_applicable not_selected computed review diverted admission_met admission_unmet "
        "clause_met clause_unmet floor_met floor_unmet target_met target_unmet reference_met reference_unmet")),
    "outcome.{}{}{}": ("reporting/result_line", words(
        "met unmet undetermined not_applicable computed review diverted admission_met admission_unmet "
        "admission_met_compiled")),
    "overlay.unknown_{}": ("ruleset/amending", words("group factor")),
    "provision.{}": ("verifying/provisions", set(get_args(ChangeKind))),
    "purpose.{}": ("register/attested reporting/deriving", words("formal trial")),
    "question.{}": ("cli/verified", words("capsule judgement page ruleset today origin")),
    "register.column_{}": ("register/chain", set(COLUMNS)),
    "register.fault_{}": ("register/chain register/checking", words(
        "beyond_head changed content_changed content_missing content_unused contradicts database founding "
        "head head_hash incomplete number place reason removed_end unreadable")),
    "register.field_{}": ("issuing register/checking", words(
        "assessed_on issued_on kind number outcome period purpose reason ruleset subject supersedes")),
    "register.{}": (
        "register/database",
        {*_SQLITE_WORDS.values(), *_POSTGRESQL_WORDS.values(), "database", "connect"}),
    "remark.sealed_{}": ("verifying/remarks", CHAINS),
    "remark.{}": ("verifying/provisions", set(LOOSENING)),
    "report.figures_same_{}": ("reporting/words", words("year project")),
    "report.figures_{}": ("reporting/words", words("year project")),
    "report.previous_of_{}": ("reporting/words", words("year project")),
    "reports.basis.{}": ("reports/stated_tables", words("subject period day ruleset outcome form program")),
    "reports.head.{}": ("reports/item_table reports/source_table reports/score_table reports/standards_table reports/stated_tables", {
        *ITEM_COLUMNS, *STANDARD_HEADS, *SCORE_HEADS, *words("requirement tally datum year_due bears_on stated scope where words")}
        - {"limit", "base", "years"}),
    "reports.kind.{}": ("reports/item_table", {"all_of", "at_least", *get_args(Weight)}),
    "reports.said.{}": ("reports/said_lines", words(
        "datum before datum_lacking before_lacking item reading item_lacking")),
    "figure.gap_of_{}": ("reporting/kind_chart", {*get_args(KindDrawing)}),
    "reports.legend_{}": ("reports/kind_series", {*get_args(KindDrawing)}),
    "reports.status_{}": ("cli/verified", words("identical different unreadable")),
    "reports.{}": ("reports/setting_out", words("table figure")),
    "results.{}": (
        "screening/results_book screening/summary screening/supposed_sheet",
        {*_WIDTHS, *words("met unmet review diverted undetermined not_applicable first second place problem why count which question "
                          "alone waits spares lacked good bad supposed_side supposed_rows volume rows")} - {"score", "per_mu"}),
    "results.{}_compiled": ("screening/summary", words("met")),
    "supposed.{}": ("screening/portfolio screening/supposed_sheet screening/supposed_words", set(SIDES)),
    "supposed.otherwise_{}": ("screening/supposed_words", {"good", "bad"}),
    "triage.{}": ("screening/desk", set(TRIAGES)),
    "results.{}{}": (
        "screening/impact_words", words("met met_compiled unmet review diverted undetermined not_applicable")),
    "seal.authority_{}": ("sealing/worth", words("unknown expired early revoked")),
    "seal.role.{}": ("cli/seal sealing/foreign sealing/seal verifying/origin", set(ROLES)),
    "seal.{}": ("sealing/worth", words("unknown expired early usage revoked")),
    "seen.{}": (
        "comparing/indicators confirmations/lines linting/ruleset reporting/admission_words reporting/amount_lines reporting/catalogue "
        "reporting/comparison_book reporting/derivation_text reporting/ruleset_text wording/grade_words wording/naming",
        set(get_args(Seen))),
    "separator.{}": ("screening/grids", set(_SEPARATORS.values())),
    "sheet.{}": ("reporting/comparison_book", set(HEADINGS)),
    "row.{}": ("reporting/row_choice", set(get_args(RowStanding))),
    "rule.{}": ("reporting/deriving reporting/firing_words", TOLD_RULES),
    "state.{}": ("reporting/firing_words verifying/coded", set(FINER) | words(
        "computed diverted met met_if_applicable not_applicable not_selected open review undetermined unmet "
        "unmet_if_applicable")),
    "state.{}{}": ("reporting/firing_words", {*STATES, *(f"clause_{state}" for state in CLAUSE_STATES)}),
    "status.public_{}": ("verifying/status_words", words("identical mended confirmed doubtful different")),
    "status.{}": ("verifying/status_words", {*get_args(AnswerStatus)}),
    "system.{}": ("errors", set(_REASONS)),
    "treatment.{}": ("reporting/ruleset_text", of(Clause, "treatment")),
    "way.{}{}": ("reporting/way_in", words("at_least at_least_by_bound at_most at_most_by_bound")),
    "weight.{}": ("reporting/catalogue reporting/derivation_text reporting/ruleset_text", set(get_args(Weight))),
    "what.{}": ("comparing/change places", None),
    "what.{}.{}": ("places", None),
    "what_if.change.{}": ("reporting/what_if_book", {*get_args(get_type_hints(ItemLine)["change"])}),
    "what_if.column.{}": ("reporting/what_if_book", {*_WHAT_IF_COLUMNS}),
    "what_if.no_limit_{}": ("explaining/supposed_limit", words("word unread datum")),
    "what_if.{}": ("reporting/what_if_text", words("flipped moved")),
    "policy.answer.{}": ("typed/blank_policy typed/policy_head typed/policy_restored", set(sheets.ANSWERS)),
    "policy.hint.{}": ("typed/blank_policy typed/policy_head typed/policy_restored", set(sheets.ANSWERS)),
    "policy.bad_{}": ("typed/policy_head", words("id prefix")),
    "policy.aim.{}": ("web/policy_page", set(AIMS)),
    "policy.case.{}": ("typed/policy_cases", words("at beyond within")),
    "policy.case.opinion_{}": ("typed/policy_cases", words("met unmet")),
    "policy.category.{}": ("typed/policy_bans", words("bans questions")),
    "policy.compares.{}": ("typed/blank_policy typed/policy_restored", set(sheets.COMPARES)),
    "policy.effect.{}": ("typed/policy_restored typed/policy_shortfalls", set(sheets.EFFECTS)),
    "policy.heading.{}": ("typed/policy_sheets", {key for keys in sheets.COLUMNS.values() for key in keys}),
    "policy.joined.{}": ("typed/policy_restored", set(sheets.JOINED)),
    "policy.project.{}": ("services/trying_policy web/policy_page", set(AIMS)),
    "policy.kind.{}": ("typed/blank_policy typed/policy_draft", set(sheets.KINDS)),
    "policy.none.{}": ("typed/restored_floors", set(sheets.NO_NUMBER)),
    "policy.reason.{}": ("typed/policy_bans", set(sheets.TREATMENTS)),
    "policy.relation.{}": ("typed/policy_restored", set(sheets.RELATIONS)),
    "policy.seen.{}": ("typed/policy_restored", set(sheets.SEEN)),
    "policy.sheet.{}": ("typed/policy_sheets", set(sheets.COLUMNS)),
    "policy.top.{}": ("typed/blank_policy", set(sheets.COLUMNS)),
    "policy.treatment.{}": ("typed/policy_restored", set(sheets.TREATMENTS)),
    "policy.why.{}": ("typed/policy_floors", words("free unread")),
    "policy.{}.{}": ("typed/policy_sheets", {f"{group}.{name}" for group, names in (
        ("kind", sheets.KINDS), ("relation", sheets.RELATIONS), ("compares", sheets.COMPARES),
        ("effect", sheets.EFFECTS), ("joined", sheets.JOINED), ("treatment", sheets.TREATMENTS),
        ("seen", sheets.SEEN), ("none", sheets.NO_NUMBER)) for name in names}),
    "{}.no_memory": ("files/bounds", words("file opened row")),
    "{}.too_long": ("files/bounds", words("file opened row")),
    "withdrawn.{}": ("wording/restated_words", words("claims lists")),
}
# Looked up by a mapping of ours, with something else to say where there is no such code; or no code at all.
NO_CODES = {"reports/known_names {}.{}", "services/judging_years {}.{}", "comparing/change {}.{}", "comparing/indicators source.{}", "comparing/indicators {}.{}",
            "concluding/rules clause.{}", "concluding/rules line.{}", "concluding/procedure {}.{}", "concluding/rules {}.{}",
            "evidence/meeting {}.{}", "linting/ruleset {}.{}", "quantity/display {}{}.{}",
            "register/entry_words {}.{}", "ruleset/asking {}.{}", "sheets/number_format {}{}.{}",
            "testing/item_changes {}.{}", "typed/typed_policy {}.{}", "web/dossier_page {}.pdf", "web/dossier_routes {}.{}", "web/policy_page {}.{}", "web/register_routes {}.pdf", "web/noted_runs {}.{}", "verifying/coded {}.{}", "verifying/glossary {}.{}"}
PART = "[A-Za-z0-9_.]*"


@cache
def modules() -> dict[str, ast.Module]:
    """Our modules by their place, but for the sentences themselves."""
    return {str(path.relative_to(ROOT / "checker").with_suffix("")): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted((ROOT / "checker").rglob("*.py")) if path.parent.name != "messages"}


def parts_of(node: ast.AST) -> list[str | None]:
    """The fixed parts of a text that is put together; None for those that aren't."""
    match node:
        case ast.JoinedStr(values=values):
            return [str(one.value) if isinstance(one, ast.Constant) else None for one in values]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            sides = [one.value if isinstance(one, ast.Constant) else None for one in (left, right)]
            if any(isinstance(one, str) for one in sides):
                return [one if isinstance(one, str) else None for one in sides]
    return []


def built() -> Iterator[tuple[str, str]]:
    """Each module with what it puts together that could be a code."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            parts = parts_of(node)
            like = "".join(PART if part is None else re.escape(part) for part in parts)
            if any("." in part for part in parts if part) and any(re.fullmatch(like, code) for code in CATALOGUE):
                yield module, "".join("{}" if part is None else part for part in parts)


def filled(shape: str, parts: str) -> str:
    """A code from its shape and all that its parts come to."""
    return shape[:shape.index("{}")] + parts + shape[shape.rindex("{}") + 2:]


def test_every_code_that_is_made_at_run_time_is_listed_with_all_that_it_can_be() -> None:
    found = set(built())
    listed = {(module, shape) for shape, (places, _) in BUILT.items() for module in places.split()}
    others = {tuple(place.split()) for place in NO_CODES}
    assert found - listed - others == set()
    assert listed - found == set()
    assert others - found == set()


def test_every_code_that_can_be_made_has_its_sentence() -> None:
    made = {filled(shape, part) for shape, (_, parts) in BUILT.items() for part in parts or ()}
    assert made - set(CATALOGUE) == set()


# Made by the templates, by a mapping of ours, or by adding to a code that is named.
OTHERS = {"join.aside", *(f"deed.{did}" for did in get_args(Deed)), *(f"status.{status}" for status in get_args(Status)), "derive.value_line", "derive.reported_value_line",
          *(f"rests_on.{ground}" for ground in of(Ground, "rests_on")),
          *(f"{kind}.{code}" for kind, codes in (
              ("comes_to", get_args(ComesTo)), ("fact_of", of(Attribute, "kind")),
              ("form_of", ("all_of", "at_least")), ("limit_of", ("free", "unread")), ("needs", get_args(Needed)),
              ("stage_of", get_args(Stage))) for code in codes)}


def test_every_sentence_is_named_somewhere() -> None:
    assert set(CATALOGUE) >= OTHERS
    named = OTHERS | {filled(shape, part) for shape, (_, parts) in BUILT.items() for part in parts or ()}
    for tree in modules().values():
        named |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in (ROOT / "templates").rglob("*.j2"):
        named |= set(re.findall(r"""["']([a-z_]+\.[\w.]+)["']""", path.read_text(encoding="utf-8")))
    # What a page words otherwise is asked for by the code whose place it takes.
    assert {code.removesuffix(PAGES) for code in CATALOGUE if not code.startswith("what.")} - named == set()


def test_a_page_says_the_same_in_other_words() -> None:
    for code, sentence in ON_PAGE.items():
        assert set(re.findall(r"\{\w+\}", sentence)) <= set(re.findall(r"\{\w+\}", CATALOGUE[code])), code
        assert "--" not in sentence, code
        with for_pages():
            assert template(code) == sentence
        assert template(code) == CATALOGUE[code]


# What takes a text apart or looks into it.
APART = {"split", "rsplit", "partition", "rpartition", "startswith", "endswith", "removeprefix", "removesuffix"}
SAYING = {"text", "verbatim", "template", "word", "source"}
# Fields of a worded verdict that hold our words.
OURS = {"shown", "limit", "formula", "substitution", "implied", "remedy", "turned", "instead"}
# Forms are read in the words that they were written with: a heading without its mark, a hint on one line.
READ_BACK = {"forms/grid bare": "removesuffix", "forms/grid shape": "removesuffix", "forms/grid _hints": "split",
             # A workbook that is written back is built again, and refused where it comes to anything else.
             "typed/policy_notes told_words": "removeprefix", "typed/policy_restored _document": "removeprefix"}
# Rooms that are handed a worded verdict: there a parameter may be words of ours as well.
HANDED = ("reporting/", "wording/", "screening/summary", "screening/portfolio", "screening/results_book")
# There the parameter is no words of ours: a value as somebody wrote it, a page's markup, an id, a ruleset's label.
OF_OTHERS = {"reporting/phrases written": "endswith", "reporting/pdf _set_small": "split",
             "reporting/words _leaf": "partition", "wording/limit_words _tells": "re.search"}


def is_ours(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression is a sentence of ours, a name for one, or a field that holds one."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in SAYING:
            return True
        case ast.Name(id=name):
            return name in names
        case ast.Attribute(attr=name):
            return name in OURS
        case ast.Subscript(value=ast.Name(id="CATALOGUE")):
            return True
        case ast.Subscript(value=inside):
            return is_ours(inside, names)
        case ast.Call(func=ast.Name(id="folded"), args=[inside]):
            return is_ours(inside, names)
    return False


def told_apart(function: ast.AST, *, handed: bool = False) -> Iterator[str]:
    """The ways in which a function takes words of ours apart; with ``handed`` its parameters may be such."""
    args = function.args.args if handed and isinstance(function, ast.FunctionDef) else []
    given = {arg.arg for arg in args if arg.annotation and ast.unparse(arg.annotation).startswith("str")}
    names = given | {target.id for node in ast.walk(function) if isinstance(node, ast.Assign) and is_ours(node.value, set())
             for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=taken) if name not in (
                    "escape", "compile"):
                if any(is_ours(one, names) for one in taken[1:]):
                    yield f"re.{name}"
            case ast.Call(func=ast.Attribute(value=of_what, attr=name), args=taken) if name in APART:
                if is_ours(of_what, names) or any(is_ours(one, names) for one in taken):
                    yield name


def test_nothing_is_read_out_of_a_sentence_of_ours() -> None:
    found = {f"{module} {function.name}": way for module, tree in modules().items() for function in ast.walk(tree)
             if isinstance(function, ast.FunctionDef) for way in told_apart(function, handed=module.startswith(HANDED))}
    assert found == READ_BACK | OF_OTHERS


def test_only_the_catalogue_itself_reads_a_sentence_by_its_code() -> None:
    for module, tree in modules().items():
        for node in ast.walk(tree):
            match node:
                case ast.Subscript(value=ast.Name(id="CATALOGUE")):
                    pytest.fail(f"{module}:{node.lineno}")
                case ast.Attribute(value=ast.Name(id="CATALOGUE")):
                    pytest.fail(f"{module}:{node.lineno}")


@pytest.mark.parametrize(("code", "ways"), [
    ("text('a.b').split()", ["split"]), ("said = text('a.b')\nsaid.startswith('x')", ["startswith"]),
    ("part.shown[0].removeprefix('x')", ["removeprefix"]), ("re.match('x', verbatim('a.b'))", ["re.match"]),
    ("given.startswith(text('a.b'))", ["startswith"]), ("given.label.split()", [])])
def test_each_way_of_taking_words_apart_is_seen(code: str, ways: list[str]) -> None:
    assert list(told_apart(ast.parse(code))) == ways


def test_a_parameter_that_is_taken_apart_is_seen_where_words_are_handed_in() -> None:
    [function] = ast.parse("def f(value: str) -> str: return value.partition('x')").body
    assert (list(told_apart(function)), list(told_apart(function, handed=True))) == ([], ["partition"])


# Sentences that stand inside those of a code, or by its side.
INSIDE = {
    "reason": {"bound_exceeded", "by_zero", "only_bound", "zero"}, "note": {"and_more", "shown_value"},
    "doubt": {"fraction_limit", "fraction_other", "ratio", "of", "place", "year", "at_year", "more", *BANDS,
              *of(Ground, "rests_on"), *(f"{on}_brief" for on in of(Ground, "rests_on")),
              *(f"kind_{kind}" for kind in get_args(DoubtKind)), "scopes_contradiction", "scopes_question",
              "scopes_rounded", "scopes_same", "given", "due", "premise", "needed_otherwise",
              "power", "made", "needed", "needed_way", "needed_or", "instead", "fits", "no_fit", "inferred_amount",
              "in_scope", "equals", "by_none", "of_year", "run"}}


@pytest.mark.parametrize(("kind", "type_"), [("reason", Reason), ("note", Noticed), ("doubt", DoubtCode)])
def test_a_verdict_s_codes_are_those_of_the_catalogue(kind: str, type_: object) -> None:
    codes = {code for code in literals(type_) if not code.startswith("undefined.")}
    assert codes == {code for code in CATALOGUE if code.startswith(f"{kind}.")} - {
        f"{kind}.{part}" for part in INSIDE[kind]}
    assert literals(UndefinedCode) == {code for code in CATALOGUE if code.startswith("undefined.")}


def literals(type_: object) -> set[str]:
    """The words of a literal type, or of a union of such."""
    return {word for arg in get_args(type_) for word in ([arg] if isinstance(arg, str) else literals(arg))}
