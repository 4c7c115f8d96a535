"""What verifying says by codes: no code of a verdict is told as it is written; statuses, boxes, components."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from varied import ruleset

from checker.errors import Problem
from checker.exits import Exit
from checker.former.inquiry import Former
from checker.messages import text
from checker.ruleset.definition import RulesetModel
from checker.ruleset.edition import Status
from checker.ruleset.indicator import LimitKind, Weight
from checker.ruleset.terms import Attribute, Seen
from checker.verdict.verdict import Verdict
from checker.verifying import agreeing, examining
from checker.verifying.answers import ENTERED, QUESTIONS, Answer, Holds, Verification, unread
from checker.verifying.coded import coded
from checker.verifying.dressed import dressed
from checker.verifying.drift import Drift, as_made_by
from checker.verifying.glossary import Glossary
from checker.wording.worded import WordedVerdict

SEEN = get_args(Seen)
# What a verdict in words holds as mere texts, by what these can be.
TEXTS: dict[tuple[str, str], tuple[str, ...]] = {
    **{("seen", key): SEEN for key in ("name", "limit", "formula", "weakest")}, ("ruleset", "in_force_seen"): SEEN,
    ("indices", "seen"): SEEN, ("clauses", "seen"): SEEN, ("clauses", "treatment"): ("encoded", "manual", "out_of_scope"),
    ("findings", "weight"): get_args(Weight), ("findings", "limits"): get_args(LimitKind),
    ("ruleset", "limits"): get_args(LimitKind), ("ruleset", "status"): get_args(Status),
    ("ruleset", "concludes"): get_args(RulesetModel.model_fields["concludes"].annotation),
    ("subject", "kind"): get_args(RulesetModel.model_fields["judges"].annotation),
    ("attributes", "kind"): get_args(Attribute.model_fields["kind"].annotation)}
FACTS = {("trace", "stage", "item"): "指标", ("requirements", "form", "at_least"): "至少几项达标", ("clause", "effect", "refuse"): "不得准入",
         ("subject", "kind", "project"): "项目", ("attributes", "kind", "year"): "年份", ("seen", "name", "official"): "发布机关原文",
         ("findings", "reasons", "reason.unread"): "限值有规定，但具体数值未读到", ("items", "before", "unmet"): "未达标",
         ("moved", "after", "met"): "达标", ("changes", "before", "met"): "", ("notes", "item", "met"): "", ("purpose", "purpose", "x"): "", ("", "x", "met"): ""}


def words_of(model: type[BaseModel], above: str = "") -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Every place of a verdict that holds one of some words: its key, the key above, the words."""
    for name, field in model.model_fields.items():
        parts: list[Any] = [field.annotation]
        for part in parts:
            parts += [one for one in get_args(part) if not isinstance(one, (str, int))]
            if isinstance(part, type) and issubclass(part, BaseModel) and part is not model:
                yield from words_of(part, name)
        words = tuple(word for part in parts for word in get_args(part) if isinstance(word, str))
        if words and name != "schema_":
            yield (above, name), words


def test_every_word_of_a_verdict_that_is_one_of_some_is_told_in_words_and_each_as_itself() -> None:
    places = [*words_of(Verdict), *words_of(WordedVerdict), *TEXTS.items()]
    assert {("findings", "reasons"), ("trace", "stage"), ("requirements", "form"), ("clause", "effect"), ("missing", "kind"),
            ("", "outcome"), ("limit", "open"), ("opinions", "finding")} <= {place for place, _ in places}
    for (above, key), words in places:
        said = [coded(above, key, word) for word in words]
        assert all(one and not re.search(r"[a-z]+[._][a-z]", one) and not one.isascii() for one in said), (above, key, said)
        assert len({*said}) == len({*words}), (above, key, said)
    for (above, key, word), due in FACTS.items():
        assert coded(above, key, word) == due, word


@dataclass(frozen=True)
class Nobody:
    """A verdict of which only the documents and the lists are asked for."""

    documents: tuple[()] = ()
    lists: tuple[()] = ()


READING = ("findings", 0, "evaluations", 0)
# A place, what stands beside it, what stands there, and what it is called by the made-up standard.
CALLED: tuple[tuple[tuple[str | int, ...], dict[str, Any], Any, str], ...] = (
    ((*READING, "reading"), {}, "output", "按总产值"), ((*READING, "implied_by"), {}, "coastal", "沿海的按两倍"),
    (("reconciliation", 0, "good", 0), {}, "added", "按增加值"), (READING, {}, {"reading": "narrow", "decides": True}, "不计购入"),
    (("missing", 0, "id"), {}, "quantity:land", "用地"), (("findings", 0, "missing", 0), {}, "quantity:people@2024", "人数（2024）"),
    (("findings", 0, "missing", 0), {}, "attribute:coastal", "沿海"))
