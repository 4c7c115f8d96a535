"""Places and values of verdicts as readers are told them, and what follows from answers and toolchains by themselves."""

from __future__ import annotations

import itertools
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import pytest
from plain_pages import TINY, TOOLS, recorded
from test_told_differences import GONE, SCHEMAS, edited, edits, of_local, of_old, of_today

from checker.messages import CATALOGUE, speaking
from checker.places import Path, dotted
from checker.ruleset.loading import from_data
from checker.sentence import Told
from checker.verifying.answers import (
    ENTERED,
    EXITS,
    QUESTIONS,
    Answer,
    AnswerStatus,
    Holds,
    Verification,
    unread,
    worst,
)
from checker.verifying.coded import _WORDS, coded
from checker.verifying.drift import (
    Drift,
    as_made_by,
    drift_words,
    drifts,
    same_fonts,
    same_painter,
    same_words,
)
from checker.verifying.glossary import (
    _BESIDE,
    _FORMULAS,
    _KEYED,
    _NAMED_BY,
    _OF,
    _PLACES,
    _WHOLE,
    Called,
    Glossary,
    apart,
    is_whole,
)
from checker.verifying.ids import beside, enclosing
from checker.verifying.rejudging import _leaves
from checker.verifying.remarks import of_register
from checker.verifying.status_words import STATUS_MARKS, status_words

LONGEST = 100


def glossary() -> Iterator[tuple[str, Any]]:
    """Every kind of place in a verdict, and what may stand there."""
    for source, sample in ((of_today, "made-up-project"), (of_local, "made-up-park"), (of_old, "made-up-project"), (of_today, "yuxi-carbon-2020")):
        part, record = source(sample)
        found = Glossary(part.ruleset, record.verdict)
        lines: dict[str, None] = {}
        for path, value in edits(part.verdict, SCHEMAS[part.verdict["schema"]]):
            changed = edited(part.verdict, path, value)
            if value is GONE:
                place = found.place(path, "verdict", part.verdict, changed)
                lines[f"{place} = {place.said()}; {_short(found.value(path, part.verdict, _at(part.verdict, path)))}"] = None
            else:
                lines[f"  {_short(found.value(path, changed, value))}"] = None
        yield f"{source.__name__} {sample}", sorted(lines)


def _short(called: Called) -> str:
    return f"{called[:LONGEST]} = {called.name[:LONGEST]}"


def _at(data: Any, path: Any) -> Any:
    for key in path:
        data = data[key]
    return data


