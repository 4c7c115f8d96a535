"""In every reader: what nobody sees changes nothing, and a cell that states nothing is as if left out."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, in_words
from forms import filled
from projects_read import (
    CLAUSES,
    DAY,
    FLOOR,
    PLAIN,
    READERS,
    TABLES,
    Project,
    Read,
    form_bytes,
    project,
    written_whole,
)

from checker.concluding.plain import PlainEngine
from checker.errors import DossierError
from checker.files.textfile import read
from checker.forms.filled import parse_form
from checker.intake import parse_dossier
from checker.ruleset.loading import load
from checker.screening.common import parse_common

MARKS = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\n", "\t", " ", "\u3000", "\u00a0", "_x000D_", "\u200b \n")
NOTHING = ("—", "/", "无", "略", "待定", "详见附件", "N/A", "null", "NaN", "暂无", "空", "待补", "-", "（无）")
# What is a number or a code: there a mark may be refused.
STRICT = {"industry_code", "land_area", "total_investment", "planned_fixed_asset_investment"}
# Dates, numbers, codes and names of the file itself: there a mark may be refused too.
KEYS = {"schema", "kind", "ruleset", "item", "finding", "on", "assessed_on", "list", "count", "about"}
DATES = ("on", "assessed_on")
CELL = re.compile("(?:[^ !]+![A-Z]+[0-9]+|“[^”]+”页 [A-Z]+[0-9]+ 格)")
ANSWERS_OF_NOTHING = {"adds_capacity", "adds_smelting", "zoning_conforms", "in_compliant_park"}  # to these 无 is an answer
EQUIPMENT = "清单1 主要设备"
SHORT, LONG = 8, 300

Outcome = tuple[Any, ...]


def complete() -> dict[str, Any]:
    """A project that everything is known of: by the clauses it is admitted."""
    data: dict[str, Any] = json.loads(json.dumps(read(ROOT / "tests/made_up/complete-project.yaml").data, default=str))
    data["assessed_on"] = DAY.isoformat()
    for entry in (*data["declarations"], *data["opinions"]):
        entry["on"] = str(entry.get("on") or DAY)
    return data


def texts(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the texts of a dossier stand."""
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in texts(value, (*path, key))]
    if isinstance(data, list):
        return [found for place, value in enumerate(data) for found in texts(value, (*path, place))]
    return [path] if isinstance(data, str) else []


