"""Rules that give themselves out for ours, what local provisions loosened, and what a status leaves open."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pages
import pytest
from bad.command import run, says
from conftest import ROOT, sample_data
from pages import PARK, PROJECT, page, rules_of, set_once  # noqa: F401 - a fixture
from plain_pages import DAY, ITEMS, TINY, machine, recorded, tiny, unpacked
from verified_pages import codes, limit, verified, words

from checker.capsule.issue import unregistered
from checker.capsule.unpacking import CapsuleVerdict
from checker.errors import CheckerError, Problem
from checker.exits import Exit
from checker.messages import CATALOGUE, text
from checker.reporting.document import document
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load
from checker.sealing.found_seals import Review
from checker.sentence import Told
from checker.verifying.answers import Answer
from checker.verifying.origin import Trust
from checker.verifying.posing import namesake, poses_as
from checker.verifying.provisions import loosened, provisions
from checker.verifying.remarks import remarks

NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
OTHER = {"id": "elsewhere", "document": "某部〔2019〕7号", "title": "另一部标准"}


def with_other_items(data: dict[str, object], family: str) -> dict[str, object]:
    return json.loads(json.dumps(data).replace("HJ274-2015.", f"{family}."))  # type: ignore[no-any-return]


def posing(family: str = "XX-2019", **names: str) -> Ruleset:
    return from_data(with_other_items({**rules_of("hj274-2015"), **OTHER, **names}, family))


@pytest.mark.parametrize(("names", "family", "by"), [
    ({"document": "HJ 274—2015"}, "XX-2019", "document"), ({"document": "ＨＪ２７４－２０１５"}, "XX-2019", "document"),
    ({"document": "НJ 274-2015"}, "XX-2019", "document"), ({"document": "HJ274‑2О15"}, "XX-2019", "document"),
    ({"document": "HJ\u200b 274\u00a0-2015"}, "XX-2019", "document"),
    ({"title": "国家生态工业 示范园区标准", "document": "HJ 274—2015"}, "XX-2019", "title"),
    ({"title": "《国家生态工业示范园区标准》"}, "HJ274-2015", "title"),
    ({"id": "hj274-2o15"}, "XX-2019", "id"), ({}, "HJ274-2015", "items"), ({}, "HJ274-2O15", "items"),
])
def test_what_looks_like_a_ruleset_of_ours_poses_as_it(names: dict[str, str], family: str, by: str) -> None:
    found = poses_as(posing(family, **names))
    assert found is not None
    assert (found[0].id, by in found[1]) == ("hj274-2015", True)


def test_another_document_is_only_unknown() -> None:
    assert poses_as(posing()) is None
    assert namesake(posing()) is None


@pytest.mark.parametrize("title", ["国家生态工业示范园区标准", "国家生态工业 示范园区标准", "《国家生态工业示范园区标准》"])
def test_the_same_title_alone_is_another_edition_and_no_posing(title: str) -> None:
    other = posing(title=title)
    assert poses_as(other) is None
    found = namesake(other)
    assert found is not None
    assert found.id == "hj274-2015"


@pytest.mark.parametrize(("names", "by", "same_title"), [
    ({}, None, False), ({"document": "Т 1—2O16"}, ["document"], False), ({"title": "旧的 标准"}, None, True),
    ({"document": "T1-2016", "title": "《旧的标准》"}, ["document", "title"], False), ({"id": "tlny"}, ["id"], False),
    ({"id": "ti-ny", "title": "旧的标准"}, ["id", "title"], False), ({"id": "tin", "document": "T 1", "title": "旧标准"}, None, False)])
@pytest.mark.parametrize("short", [False, True])
def test_what_looks_alike_in_four_letters_is_no_chance(
        names: dict[str, str], by: list[str] | None, same_title: bool, short: bool) -> None:
    own = {"id": "tin", "document": "T 1", "title": "旧标准"} if short else {"title": "旧的标准"}
    others = json.loads(json.dumps({**TINY, "document": "某文", "title": "另一部标准"}).replace("T.", "X."))
    theirs = from_data({**others, "id": "elsewhere", **names})
    with machine([from_data({**TINY, **own})]):
        found = poses_as(theirs)
        assert (found and found[1]) == (None if short else by)
        assert (namesake(theirs) is not None) is (same_title and not short)


def renamed(raw: str) -> str:
    return raw.replace("AYN-2024.", "XX-2019.").replace("ruleset: admission-yunnan", "ruleset: elsewhere")


def test_a_page_by_another_edition_of_the_same_title_is_told_whose_number_it_is_not() -> None:
    ours = rules_of("admission-yunnan")
    other = json.loads(json.dumps({**ours, **OTHER, "title": ours["title"]}).replace("AYN-2024.", "XX-2019."))
    found = verified(document([pages.record(PROJECT, from_data(other), renamed)]).pdf)
    assert (found.status, found.exit) == ("identical", Exit.MET)
    assert codes(found, "ruleset") == ["known.stranger", "known.namesake"]
    assert f"它的名称与本程序收录的 admission-yunnan（{ours['document']}）相同，文号、编号和条目都不同" in words(found)
    assert [one.code for one in found.but] == ["but.unproven", "but.stranger"]


@pytest.mark.parametrize(("code", "word"), [("likeness.id", "编号"), ("likeness.document", "文号"),
                                            ("likeness.title", "名称"), ("likeness.items", "条目编号")])
def test_each_likeness_has_its_word(code: str, word: str) -> None:
    found = poses_as(from_data({**rules_of("hj274-2015"), "id": "hj274-2o15"}))
    assert found is not None
    assert code.removeprefix("likeness.") in found[1]
    assert text(code) == word


def test_a_look_alike_is_different_and_an_honest_stranger_is_not() -> None:
    data = rules_of("admission-yunnan")
    limit(data)
    document_ = "《产业结构调整指导目录(2024年本)》等文件的条文汇编"
    assert document_ != data["document"]
    ruleset = from_data({**data, "id": "admission-yunnan-rev", "document": document_})
    found = verified(document([pages.record(
        PROJECT, ruleset, lambda raw: raw.replace("ruleset: admission-yunnan", "ruleset: admission-yunnan-rev"))]).pdf)
    assert (found.status, codes(found, "ruleset")[0]) == ("different", "known.posing")
    assert "文号、名称、条目编号看上去相同" in words(found)


def test_what_was_loosened_stands_first_however_much_is_changed_around_it() -> None:
    data = rules_of("admission-yunnan")
    limit(data)
    for indicator in data["indicators"]:
        indicator["source"]["place"] += "（转引）"
    found = verified(document([pages.record(PROJECT, from_data(data))]).pdf)
    changes = [str(one) for one in found.answer("ruleset").said if one.code == "known.change"]
    assert "限值放宽" in changes[0]
    assert "known.more" in codes(found, "ruleset")


def test_an_unknown_ruleset_is_named_in_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page(pages.SMALL))
    said = run("verify", tmp_path / "a.pdf")
    assert said.out.splitlines()[0].startswith("√ 与重算一致，由谁出具未证明，规则集 tiny 未收录")


def test_identical_never_stands_without_who_made_it_is_not_proven(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page(PROJECT))
    for asked in (tmp_path / "a.pdf", tmp_path):
        said = run("verify", asked)
        assert said.status == Exit.MET
        lines = [line for line in said.out.splitlines() if "与重算一致" in line]
        assert lines
        assert all("与重算一致，由谁出具未证明" in line for line in lines)


@pytest.mark.whole
def test_what_local_provisions_loosened_is_told_in_full_and_in_a_list(tmp_path: Path) -> None:
    state = run("doctor").out
    digest = next(line.split()[-1] for line in state.splitlines() if "rulesets/hj274-2015" in line)
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(f"""schema: overlay/1
id: made-up-local
title: 虚构市补充规定
issuer: 虚构市某局
document: 虚构〔2024〕1号
base: {{ruleset: hj274-2015, digest: "{digest}"}}
in_force: {{from: 2020-01-01, seen: official}}
waive:
  - {{item: HJ274-2015.25, not_required: true, authority: 虚构某局, reason: 虚构的理由, until: 2099-12-31}}
