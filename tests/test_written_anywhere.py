"""Whatever is typed, pasted or left out: never another outcome than the words' own meaning."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import ROOT, in_words, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.dossier.submission import dossier_digest
from checker.errors import DossierError
from checker.files.textfile import read
from checker.ruleset.loading import load
from checker.validation import build

DAY = dt.date(2025, 6, 30)
MARKS = ["\u200b", "\u00ad", "\ufeff", "\u2060", "\ufe0f", "\U000e0101", "\n", "\r\n", "\t", " ", "\u3000", "_x000D_"]
NOTHING = ["—", "/", "待定", "详见附件", "N/A", "null", "略", "见可行性研究报告", "（空）", "无"]
Path = tuple[str | int, ...]


def complete() -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(read(ROOT / "tests/made_up/complete-project.yaml").data)
    return data


PROJECTS: dict[str, Callable[[], dict[str, Any]]] = {"complete": complete, "refused": lambda: sample_data("made-up-project")}


def outcome(data: dict[str, Any]) -> str | None:
    """The outcome, or None where the dossier is refused."""
    made, problems = build(Dossier, data)
    if made is None:
        assert all(problem.path for problem in problems)
        return None
    try:
        return in_words(made, load("admission-yunnan"), DAY, PlainEngine(), dossier_digest(made)).outcome
    except DossierError:
        return None


def texts(data: Any, path: Path = ()) -> Iterator[Path]:
    """Every text of a dossier, but for those that only say where something stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in ("source", "documents", "note", "schema"):
                yield from texts(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from texts(value, (*path, i))
    elif isinstance(data, str):
        yield path


def at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def put(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    at(data, path[:-1])[path[-1]] = value
    return data


def never_another(name: str, data: st.DataObject) -> None:
    """A mark or a break somewhere within some text changes no outcome."""
    whole = PROJECTS[name]()
    path = data.draw(st.sampled_from(list(texts(whole))))
    words = at(whole, path)
    place = data.draw(st.integers(0, len(words)))
    mark = data.draw(st.sampled_from(MARKS))
    due = outcome(whole)
    assert due is not None
    found = outcome(put(whole, path, words[:place] + mark + words[place:]))
    assert found in (due, None), (path, mark)


@pytest.mark.parametrize("examples", [40, pytest.param(150, marks=pytest.mark.whole)])
@pytest.mark.parametrize("name", PROJECTS)
def test_marks_and_breaks_within_a_text_never_give_another_outcome(name: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(data=st.data())
    def everywhere(data: st.DataObject) -> None:
        never_another(name, data)

    everywhere()


def optional(data: dict[str, Any]) -> Iterator[tuple[Path, Path]]:
    """Every value that could be left out: where it stands, and what is left out with it."""
    for name in data["attributes"]:
        yield ("attributes", name, "value"), ("attributes", name)
    for section in ("observations", "declarations"):
        for i in range(len(data.get(section, []))):
            yield (section, i, "value"), (section, i)
    for i, stated in enumerate(data.get("lists", [])):
        for j, entry in enumerate(stated["entries"]):
            if len(entry) > 1:
                for key in entry:
                    yield ("lists", i, "entries", j, key), ("lists", i, "entries", j, key)


def without(data: dict[str, Any], path: Path) -> dict[str, Any]:
    del at(data, path[:-1])[path[-1]]
    return data


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.whole)])
def test_every_optional_value_may_state_nothing_and_is_then_left_out(step: int) -> None:
    """Each with every ``step``th of the words, which take turns."""
    for name, make in PROJECTS.items():
        whole = make()
        for turn, (value, part) in enumerate(optional(whole)):
            left_out = outcome(without(make(), part))
            answers_none = at(whole, value) in (True, False, "是", "否")
            for words in NOTHING[turn % step::step]:
                if words == "无" and answers_none:
                    continue
                assert outcome(put(make(), value, words)) == left_out, (name, value, words)


def test_none_answers_a_yes_or_no_question() -> None:
    assert outcome(put(complete(), ("attributes", "adds_smelting", "value"), "无")) == "met"
    assert outcome(put(complete(), ("declarations", 0, "value"), "无")) == "unmet"