# The same where one id is the name of everything: as what it is looked up.
LOOKED_UP: tuple[tuple[tuple[str | int, ...], dict[str, Any], str], ...] = (
    (("attributes", 0, "name"), {}, "attribute"), (("lists", 0, "name"), {}, "list"), (("data", 0, "quantity"), {}, "quantity"),
    (("data", 0, "bound_of"), {}, "quantity"), (("findings", 0, "item"), {}, "item"), (("overlays", 0, "id"), {}, "overlay"),
    (("requirements", 0, "id"), {}, "requirement"), (("indices", 0, "id"), {}, "index"), (("data", 0, "source", "document"), {}, "document"),
    *((("missing", 0, "name"), {"missing": [{"kind": kind}]}, kind) for kind in ("quantity", "attribute", "list")),
    *((("trace", 0, "subject"), {"trace": [{"stage": stage}]}, stage) for stage in ("item", "requirement")))


def test_what_stands_in_a_verdict_is_called_what_its_ruleset_calls_it() -> None:
    rules = ruleset("conformity")
    found: Any = Glossary(rules, Nobody())  # type: ignore[arg-type]
    for path, around, value, due in CALLED:
        assert found.value(path, around, value).name == due, (path, found.value(path, around, value).name)
    sides = {"indices": [{"id": "MU-2020.I", "values": {"capped": "1", "open": "2"}}]}
    said = [found.place(("indices", 0, "values", key), "verdict", sides).name for key in ("capped", "open", "x")]
    assert [one.rpartition("的")[2] for one in said] == ["“封顶”", "“不封顶”", "“x”"]
    found.ids._labels = {"anything": {"same": "something"}, **{of: {"same": of} for of in found.ids._labels}}
    for path, around, due in LOOKED_UP:
        assert found.value(path, around, "same").name == due, path


HOLDS = ("yes", "no", "not_here", "doubtful", "not_examined", "told", "mended")
# What the answers hold on the page and on its origin while all else holds, and the status and the exit that follow.
FOLLOWS: tuple[tuple[Holds, Holds, str, Exit], ...] = (
    ("yes", "yes", "identical", Exit.MET), ("told", "told", "identical", Exit.MET), ("not_here", "yes", "confirmed", Exit.UNDETERMINED),
    ("mended", "not_here", "mended", Exit.UNDETERMINED), ("doubtful", "mended", "doubtful", Exit.VERIFICATION_FAILED),
    ("no", "yes", "different", Exit.VERIFICATION_FAILED), ("yes", "no", "untrusted", Exit.VERIFICATION_FAILED),
    ("doubtful", "no", "different", Exit.VERIFICATION_FAILED))


def test_each_status_has_its_exit_and_what_nobody_found_out_is_nothing() -> None:
    assert get_args(Holds) == HOLDS
    assert QUESTIONS == ("capsule", "judgement", "page", "ruleset", "today", "origin")
    assert ENTERED == ("origin.registered", "origin.made_again")
    for page, origin, status, exit_ in FOLLOWS:
        answers = [Answer(name, {"page": page, "origin": origin}.get(name, "yes")) for name in QUESTIONS]
        found = Verification(answers)
        assert (found.status, found.exit) == (status, exit_)
        assert (found.subject, found.number, found.outcome, found.public) == ("", None, "", False)
    bare = unread([Problem("capsule.none")])
    assert [(one.question, one.holds) for one in bare.answers] == [("capsule", "no"), *((name, "not_examined") for name in QUESTIONS[1:])]
    assert (bare.status, bare.exit) == ("unreadable", Exit.VERIFICATION_FAILED)


def test_two_verdicts_of_a_page_are_told_in_a_row_and_a_form_for_trials_is_called_so() -> None:
    former = Former("0.2.0", ran=True, outcomes=("达标", "未达标"))
    capsule, judgement = agreeing.not_read(former, [])
    assert [one.params["before"] for one in (*capsule.said, *judgement.said) if "before" in one.params][:1] == ["达标；未达标"]
    assert "submitted.xlsx" in text(examining.ONLY_TRIAL, name="submitted.xlsx")


def test_of_the_program_that_made_a_page_its_own_parts_are_not_otherwise() -> None:
    found = [Drift(name, "1", "2") for name in ("checker", "code", "templates", "zlib", "fonts.a")]
    assert [one.component for one in as_made_by([*found, Drift("packages.new", None, "1")])] == ["zlib", "fonts.a"]


@pytest.mark.parametrize("fonts", [True, False])
def test_a_page_with_another_box_is_not_painted_alike(fonts: bool) -> None:
    def page(**boxes: int) -> DictionaryObject:
        return DictionaryObject({NameObject("/Resources"): DictionaryObject(), **{
            NameObject(f"/{name}"): ArrayObject([NumberObject(value)]) for name, value in boxes.items()}})

    for box in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox", "Rotate", "UserUnit"):
        assert dressed(page(**{box: 1}), fonts=fonts) == dressed(page(**{box: 1}), fonts=fonts)
        assert dressed(page(**{box: 1}), fonts=fonts) != dressed(page(**{box: 2}), fonts=fonts), box
    assert dressed(page(Contents=1), fonts=fonts) == dressed(page(Contents=2), fonts=fonts)