corrected:
  - {{item: HJ274-2015.11, limit: {{at_most: 99999}}, document: HJ 274-2015, edition: "2015", place: 表1, by: 虚构某人, on: 2022-01-01, digest: "{'a' * 64}"}}
confirmed:
  - {{items: [HJ274-2015.1, HJ274-2015.2], document: HJ 274-2015, edition: "2015", by: 虚构某人, on: 2022-01-01, digest: "{'a' * 64}"}}
""", encoding="utf-8")
    made = run("check", ROOT / f"samples/{PARK}.yaml", "--overlay", overlay, "-o", tmp_path / "a.pdf")
    assert made.status in (Exit.MET, Exit.UNMET, Exit.UNDETERMINED), made.err
    for asked in (tmp_path / "a.pdf", tmp_path):
        said = run("verify", asked).out
        assert "放宽 序号 25：由“" in said
        assert "”改为“不要求”，虚构某局，没有写文件，至 2099-12-31，理由：虚构的理由" in said
        assert "更正 序号 11：由“≤0.5”改为“≤99999”，虚构某人称与 HJ 274-2015（2015） 核对，2022-01-01" in said
        assert "确认 序号 1、2（共 2 项）：虚构某人称" in said
        assert "更正了序号 11 的限值（虚构某人）" in said


HEAD = """schema: overlay/1
id: {id}
title: {title}
issuer: 虚构市某局
document: 虚构〔2024〕1号
base: {{ruleset: hj274-2015, digest: "{digest}"}}
in_force: {{from: 2020-01-01, until: {until}, seen: official}}
made_up: true
"""
LOCAL = """tighten:
  - {item: HJ274-2015.11, limit: {at_most: 0.4}, reason: 虚构的理由甲, place: 第二条}