def changed(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    made = copy.deepcopy(data)
    part = made
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return made


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def marked(words: str, made: random.Random) -> str:
    """The words with something put into them, or at an end, that nobody sees."""
    for place in sorted(made.choices(range(len(words) + 1), k=made.choice((1, 1, 3))), reverse=True):
        words = words[:place] + made.choice(MARKS) + words[place:]
    return words


def of_file(data: dict[str, Any], reader: str) -> Outcome | list[str]:
    """What a whole dossier comes to, or the complaints."""
    try:
        if reader == "form":
            form = filled(CLAUSES, data)
            if "count" not in data["lists"][0]:
                form.head(EQUIPMENT, "count", None)
            submission = parse_form(form_bytes(form), "a.xlsx")
        else:
            submission = parse_dossier(written_whole(data, reader), f"a.{reader}")
        return Read(in_words(submission.dossier, load(CLAUSES), DAY, PlainEngine(), submission.digest)).meaning
    except DossierError as error:
        return [str(problem) for problem in error.problems]


def strict(path: tuple[Any, ...]) -> bool:
    """Whether a number, a code, a date or a name of the file itself stands there."""
    return path[-1] in KEYS or "industry_code" in path


def by_place(said: str, path: tuple[Any, ...], data: Any, reader: str) -> bool:
    """Whether a complaint names where the text stands: a cell of the form, or the line or the field."""
    return CELL.search(said) is not None if reader == "form" else str(path[-1]) in said or str(at(data, path))[:4] in said


def holds(reader: str, seed: int, count: int, only: Sequence[str] = ()) -> None:
    data, made = complete(), random.Random(seed)
    due = of_file(data, reader)
    assert due[0] == "met"
    # A form has drop-downs and row names where a text has words of the file itself.
    places = [path for path in texts(data) if (path[-1] in only if only else
                                               reader != "form" or path[-1] in DATES or path[-1] not in KEYS)]
    for _ in range(count):
        path = made.choice(places)
        words = marked(at(data, path), made)
        found = of_file(changed(data, path, words), reader)
        if found != due:  # what is strict may be refused by its place, and nothing else
            assert isinstance(found, list), (path, words, found)
            assert strict(path), (path, words, found)
            assert any(by_place(said, path, data, reader) for said in found), (path, words, found)


@pytest.mark.parametrize("reader", ["yaml", "json", "form"])
def test_what_nobody_sees_in_a_text_changes_nothing(reader: str) -> None:
    holds(reader, 1, SHORT if reader == "form" else 3 * SHORT)


@pytest.mark.parametrize("reader", ["yaml", "json", "form"])
def test_what_nobody_sees_in_a_date_changes_nothing_or_is_refused_by_its_place(reader: str) -> None:
    holds(reader, 7, 2 if reader == "form" else SHORT, DATES)


@pytest.mark.parametrize("mark", MARKS)
def test_what_nobody_sees_in_the_day_of_a_tables_common_file_changes_nothing_or_is_refused_by_its_line(mark: str) -> None:
    for place in range(len("2025-06-30") + 1):
        day = "2025-06-30"[:place] + mark + "2025-06-30"[place:]
        raw = json.dumps({"schema": "common/1", "assessed_on": day}, ensure_ascii=False).encode()
        try:
            found: Any = parse_common(raw, "共有.yaml").assessed_on
        except DossierError as error:
            found = all("共有.yaml 第 1 行 assessed_on" in str(problem) for problem in error.problems)
        assert found in (DAY, True), day


@pytest.mark.whole
@pytest.mark.parametrize("reader", ["yaml", "json", "form"])
def test_what_nobody_sees_in_any_of_many_dates_changes_nothing(reader: str) -> None:
    holds(reader, 8, LONG // 2, DATES)


@pytest.mark.whole
@pytest.mark.parametrize("reader", ["yaml", "json", "form"])
def test_what_nobody_sees_in_any_of_many_texts_changes_nothing(reader: str) -> None:
    holds(reader, 2, LONG)


def in_every_table(ruleset: str, made: random.Random, count: int) -> list[tuple[str, str, Project]]:
    found = []
    for _ in range(count):
        name = made.choice([*PLAIN[ruleset]])
        words = marked(PLAIN[ruleset][name], made)
        found.append((name, words, project(ruleset, {name: words})))
    return found


def holds_in_tables(reader: str, seed: int, count: int, folder: Path) -> None:
    made = random.Random(seed)
    for ruleset in (FLOOR, CLAUSES):
        [due] = READERS[reader]([project(ruleset)], folder)
        cases = in_every_table(ruleset, made, count)
        for (name, words, stated), found in zip(cases, READERS[reader]([one for _, _, one in cases], folder), strict=True):
            if found.verdict is None:
                assert name in STRICT, (name, words, found.complaints)
                assert all(stated.label(name) in said for said in found.complaints), found.complaints
            else:
                assert found.meaning == due.meaning, (name, words)


@pytest.mark.parametrize("reader", TABLES)
def test_what_nobody_sees_in_a_cell_of_a_table_changes_nothing(reader: str, tmp_path: Path) -> None:
    holds_in_tables(reader, 3, 3 * SHORT, tmp_path)


@pytest.mark.whole
@pytest.mark.parametrize("reader", TABLES)
def test_what_nobody_sees_in_any_of_many_cells_changes_nothing(reader: str, tmp_path: Path) -> None:
    holds_in_tables(reader, 4, LONG, tmp_path)


def left_out(reader: str, seed: int, count: int, folder: Path) -> None:
    """Every optional datum in turn as a word that states nothing, beside what it is without the datum."""
    made = random.Random(seed)
    for ruleset in (FLOOR, CLAUSES):
        pairs = [(name, words) for name in PLAIN[ruleset] for words in NOTHING
                 if name not in ("name", "owner") and not (name in ANSWERS_OF_NOTHING and "无" in words and "暂" not in words)]
        pairs = made.sample(pairs, min(count, len(pairs)))
        names = sorted({name for name, _ in pairs})
        without = dict(zip(names, READERS[reader]([project(ruleset, {name: None}) for name in names], folder), strict=True))
        found = READERS[reader]([project(ruleset, {name: words}) for name, words in pairs], folder)
        for (name, words), one in zip(pairs, found, strict=True):
            assert one.verdict is not None, (name, words, one.complaints)
            assert one.meaning == without[name].meaning, (name, words)
            assert words in one.quoted, (name, words)


@pytest.mark.parametrize("reader", READERS)
def test_a_cell_that_states_nothing_is_as_if_left_out(reader: str, tmp_path: Path) -> None:
    left_out(reader, 5, SHORT if reader == "form" else 3 * SHORT, tmp_path)


@pytest.mark.whole
@pytest.mark.parametrize("reader", READERS)
def test_every_cell_that_states_nothing_is_as_if_left_out(reader: str, tmp_path: Path) -> None:
    left_out(reader, 6, LONG, tmp_path)


@cache
def equipment(reader: str, *kinds: str, closed: bool = False) -> Outcome | list[str]:
    """What comes of a list of these kinds of equipment, declared to be the whole or not."""
    data = complete()
    data["attributes"]["industry_code"]["value"] = "3120"
    whole = {"complete": True, "declared_by": "虚构钢铁公司", "count": 1} if closed else {}
    data["lists"] = [{"list": "equipment", "entries": [{"kind": kind} for kind in kinds],
                      "source": data["lists"][0]["source"], **whole}]
    return of_file(data, reader)


@pytest.mark.parametrize("reader", ["yaml", "json", "form"])
@pytest.mark.parametrize("words", ["无", "—", "暂无", "无\u200b", "待补"])
def test_none_in_a_list_is_an_empty_list_and_never_a_complete_one(reader: str, words: str) -> None:
    none, nothing = equipment(reader, words), equipment(reader)
    assert none == nothing
    assert none[0] == "undetermined" != equipment(reader, "其他", closed=True)[0]
    refused = equipment(reader, words, closed=True)
    assert isinstance(refused, list)
    assert any("1" in said and "0" in said for said in refused)
