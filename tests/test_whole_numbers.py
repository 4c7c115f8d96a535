"""Digits where a count, a row, a page or a layout is due: thousands of them are no number, whoever reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bad.command import run, says
from conftest import ROOT
from filled_forms import park
from forms import Form
from web_client import browser, office_in, said

from checker.messages import CATALOGUE
from checker.quantity.whole_number import whole

LONG = "9" * 5000  # the interpreter makes no number of so many


@pytest.mark.parametrize(("written", "number"), [
    ("0", 0), ("007", 7), ("２０２４", 2024), ("999999999", 999_999_999), ("9999999999", None), (LONG, None), ("", None), ("-1", None), ("1.0", None),
    ("²", None), ("½", None), ("一", None)])
def test_only_digits_and_not_too_many_of_them_are_a_number(written: str, number: int | None) -> None:
    assert whole(written) == number


def layout(form: Form, words: str) -> None:
    [cell] = [cell for row in form.book["基本情况"].iter_rows() for cell in row if cell.value == CATALOGUE["form.head.layout"]]
    form.book["基本情况"].cell(cell.row, cell.column + 1).value = words


def test_a_form_whose_layout_is_no_number_is_read_as_one_that_states_none(tmp_path: Path) -> None:
    told = []
    for words in ("", LONG):
        form = park()
        layout(form, words)
        told.append(run("check", form.save(tmp_path / "form.xlsx")))
    assert told[0] == told[1]
    assert told[0].status == 3, told[0].err


@pytest.mark.parametrize("base", ["²", LONG, "二〇一八"])
def test_a_base_year_of_an_earlier_verdict_that_is_no_number_is_none(base: str, tmp_path: Path) -> None:
    assert run("check", ROOT / "samples/made-up-park.yaml", "-o", tmp_path / "last.json").status in (0, 1, 3)
    data = json.loads((tmp_path / "last.json").read_text(encoding="utf-8"))
    [fact] = [fact for fact in data["attributes"] if fact["name"] == "construction_base_year"]
    fact["value"] = base
    (tmp_path / "last.json").write_text(json.dumps(data), encoding="utf-8")
    told = run("form", "hj274-2015", "--previous", tmp_path / "last.json", "-o", tmp_path / "form.xlsx")
    assert told.status == 0, told.err


@pytest.mark.parametrize(("address", "asked"), [
    ("/table/yuxi-projects-2021-2025.csv", {"ruleset": "admission-yunnan", "header_row": LONG}), (f"/page-picture/given/{LONG}/made-up-project.yaml", {}),
    ("/verify", {"file": "made-up-project.yaml", "start": LONG}), ("/register", {"year": LONG})])
def test_a_page_that_is_asked_for_by_such_digits_is_answered_in_words(address: str, asked: dict[str, str], tmp_path: Path) -> None:
    with browser(office_in(tmp_path, "made-up-project.yaml", "yuxi-projects-2021-2025.csv")) as inside:
        answer = inside.client.get(address, params=asked)
        assert answer.status_code < 500
        assert "内部错误" not in said(answer.text)


def test_an_entry_of_a_list_that_is_sent_under_such_digits_is_no_entry(tmp_path: Path) -> None:
    with browser(office_in(tmp_path)) as inside:
        begun = inside.send("/drafts", {"ruleset": "hj274-2015", "name": "虚构园区", "ground": "试填（虚构）", "period": "2024"})
        answer = inside.send(begun.url.path, {"key": "list:publicity_events", f"entry:{LONG}:date": "2024-05-01"})
        assert answer.status_code < 500
        assert "2024-05-01" not in (next(tmp_path.glob("草稿/*.yaml"))).read_text(encoding="utf-8")


def test_a_body_of_a_length_in_such_digits_is_too_large(tmp_path: Path) -> None:
    with browser(office_in(tmp_path)) as inside:
        answer = inside.client.post("/files", data={"token": inside.token()}, files=[("file", ("a.yaml", b"x"))], headers={"content-length": LONG})
        assert answer.status_code == 413
        assert says(said(answer.text), "browser.too_large", "")