# What a verdict never holds, at places that it has.
STRANGE: tuple[tuple[tuple[str | int, ...], Any], ...] = (
    (("settled_by",), {"need": "attribute:zone"}), (("settled_by",), {"need": 1}), (("settled_by",), {"all_of": [{"need": "a"}, {"need": "b"}]}),
    (("settled_by",), {"one_of": [{"need": "a"}, {"all_of": []}]}), (("settled_by",), {"at_least": 2, "of": [{"need": "a"}, 3]}), (("settled_by",), [1]), (("settled_by",), "x"),
    (("about",), ["name"]), (("about",), ["attribute", "zone"]), (("about",), ["attribute", 1]), (("about",), ["field", "documents", "kind"]), (("about",), ["field", "a", "b"]),
    (("about",), ["x", "y", "z"]), (("about",), {}), (("about",), None), (("params", "a"), {"overlay": "sha256:1"}), (("params", "a"), {"change": ["zone", "2"]}),
    (("params", "a"), {"change": ["zone", "x"]}), (("params", "a"), {"place": "3"}), (("params", "a"), {"place": "x"}), (("params", "a"), {"a": 1, "b": 2}), (("params", "a"), [1, 2]),
    (("params", "reason"), "reason.missing"), (("params", "a"), "b"), (("params", "a"), 3), (("params", "items"), {"items": ["AYN-2024.1", 3]}), (("params", "a"), {"items": None}),
    (("data", 0), {"label": "", "quantity": "land_area"}), (("data", 0), {"label": 3}), (("data", 0), {"reading": "x", "title": "标题"}), (("facts", "zone"), "x"), (("facts", "nothing"), "x"),
    (("row",), 3), (("rows", 0), 3), (("outside",), 0), (("also", 1), 4), (("report",), 2), (("period",), 2024), (("seen",), True), (("seen",), False), (("seen",), None), (("x",), 1.5),
    (("formula",), "land_area / 3"), (("formula",), "a = land_area"), (("formula",), "a = ("), (("formula",), "nothing + zone"), (("seen", "formula"), "official"), (("when",), "zone == 1"),
    (("bounds", "at_least"), "land_area * 2"), (("missing",), ["quantity:land_area@2022"]), (("missing", 0), "quantity:land_area@2022"), (("missing", 0), "quantity:land_area@base"),
    (("missing", 0), "quantity:land_area"), (("missing", 0), "quantity:nothing@2022"), (("missing", 0), "resolve:reason.missing@AYN-2024.1"), (("missing", 0), "resolve:nothing@AYN-2024.1"),
    (("missing", 0), "resolve:reason.missing"), (("missing", 0), "report:AYN-2024.1"), (("missing", 0), "report:AYN-2024.1@x"), (("missing", 0), "report:AYN-2024.1@2022"), (("missing", 0), "exact:land_area"),
    (("missing", 0), "finer:zone"), (("missing", 0), "whole:zone"), (("missing", 0), "clear:documents"), (("missing", 0), "list:documents@2022"), (("missing", 0), "years:land_area@2022"),
    (("missing", 0), "attribute:zone\nb"), (("missing", 0), "no need"), (("missing", 0), "Kind:zone"), (("missing", 0), ":zone"), (("reading",), "x"), (("evaluations", 0, "formula", 0), "land_area"))