waive:
  - {item: HJ274-2015.25, not_required: true, authority: 虚构某局, reason: 虚构的理由乙, until: 2099-12-31}
  - {item: HJ274-2015.32, limit: {at_least: 1}, authority: 虚构市府, document: 虚构〔2020〕2号, reason: 虚构的理由丙, until: 2020-12-31}
adopt:
  - {item: HJ274-2015.29, reading: built_up_area, authority: 虚构某局, document: 虚构〔2020〕3号, on: 2020-01-01}
confirmed:
  - {items: [ITEMS], document: HJ 274-2015, edition: "2015", by: 虚构某人, on: 2022-01-01, digest: "DIGEST"}
add:
  indicators:
    - {id: LOCAL-2020.1, label: 虚构的地方指标, label_en: made up, category: 地方指标, unit: 亿元/km2, value: industrial_output / industrial_land, limit: {at_least: 25}, source: {place: 第五条, name: source, limit: source, formula: source}}
  requirements:
    - {id: local, label: 虚构的地方指标, all_of: [LOCAL-2020.1], source: {place: 第五条, group: source}}
"""


@pytest.mark.whole
def test_every_kind_of_local_provision_is_told_with_what_it_rests_on(tmp_path: Path) -> None:
    items = ", ".join(f"HJ274-2015.{number}" for number in range(1, 25) if number not in (11, 14))
    local = LOCAL.replace("ITEMS", items).replace("DIGEST", "a" * 64)
    for name, until, more in (("local", "2099-12-31", local), ("over", "2020-12-31", LOCAL.partition("waive:")[0])):
        (tmp_path / f"{name}.yaml").write_text(
            HEAD.format(
                id=f"made-up-{name}", title=f"虚构规定{name}", until=until, digest=load("hj274-2015").digest,
            ) + more, encoding="utf-8")
    made = run("check", ROOT / f"samples/{PARK}.yaml", "--overlay", tmp_path / "local.yaml", "--overlay",
               tmp_path / "over.yaml", "-o", tmp_path / "a.pdf")
    assert made.status in (Exit.MET, Exit.UNMET, Exit.UNDETERMINED), made.err
    found = verified((tmp_path / "a.pdf").read_bytes())
    for code, said in (
            ("provision.overlay", "用了补充规定《虚构规定local》"), ("provision.unused", "《虚构规定over》（虚构市某局 虚构〔2024〕1号）在评价日期不施行"),
            ("provision.tightened", "加严 序号 11：由“≤0.5”改为“≤0.4”"), ("provision.waived", "放宽 序号 25"),
            ("provision.waiver_expired", "豁免已到期、没有采用 序号 32：虚构市府"),
            ("provision.adopted", "采用理解方案 序号 29"), ("provision.confirmed", "（共 22 项）：虚构某人称"),
            ("provision.added", "新增 ")):
        assert code in codes(found, "ruleset"), words(found)
        assert said in words(found)
    for code, said in (("provision.until", "，至 2099-12-31"), ("provision.on", "，2022-01-01"),
                       ("provision.reason", "，理由：虚构的理由甲"), ("provision.copy", f"，所用副本 SHA-256 {'a' * 64}"),
                       ("provision.no_document", "没有写文件"), ("provision.not_required", "改为“不要求”"),
                       ("provision.and_more", "等，另有 2 项")):
        assert CATALOGUE[code].partition("{")[0] in said
        assert said in words(found)
    said = "；".join(map(str, found.remarks))
    for code, due in (("remark.waived", "放宽了序号 25（虚构某局）"), ("remark.confirmed", "确认了 22 项限值（虚构某人）")):
        assert code in [one.code for one in found.remarks]
        assert due in said


WAIVED: dict[str, Any] = {"not_required": True, "authority": "虚构甲局", "reason": "虚构的理由"}
COPY = {"document": "T 1-2016", "edition": "2016", "by": "虚构某人", "on": "2022-01-01", "digest": "a" * 64}
SOURCE = {"place": "第五条", "name": "source", "limit": "source", "formula": "source"}
# Each kind of provision on an item of its own, in an order in which none is told.
EACH: dict[str, Any] = {
    "add": {"indicators": [{**ITEMS[0], "id": "L.1", "label": "虚构的指标", "source": SOURCE}],
            "requirements": [{"id": "local", "label": "地方", "all_of": ["L.1"], "source": {"group": "source"}}]},
    "tighten": [{"item": "T.1", "limit": {"at_least": 16}, "reason": "虚构的理由"}],
    "adopt": [{"item": "T.6", "reading": "one", "authority": "虚构乙局"}],
    "confirmed": [{"items": ["T.2"], **COPY}],
    "corrected": [{"item": "T.3", "limit": {"at_least": 29}, "place": "表1", **COPY}],
    "waive": [{"item": "T.4", **WAIVED, "until": "2099-12-31"}, {"item": "T.5", **WAIVED, "until": "2020-12-31"}]}


def under(**provided: Any) -> CapsuleVerdict:
    """A verdict by a ruleset of six made-up items under made-up provisions."""
    readings = {"one": {"label": "甲方案"}, "two": {"label": "乙方案"}}
    more = [{**ITEMS[0], "id": f"T.{number}", "label": f"产值{number}"} for number in (4, 5, 6)]
    base = from_data({**TINY, "indicators": [*ITEMS, *more[:2], {**more[2], "readings": readings}]})
    overlay = overlay_from({
        "schema": "overlay/1", "id": "local", "title": "虚构规定", "issuer": "虚构局", "document": "虚构〔2024〕1号", "made_up": True,
        "base": {"ruleset": "tiny", "digest": base.digest}, "in_force": {"from": "2020-01-01", "seen": "official"}, **provided})
    return CapsuleVerdict("", base, amended(base, overlay, DAY), (overlay,), False, {})


def test_what_lets_more_through_is_told_before_all_other_changes_each_by_its_authority() -> None:
    told = provisions([under(**EACH)])
    assert [(one.code.removeprefix("provision."), one.params.get("authority")) for one in told] == [
        ("overlay", None), ("waived", "虚构甲局"), ("corrected", "虚构某人"), ("confirmed", "虚构某人"), ("adopted", "虚构乙局"),
        ("tightened", "虚构局"), ("added", "虚构局"), ("waiver_expired", "虚构甲局")]
    assert [(one.params["before"], one.params["after"]) for one in told[1:]] == [
        ("≥15", "不要求"), ("≥30", "≥29"), ("—", "—"), ("—", "甲方案"), ("≥15", "≥16"), ("—", "—"), ("—", "—")]
    assert [str(one) for one in loosened([under(**EACH)])] == [
        "确认了 1 项限值（虚构某人）", "更正了序号 3 的限值（虚构某人）", "放宽了序号 4（虚构甲局）"]


@pytest.mark.parametrize("kind", EACH)
def test_what_of_a_provision_alone_lets_more_through_stands_in_a_list(kind: str) -> None:
    part = under(**{kind: EACH[kind]})
    loosening = {"waive": "remark.waived", "corrected": "remark.corrected", "confirmed": "remark.confirmed"}
    assert [one.code for one in loosened([part])] == [code for name, code in loosening.items() if name == kind]
    assert len(provisions([part])) == (3 if kind == "waive" else 2)


@pytest.mark.parametrize(("number", "ground", "said"), [
    (None, {}, []), (None, {"register": object()}, ["remark.not_in_register"]),
    (None, {"register": object(), "faults": [Problem("register.head")]}, []),
    ("KM-2026-0001", {}, ["remark.not_looked_up"]), ("KM-2026-0001", {"register": object()}, ["remark.superseded"]),
    ("KM-2026-0001", {"register": object(), "faults": [Problem("register.head")]}, ["remark.not_looked_up"])])
def test_a_list_says_whether_a_number_was_looked_up_and_what_took_its_place(
        number: str | None, ground: Mapping[str, Any], said: list[str]) -> None:
    record = recorded()
    issue = unregistered([record]).model_copy(update={"number": number})
    shown = Answer("origin", "yes", [Told("origin.superseded", {"number": "KM-2026-0002"})])
    with machine([tiny()]):
        found = remarks(replace(unpacked([record]), issue=issue), Review([], []), shown, Trust(NOW, **ground))
    assert [one.code for one in found] == said
    assert [one.params for one in found if one.code == "remark.superseded"] == [{"number": "KM-2026-0002"}] * said.count("remark.superseded")


@pytest.mark.parametrize(("behind", "code", "head"), [
    (b"\n", "sealing.blanks", "page.trailing"), (b" \r\n\0", "sealing.blanks", "page.trailing"),
    (b"% a note\n", "sealing.idle", "page.trailing"), (b"\n1 0 obj\n<<>>\nendobj\n", "sealing.foreign", "page.appended")])
def test_a_harmless_appended_byte_has_its_own_words(behind: bytes, code: str, head: str) -> None:
    found = verified(page(PROJECT) + behind)
    assert found.status == "different"
    assert codes(found, "page")[:2] == [head, code]


def test_to_select_nothing_is_an_error() -> None:
    from conftest import judged

    data = sample_data(PARK)
    data["selected"] = []
    with pytest.raises(CheckerError) as raised:
        judged(data)
    assert says(str(raised.value), "selected.empty", "一个指标也没有列出")
