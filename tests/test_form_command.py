"""A form by the command, and through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from bad.command import refused, run
from conftest import ROOT
from filled_forms import PARK, PROJECT, PROJECT_DATA, YEARS, land, park, park_data, read_back, rules, verdict
from forms import Form, filled

from checker.errors import DossierError
from checker.forms.blank import blank_form
from checker.forms.filled import read_form
from checker.ruleset.loading import load
from checker.sheets.spreadsheet import sheets_of

# -- the command --


def test_the_command_writes_a_form_and_reads_it_back(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    said = run("form", PARK, "--period", "2024", "-o", path)
    assert said.status == 0
    assert f"空白材料表 → {path}：" in said.err
    assert f"38 项数据、3 项情况、4 份清单。填好后运行 checker check {path}。" in said.err
    assert path.read_bytes() == blank_form(load(PARK), YEARS)
    assert run("form", PARK, "--period", "2024", "-o", path).status == 0, "the same form may be written again"
    filled(PARK, park_data()).save(path)
    refused(run("form", PARK, "--period", "2024", "-o", path), 2, "form.exists", "已经存在，可能是填过的表，不覆盖它")
    refused(run("form", PARK, "--confirm", PARK, "-o", path), 2, "form.which", "三者写且只写一个")
    refused(run("form", PARK, "-o", tmp_path / "form.pdf"), 2, "form.suffix", "请改用 .xlsx")
    refused(run("form", "nobody", "-o", tmp_path / "other.xlsx"), 2, "ruleset.not_found", "nobody")


@pytest.mark.parametrize("name", [PROJECT, pytest.param(PARK, marks=pytest.mark.whole)])
def test_a_verdict_of_a_form_is_the_same_to_the_byte_and_holds_the_form(name: str, tmp_path: Path) -> None:
    import pikepdf

    path = filled(name, park_data() if name == PARK else PROJECT_DATA).save(tmp_path / "form.xlsx")
    for target in ("a.pdf", "b.pdf"):
        assert run("check", path, "-o", tmp_path / target).status == (0 if name == PARK else 3)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with pikepdf.open(tmp_path / "a.pdf") as page:
        assert page.attachments["submitted.xlsx"].get_file().read_bytes() == path.read_bytes()


@pytest.mark.parametrize("suffix", [".xls", ".et", ".XLS"])
def test_an_old_workbook_is_answered_with_what_to_save_it_as(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"form{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    refused(run("check", path), 4, "form.old_format", "用 WPS 或 Excel 另存为 .xlsx 后再试", path)


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    refused(run("check", tmp_path / "other.xlsx"), 4, "form.not_a_form", "不是申报材料表，或表名被改过", tmp_path / "other.xlsx")
    form = park()
    form.put("基本情况", "规则集", "填写内容", "hj-nowhere")
    refused(run("check", form.save(tmp_path / "x.xlsx")), 4, "form.unknown_ruleset", "没有安装规则集“hj-nowhere”")


def test_a_form_of_a_ruleset_in_a_folder_is_read_with_that(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(ROOT / "rulesets" / PARK, folder)
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(text.replace(f"id: {PARK}", "id: mine", 1), encoding="utf-8")
    form = Form(str(folder))
    for key, value in (("name", "某园区"), ("period", "2024"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "试")):
        form.basic(key, value)
    path = form.save(tmp_path / "form.xlsx")
    assert run("check", path).status == 4
    assert run("check", path, "--ruleset", folder).status == 3


# -- LibreOffice --


def office(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: nobody has tried whether it harms a form")
    out = folder / kind
    out.mkdir(exist_ok=True)
    subprocess.run([program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
                    "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{kind}"


@pytest.mark.whole
def test_libreoffice_does_a_filled_form_no_harm(tmp_path: Path) -> None:
    path = filled(PROJECT, PROJECT_DATA).save(tmp_path / "form.xlsx")
    saved = office(path, "xlsx", tmp_path)
    assert saved.read_bytes() != path.read_bytes()
    assert read_form(saved).dossier == read_form(path).dossier


@pytest.mark.whole
@pytest.mark.parametrize("name", [PARK, "green-park-2016", PROJECT, "admission-fuzhou-2024"])
def test_libreoffice_keeps_a_blank_form_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(blank_form(load(name), YEARS))
    saved = office(path, "xlsx", tmp_path)
    one, other = (sheets_of(p.read_bytes(), "form.xlsx", DossierError, computed=True) for p in (path, saved))
    assert {n: s.cells for n, s in one.items()} == {n: s.cells for n, s in other.items()}
    form = Form(name, saved.read_bytes())
    assert rules(form, "数据").keys() == rules(Form(name), "数据").keys() if form.ruleset.model.quantities else True
    assert "选项" not in form.book.sheetnames or form.book["选项"].sheet_state == "hidden"


@pytest.mark.whole
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_form_that_was_edited_and_saved_by_libreoffice_reads_the_same(kind: str, tmp_path: Path) -> None:
    form = filled(PARK, park_data())
    land(form, "=84/2")
    form.put("自报值", f"{PARK.upper()}.20", "数值", 1, "0%")
    path = form.save(tmp_path / "form.xlsx")
    saved = office(path, kind, tmp_path)
    if kind == "ods":
        saved = office(saved, "xlsx", tmp_path)
    found = read_form(saved)
    land(form, "42")
    form.put("自报值", f"{PARK.upper()}.20", "数值", "100%")
    assert found.dossier == read_back(form, tmp_path).dossier
    assert verdict(found, PARK).outcome == "met"
