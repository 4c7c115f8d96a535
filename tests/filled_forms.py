"""What tests of forms fill in, and what they read back: a park's and a project's data, the least form of each."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, dossier, in_words, sample_data
from forms import Form
from openpyxl.utils import get_column_letter

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import Submission, dossier_digest
from checker.errors import DossierError
from checker.forms.filled import read_form
from checker.forms.years import Years
from checker.ruleset.loading import load
from checker.wording.worded import WordedVerdict

YEARS = Years(2024)
PARK, PROJECT = "hj274-2015", "admission-yunnan"
CLOSED = {"complete": True, "declared_by": "某公司"}
SOURCE = {"document": "doc1", "place": "第3页", "words": "见申请报告第3页"}
PROJECT_DATA: dict[str, Any] = {
    "schema": "dossier/1", "made_up": True, "assessed_on": "2025-05-31", "note": "虚构",
    "subject": {"name": "某绿色铸造项目", "kind": "project", "owner": "某公司", "place": "玉溪市"},
    "against": [{"ruleset": PROJECT, "own": True, "ground": "项目在云南省"}],
    "documents": {"doc1": {"title": "申请报告", "issuer": "某公司", "sha256": "ab" * 32, "note": "送审稿"}},
    "attributes": {name: {"value": value, "source": SOURCE} for name, value in {
        "description": "铸造用电炉两台", "industry_code": "3391", "catalogue_category": "允许类", "nature": "技术改造",
        "adds_capacity": False, "zone": "玉溪高新区", "energy_level": "达到标杆水平", "adds_smelting": False,
        "replacement_case": "一般"}.items()},
    "declarations": [
        {"about": "in_compliant_park", "value": "是", "by": "某公司", "on": "2025-03-01", "source": SOURCE},
        {"about": "zoning_conforms", "value": "是", "by": "某公司", "source": SOURCE}],
    "observations": [{"quantity": "capacity_added", "value": "12.5", "unit": "万t", "source": SOURCE, "note": "设计值"},
                     {"quantity": "capacity_replaced", "value": "15", "unit": "万t", "source": SOURCE}],
    "lists": [{"list": "equipment", **CLOSED, "count": 2, "source": SOURCE, "entries": [
        {"kind": "电炉", "use": "铸造", "tonnage": "10 t", "alloy": "否"}, {"kind": "其他", "yearly": "3 万t"}]}],
    "opinions": [{"item": f"AYN-2024.{number}", "finding": "met", "by": "某局", "on": "2025-04-01", "why": "经会商",
                  "source": SOURCE} for number in (2, 6, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24)]}


def park_data() -> dict[str, Any]:
    """The made-up park, its document named as a form would."""
    data = json.loads(json.dumps(sample_data("made-up-park"), default=str).replace('"document": "tables"', '"document": "doc1"'))
    data["documents"] = {"doc1": {k: v for k, v in data["documents"]["tables"].items() if k != "passages"}}
    return dict(data)


def read_back(form: Form, folder: Path) -> Submission:
    return read_form(form.save(folder / "form.xlsx"))


def verdict(submission: Submission, name: str) -> WordedVerdict:
    return in_words(submission.dossier, load(name), DAY, PlainEngine(), submission.digest)


def told(data: dict[str, Any]) -> dict[str, Any]:
    """What a verdict says, but for the dossier's digest and the order of its data."""
    made = dossier(data)
    return comparable(in_words(made, load(made.against[0].ruleset), DAY, PlainEngine(), dossier_digest(made)))


def comparable(found: WordedVerdict) -> dict[str, Any]:
    plain = found.plain()
    plain["dossier"].pop("digest")
    plain["data"].sort(key=lambda datum: (datum["quantity"], str(datum["year"])))
    for finding in plain["findings"]:
        finding["claims"] = []
    return plain


def problems(form: Form, folder: Path) -> list[tuple[str, str, str]]:
    """Every problem's code, cell and words."""
    path = form.save(folder / "form.xlsx")
    with pytest.raises(DossierError) as caught:
        read_form(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [(p.code, str(p.path[0]) if p.path else "", str(p)) for p in caught.value.problems]


def rules(form: Form, sheet: str) -> dict[str, list[str]]:
    """The words of the drop-down of each cell."""
    found = {}
    for rule in form.book[sheet].data_validations.dataValidation:
        words = rule.formula1.strip('"').split(",")
        if "!" in rule.formula1:
            where, _, area = rule.formula1.rpartition("!")
            cells = form.book[where.strip("'")][area.replace("$", "")]
            words = [str(row[0].value) for row in cells]
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                found[f"{get_column_letter(column)}{row}"] = words
    return found


def park() -> Form:
    """A form with the least that is needed and one quantity."""
    return Form(PARK, _park())


@cache
def _park() -> bytes:
    form = Form(PARK)
    for key, value in (("name", "某园区"), ("period", "2024"), ("assessed_on", "2025-05-31"), ("own", "是"),
                       ("ground", "按标准管理")):
        form.basic(key, value)
    form.put("数据", LAND, "评价年", "42")
    form.put("数据", LAND, "单位（必填）", "km2")
    form.source("数据", LAND)
    out = io.BytesIO()
    form.book.save(out)
    return out.getvalue()


def project() -> Form:
    form = Form(PROJECT)
    for key, value in (("name", "某项目"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "在云南省")):
        form.basic(key, value)
    return form


LAND, AREA, ENERGY = "工业用地面积", "园区总面积", "综合能耗总量"
EVENTS, CHAIN = "清单3 突发环境事件", "清单1 建设规划实施后新增的生态工业链项目"
DISCLOSED = "已公开环境信息的重点企业数"


def land(form: Form, value: Any, style: str | None = None) -> str:
    return form.put("数据", LAND, "评价年", value, style)


def listed(form: Form, **head: str) -> None:
    for name, value in {"year": "2024", "place": "表3", "words": "见表3", **head}.items():
        form.head(EVENTS, name, value)


def entry(form: Form, heading: str, value: Any) -> str:
    listed(form)
    return form.put(EVENTS, form.columns(EVENTS)[0] + 1, heading, value)


def fact(heading: str, value: Any, label: str = "是否位于京津冀地区") -> Callable[[Form], str]:
    def change(form: Form) -> str:
        form.put("情况", label, "填写内容", "是")
        form.source("情况", label)
        return form.put("情况", label, heading, value)
    return change


def chosen(form: Form) -> str:
    row = form.row_of("选用指标", f"{PARK.upper()}.2")
    form.put("选用指标", f"{PARK.upper()}.1", "是否选用", "是")
    return f"选用指标!{form.cell('选用指标', row, '是否选用').coordinate}"
