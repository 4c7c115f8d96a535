"""The letter to whoever handed a dossier in: as a document, as a sheet, with what is doubtful in it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
from asked import PROJECT, filled, judged, project, refused, sheet_of, submitted, taken_in
from bad.command import run, says
from test_asking import GOOD

from checker.asking.covering_letter import to_be_checked
from checker.asking.letter_document import letter_document
from checker.asking.question_sheet import QuestionSheet


def test_the_letter_as_a_document_asks_the_same_and_says_that_nothing_is_read_from_it() -> None:
    submission = submitted(project())
    sheet = QuestionSheet(judged(submission))
    raw = letter_document(sheet)
    assert raw == letter_document(QuestionSheet(judged(submission)))
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(raw)).infolist()} == {(2025, 6, 30, 0, 0, 0)}
    drawn = docx.Document(io.BytesIO(raw))
    [table] = drawn.tables
    assert [[cell.text for cell in row.cells][:2] for row in table.rows][1:] == [
        [str(number), row.asked] for number, (row, _) in enumerate(sheet.questions, 1)]
    category = [cell.text for cell in table.rows[2].cells]
    assert "淘汰类" in category[6]
    assert category[7].startswith("1 淘汰类（")
    assert category[8] == "材料里没有可用的填报。序号 1、2 只缺这一项。"
    said = "\n".join(paragraph.text for paragraph in drawn.paragraphs)
    assert "有 3 个问题的答复会影响结论" in said
    assert "程序只读征询表，本件只供阅读和打印" in said
    upright, across = drawn.sections
    assert [round(page.page_width.mm) for page in (upright, across) if page.page_width] == [210, 297]
    assert upright.header.paragraphs[0].text == "事由：“虚构薄膜改扩建项目”按《云南省产业园区项目禁入条目（汇编）》核验"
    assert any("这不是一份征询表" in one for one in refused(lambda: taken_in(submission, raw)))


SQUARE_METRES: dict[str, Any] = {
    **PROJECT, "against": [{"ruleset": "admission-kunming-etdz-2023", "own": True, "ground": "虚构"}],
    "attributes": {"industry_code": PROJECT["attributes"]["industry_code"]},
    "observations": [{"quantity": "land_area", "value": "110平方米", "source": {"place": "协议", "words": "110平方米"}}]}


def test_a_letter_tells_what_is_doubtful_in_what_was_handed_in() -> None:
    """Made up: land in square metres that were meant to be mu."""
    sheet = QuestionSheet(judged(submitted(SQUARE_METRES)))
    [[doubt]] = sheet.doubts().values()
    assert doubt.startswith("【疑问】用地面积为 0.165 亩")
    letter = lines_of(sheet)
    assert letter[letter.index("材料里有 1 处请核对（不影响判定）；写错了的，请写明对的数和出处：") + 1] == f"· {doubt}"
    drawn = docx.Document(io.BytesIO(letter_document(sheet)))
    assert f"· {doubt}" in [paragraph.text for paragraph in drawn.paragraphs]
    # Whatever it bears on: it can be put right in its row.
    assert "quantity" in [fact.datum.kind for fact, _ in sheet.facts]
    clean = QuestionSheet(judged(submitted(project())))
    assert clean.doubts() == {}
    assert not any("请核对（不影响判定）" in line for line in lines_of(clean))


def test_a_letter_says_where_nothing_is_asked_and_where_nothing_is_known() -> None:
    submission = submitted(project())
    answered = QuestionSheet(judged(taken_in(submission, filled(sheet_of(submission), GOOD))))
    drawn = docx.Document(io.BytesIO(letter_document(answered)))
    assert (drawn.tables, len(drawn.sections)) == ([], 1)
    assert any("没有哪个问题的答复会改变这个结论" in one.text for one in drawn.paragraphs), [one.text for one in drawn.paragraphs]
    bare = QuestionSheet(judged(submitted({**project(), "attributes": {}})))
    assert (bare.facts, bool(bare.questions)) == ([], True)
    said = [one.text for one in docx.Document(io.BytesIO(letter_document(bare))).paragraphs]
    assert not any("已知情况" in one for one in said)


def test_of_very_many_doubts_a_letter_names_the_first_and_how_many_there_are() -> None:
    doubts = [f"虚构的疑问{number}" for number in range(14)]
    said = list(to_be_checked([doubts[:5], doubts[5:]]))
    assert [line for line in said if line.startswith("· ")] == [f"· {doubt}" for doubt in doubts[:12]] + [said[-1]]
    assert says(said[-1], "ask.letter.more_doubts", "2")


def lines_of(sheet: QuestionSheet) -> list[str]:
    """The letter as it stands in the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(sheet.workbook()))
    return [str(value) for [value] in book.worksheets[0].iter_rows(max_col=1, values_only=True)]


def test_a_dossier_gets_its_sheet_and_its_letter_in_one_call(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps(project()), encoding="utf-8")
    said = run("ask", tmp_path / "p.json", "-o", tmp_path / "a.xlsx", "-o", tmp_path / "a.docx")
    assert said.status == 0, said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.xlsx", "p.json"]
    assert says(said.err, "ask.letter_written", "只供阅读和打印")
    assert says(said.err, "ask.written", "3 个问题")