def _in_terms(known: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The same, of a ruleset's own names."""
    for path, value in STRANGE:
        said = json.dumps([path, value])
        for name, terms in known.items():
            said = said.replace(name, next(iter(terms), name))
        at, given = json.loads(said)
        yield tuple(at), given


def strange() -> Iterator[tuple[str, Any]]:
    """What a verdict that was changed by hand may hold."""
    for source, sample in ((of_today, "made-up-project"), (of_local, "made-up-park"), (of_today, "yuxi-carbon-2020")):
        part, record = source(sample)
        found, model = Glossary(part.ruleset, record.verdict), part.ruleset.model
        known = {"land_area": model.quantities, "zone": model.attributes, "documents": model.lists, "AYN-2024.1": part.ruleset.items}
        yield sample, [f"{dotted(path)} {found.place(path, 'verdict', part.verdict).said()}: {json.dumps(value, ensure_ascii=False)} = {found.value(path, part.verdict, value).said()}"
                       for path, value in _in_terms(known)]
        kinds: dict[str, Mapping[str, Any]] = {"quantity": model.quantities, "attribute": model.attributes, "list": model.lists, "factor": model.factors}
        ids = found.ids
        yield f"ids of {sample}", [
            *(f"{of} {name} {ids.called(of, name)} {ids.called('index', name)} {ids.anything(name)}" for of, named in kinds.items() for name in list(named)[:3]),
            *(f"{of} {ids.called(of, 'land_area')} {ids.called(of, 'x')}" for of in ("exact", "years", "finer", "whole", "clear", "report", "", "quantity")),
            *(ids.called("document", one.id) for one in record.verdict.documents), *(ids.called("doubt", one.id) for one in model.doubts[:2]),
            *(ids.called("requirement", one.id) for one in model.requirements), ids.called("requirement", "verdict"), *(ids.called("index", one.id) for one in model.indices),
            *(ids.called("overlay", one.overlay.model.id) for one in part.ruleset.overlays), *(ids.called("item", name) for name in list(part.ruleset.items)[:3]),
            *(f"{name}: {key} {ids.field(name, key)} {ids.field('x', key)} {ids.field(name, 'x')}" for name, term in list(model.lists.items())[:3] for key in list(term.fields)[:2]),
            *(f"{item.id} {one.id}: {ids.called('reading', one.id)} {ids.called('reading', one.id, [{'item': item.id}])} {ids.need(f'report:{item.id}@{one.id}')}"
              for item in part.ruleset.items.values() for one in item.interpretations),
            *(f"{item.id} {key} {text}: {ids.formula(text, within)}" for item in list(part.ruleset.items.values())[:12] for key, one in item.model.readings.items()
              for name, let in one.let.items() for text in (let, f"{name} * 2") for within in ([], [{"item": item.id}], [{"reading": key}], [{"item": item.id, "reading": key}]))]
        lists = record.verdict.lists
        fields = [(number, [*list(model.lists[one.name].fields)[:2], "x"]) for number, one in enumerate(lists[:2])]
        paths: list[Path] = [
            *(("matching", place, 0) for place in ("0", "1", str(len(lists) - 1), str(len(lists)), "-1", "x")), ("bounded", "2", "x"), ("bounded", "x"), ("facts", "zone"), ("facts", "x"),
            *(("lists", number, "entries", 0, key) for number, keys in fields for key in keys),
            *(("matching", str(number), 1, key) for number, keys in fields for key in keys),
            *(("indices", number, "values", key) for number, one in enumerate(model.indices) for key in (*one.readings, "x")), ("values", "x"), ("entries", 0, "x"), ("x", 0, "y"), ()]
        yield f"keys of {sample}", [f"{dotted(path)} {found.place(path, above, part.verdict).said()}" for above in ("verdict", "finding") for path in paths]
    # One name of everything: by what is said one sees what it was looked for among.
    found.ids._labels = {"anything": {"same": "anything!"}} | {kind: {"same": f"{kind}!"} for kind in found.ids._labels}
    keys: list[Path] = [tuple(place.split(".")) for place in (*_OF, *_BESIDE, *sorted(_KEYED | _PLACES | _FORMULAS), *_WHOLE, "x")]
    beside_it = {"kind": "attribute", "stage": "requirement", "item": "x", "missing": {"kind": "list"}, "trace": {"stage": "index"}}
    for path in (one for key in keys for one in ((*key,), (*key, 0), ("x", *key), (*key, "y"), (*key, 0, "y"))):
        yield f"a name at {dotted(path)}", [found.place((*path, "same"), "verdict", part.verdict).name, found.value(path, beside_it, "same").name, found.value(path, beside_it, 3).name]
    yield "parts", [found.value((*place, 0), {}, {by: "same", "zz": 1}).name for place in (("data",), ("missing",), ("lists",)) for by in (*_NAMED_BY, "zz")]
    part, record = of_local("made-up-park")
    found = Glossary(part.ruleset, record.verdict)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(found.ids, "field", lambda name, key: f"{key} of {name}")
        yield "fields", [found.place(path, "verdict", part.verdict).name for path in (
            ("matching", "0", 0, "x"), ("matching", "1", 0, "x"), ("x", "matching", "1", 0, "x"), ("lists", 1, "entries", 0, "x"), ("x", "entries", 0, "x"), ("x", "y", "entries", 0, "x"), ("matching", "9", 0, "x"))]
    shown = from_data({**TINY, "attributes": {"basis": {"label": "用地性质", "kind": "word", "words": ["site", "leased"], "shown": {"site": "项目用地", "leased": "租用厂房"}}, "coastal": {"label": "沿海", "kind": "yes_no"}}})
    words = Glossary(shown, recorded(rules=shown).verdict)
    yield "facts", [words.value(path, {"attributes": [{"name": "basis"}, {"name": "coastal"}, {}]}, value).name for path in (("facts", "basis"), ("facts", "coastal"), ("facts", "x"), *(
        ("attributes", number, "value") for number in range(3)), ("x", "value")) for value in ("site", "leased", "x", "true", True)]
    yield "whole", [is_whole(path) for path in ((), ("settled_by",), ("a", "about"), ("about", "a"), ("params",), ("params", "a"), ("params", "a", "b"))]
    called = Called("a", "甲")
    copy = pickle.loads(pickle.dumps(called))
    yield "copied", [copy, copy.name, copy.said(), type(copy).__name__]
    wholes: dict[str, Any] = {"about": ["name", "a"], "settled_by": {"need": "a", "of": [1]}, "params": {"a": {"b": 1}, "c": [1, 2]}, "others": [{"b": 1}, [1, 2]], "reach": 1, "more": None}
    others: dict[str, Any] = {"about": ["name", "b"], "settled_by": {"need": "b", "of": [1]}, "params": {"a": {"b": 2}, "c": [1, 3]}, "others": [{"b": 2, "reach": 1}, [1, 3, 4]], "figures": 1, "more": 0}
    for grown in (False, True):
        yield f"differences, grown {grown}", [*_leaves(wholes, others, grown), *_leaves(others, wholes, grown), *_leaves([1], (1,), grown), *_leaves(1, True, grown), *_leaves(1, 1.0, grown), *_leaves(1, 1, grown)]
    added = ("about", "amount", "borrowed", "bound", "bound_of", "disputed", "figures", "implied_by", "moved", "not_covered", "numbers", "provided", "reach", "turned", "uncounted", "unstated", "withdrawn")
    yield "what older verdicts may lack", [*_leaves({}, dict.fromkeys(added), True), *_leaves(dict.fromkeys(added), {}, True)]
    side = {"a": [{"b": {"c": "x"}}, "text"]}
    yield "around", [enclosing(path, side) for path in ((), ("a",), ("a", 0, "b", "c"), ("a", 1, "x"), ("a", 5, "b"), ("x", "y"), ("a", "x"))]
    yield "beside", [beside(within, "a") for within in ([], [{"a": 1}], [{"a": "x"}, {"a": "y"}], [{"b": "x"}, {"a": "y"}])]
    long = "一二三四五六七八九十" * 12
    for one, other in (("a", "b"), (None, "b"), ("a", None), (None, None), (long, long), (long, long + "x"), (long[:67] + "x" + long, long[:67] + "y" + long),
                       (long[:68] + "x" + long, long[:68] + "y" + long), (long[:69] + "x" + long, long[:69] + "y" + long), (long[:80], long[:79]), (long[:81], "x"), (long[:90] + "x", long[:90] + "y"), ("", "x")):
        for same in (False, True):
            pair = [None if said is None else Called(said, "名" * 81 if same else f"名{said}") for said in (one, other)]
            yield f"{len(one or '')} and {len(other or '')} letters{', the same name' if same else ''}", [(each, each.name) if each is not None else None for each in apart(*pair)]


def codes() -> Iterator[tuple[str, Any]]:
    """The codes of a verdict in words, by the key under which they stand."""
    ends = sorted({code.partition(".")[2] for code in CATALOGUE} | {"nothing"})
    rules = sorted({step.rule for name in ("made-up-project", "made-up-park") for step in of_today(name)[1].verdict.trace})
    for place in (*_WORDS, *(f"nothing.{key}" for key in _WORDS), "code", "reason", "reasons", "missing.name", "missing.reason", "nothing", "rule"):
        above, _, key = place.rpartition(".")
        known = [f"{one}={said}" for one in ends if (said := coded(above, key, one))]
        yield place, [len(known), *known[:12]]
    for key in ("code", "reason", "reasons", "x"):
        for above in ("", "missing"):
            yield f"{above} {key}", [f"{code} {coded(above, key, code)}" for code in ("reason.missing", "note.limits_not_seen", "note.agree_despite", "reason.nothing", "state.met")]
    yield "names of what is missing", [coded("missing", "name", "reason.missing"), coded("x", "name", "reason.missing")]
    yield "rules", [f"{rule} {coded('trace', 'rule', rule)} {coded('', 'x', rule)}" for rule in rules]


def statuses() -> Iterator[tuple[str, Any]]:
    """The status that follows from the answers, for every combination of what two of them may be."""
    kinds: tuple[Any, ...] = get_args(Holds)
    yield "what there is", [get_args(AnswerStatus), sorted(EXITS) == sorted(STATUS_MARKS) == sorted(get_args(AnswerStatus)), ENTERED, QUESTIONS]
    for one, other in itertools.product(kinds, kinds):
        for question in ("page", "origin", "ruleset"):
            for public in (False, *([True] if question != "origin" else [])):
                held = {name: one if name == question else other for name in QUESTIONS}
                found = Verification([Answer(name, held[name]) for name in QUESTIONS], public=public)
                yield f"{question} {one}, else {other}{', public' if public else ''}", [
                    f"{found.status} {found.exit.name} {STATUS_MARKS[found.status]} {status_words(found)} {[said.code for said in found.but]}"]
    for codes_ in (("known.stranger",), ("known.unreadable", "known.stranger"), ("known.same",)):
        for holds in ("yes", "told", "no"):
            said = [Told(code, {"ruleset": "tiny", "reason": "x"}) for code in codes_]
            answers = [Answer(name, "told" if name != "ruleset" else holds, said if name == "ruleset" else ()) for name in QUESTIONS]
            found = Verification(answers, "对象", "KM-2026-0001", "达标", [Told("remark.public")])
            yield f"{codes_} {holds}", [json.dumps(found.plain(), ensure_ascii=False), found.entry]
    for code in ("origin.registered", "origin.made_again", "origin.public", "origin.superseded"):
        origin = Answer("origin", "yes", [Told("origin.unproven"), Told(code, {"number": "KM-2026-0001"})])
        found = Verification([*(Answer(name, "yes") for name in QUESTIONS[:-1]), origin])
        yield code, [found.entry, [said.code for said in found.but], *of_register(origin)]
    bare = unread([])
    yield "unread", [json.dumps(bare.plain())]
    good, perhaps, bad = (Verification([Answer(name, holds) for name in QUESTIONS]) for holds in ("yes", "not_here", "no"))
    for several in ((), (good,), (good, perhaps), (perhaps, bad), (bad, good), (good, bad, perhaps)):
        yield f"the worst of {[one.status for one in several]}", [worst(several).name]


def toolchains() -> Iterator[tuple[str, Any]]:
    """Toolchains compared, and what of a page has to be the same."""
    for there, here in ((TOOLS, TOOLS), ({"a": "1", "b": {"c": "2", "d": {"e": 3}}}, {"a": "1", "b": {"c": "3", "d": {"e": 4}}, "f": "5"}), ({}, TOOLS), (TOOLS, {"zlib": None})):
        found = drifts(there, here)
        yield f"{sorted(there)} and {sorted(here)}", [*found, *map(drift_words, found), "as made by", *as_made_by(found)]
    names = ("checker", "code", "templates", "zlib", "schema", "fonts.a", "fontsa", "libraries.pango", "packages.weasyprint", "packages.pydyf", "packages.tinycss2", "packages.cssselect2", "packages.tinyhtml5",
             "packages.jinja2", "packages.fonttools", "packages.uharfbuzz", "packages.pyphen", "nothing")
    for name in names:
        drift = Drift(name, "1", "sha256:" + "a" * 64)
        with speaking("zh_CN"):
            yield name, [drift_words(drift), drift_words(Drift(name, None, "x" * 20)), same_words([drift]), same_painter([drift]), same_fonts([drift]), len(as_made_by([drift]))]
    yield "none", [same_words([]), same_painter([]), same_fonts([])]


Subject = Callable[[], Iterator[tuple[str, Any]]]
SUBJECTS: Mapping[str, Subject] = {"glossary": glossary, "strange": strange, "codes": codes, "statuses": statuses, "toolchains": toolchains}
