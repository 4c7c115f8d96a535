"""A policy's workbook before the browser: its faults, its rules, the projects it is tried on, its place among the own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from bad.command import run, says
from test_web_people import Told
from typed_policies import POLICIES, typed
from typing_in import PolicyBook, made_up
from web_client import Browser, browser, office_in, said

from checker.exits import Exit
from checker.files.canonical import digest
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.ruleset.own_folders import name_folders
from checker.services import placing_rulesets
from checker.services.trying_policy import AIMS, TriedProject, tried
from checker.typed.policy_folder import CASES, policy_files
from checker.typed.policy_projects import ProjectFacts
from checker.typed.typed_policy import TypedPolicy, typed_policy
from checker.web import policy_page
from checker.web.doorkeeping import Letting, Visitor

BOOK, ID = "办法.xlsx", "made-up-typed"
HERE = f"/policy/book/准入办法/{BOOK}"


@cache
def _good() -> bytes:
    return made_up().stored()


@cache
def workbook() -> bytes:
    return PolicyBook(_good()).raw()


# What a workbook comes to, and what its rules come to when they are tried: once for all tests.
_READ = cache(typed_policy)
_TRIED: dict[str, list[TriedProject]] = {}


def _tried(ruleset: Ruleset) -> list[TriedProject]:
    if ruleset.digest not in _TRIED:
        _TRIED[ruleset.digest] = tried(ruleset)
    return _TRIED[ruleset.digest]


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_page, "typed_policy", _READ)
    monkeypatch.setattr(policy_page, "tried", _tried)


def changed(change: Callable[[PolicyBook], object]) -> bytes:
    book = PolicyBook(_good())
    change(book)
    return book.raw()


@cache
def stricter() -> bytes:
    return changed(lambda book: book.put("门槛表", 4, "投资强度", 460))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """An office's folder with a register, and a folder of own rulesets beside it in which there are none."""
    (tmp_path / "own").mkdir()
    (tmp_path / "served").mkdir()
    name_folders([tmp_path / "own"])
    yield office_in(tmp_path / "served")
    name_folders(())


@pytest.fixture
def visitor(office: Path) -> Iterator[Browser]:
    with browser(office, at_once=True) as found:
        yield found


def drop(visitor: Browser, raw: bytes, name: str = BOOK) -> Any:
    return visitor.send("/policy", files=[("file", (name, raw))])


def words(answer: Any) -> str:
    return said(answer.text)


def test_the_page_of_rulesets_leads_to_the_blank_workbook_that_the_command_writes(visitor: Browser, tmp_path: Path) -> None:
    assert 'href="/policy"' in visitor.page("/rules")
    assert 'href="/policy/blank"' in visitor.page("/policy")
    given = visitor.get("/policy/blank")
    assert run("policy", "new", "-o", tmp_path / "a.xlsx").status == Exit.MET
    assert given.content == (tmp_path / "a.xlsx").read_bytes()
    assert quote("准入办法.xlsx") in given.headers["content-disposition"]


def test_every_fault_is_told_by_sheet_and_cell_as_the_command_tells_it(visitor: Browser, tmp_path: Path) -> None:
    def wrong(book: PolicyBook) -> None:
        book.put("门槛表", 5, "投资强度", "约350")
        book.document(从哪一天起施行="某日")

    raw = changed(wrong)
    answer = drop(visitor, raw)
    assert answer.status_code == 200
    (tmp_path / BOOK).write_bytes(raw)
    told = run("policy", "build", tmp_path / BOOK, "-o", tmp_path / ID).errors
    assert len(told) == 2
    for line in told:
        assert line.rpartition(f"{BOOK} ")[2] in words(answer)
    assert "“门槛表”页 H5 格" in words(answer)
    assert "/policy/file/zip" not in answer.text
    assert "虚构项目" not in words(answer)
    assert visitor.get(f"/policy/file/zip/准入办法/{BOOK}").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("name", "raw"), [("a.pdf", b"%PDF"), ("a.xlsx", b"nothing"), ("a.txt", "办法".encode())])
def test_what_is_no_workbook_is_refused_in_words(visitor: Browser, name: str, raw: bytes) -> None:
    answer = drop(visitor, raw, name)
    assert answer.status_code == 200
    assert "有错" in words(answer)
    assert "Traceback" not in answer.text


def test_a_filled_workbook_shows_its_rules_and_three_made_up_projects(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = drop(visitor, workbook())
    shown = words(answer)
    assert unescape(str(answer.url)).endswith(quote(HERE))
    for clause in ("投资强度", "≥450", "第三条第一项", "重大项目一事一议。"):
        assert clause in shown
    parts = re.split("虚构项目[一二三]：", shown)[1:]
    assert [part.split()[0] for part in parts] == ["每一条都达到", "差一步", "缺一项数据"]
    assert all("本项目数据系虚构" in part for part in parts)
    for part, outcome in zip(parts, ("√ 符合准入条件", "× 不符合准入条件", "？ 无法判定"), strict=True):
        assert outcome in part
    assert "计划总投资：45100 万元 → 44900 万元" in parts[1]
    assert "投资强度 449 万元/亩" in parts[1]
    assert "达产年税收：4400 万元 → 没有填" in parts[2]
    monkeypatch.setattr(policy_page, "document", lambda records: SimpleNamespace(pdf=records[0].submission.file.raw))
    page = visitor.get(f"/policy/file/short.pdf/准入办法/{BOOK}")
    given = visitor.get(f"/policy/file/short.yaml/准入办法/{BOOK}")
    assert page.content == given.content
    assert b"made_up: true" in given.content
    for kind in ("short.exe", "other.pdf"):
        assert "没有这个页面" in words(visitor.get(f"/policy/file/{kind}/准入办法/{BOOK}"))
    assert f'href="{quote(HERE)}"' in visitor.page("/policy")
    assert f'href="{quote(HERE)}"' in visitor.page("/folder/准入办法")
    assert "/dossier/" not in visitor.page("/folder/准入办法")


def test_the_same_workbook_gives_the_same_package_and_it_holds_what_the_command_writes(
        visitor: Browser, tmp_path: Path) -> None:
    drop(visitor, workbook())
    once, again = (visitor.get(f"/policy/file/zip/准入办法/{BOOK}") for _ in range(2))
    assert once.content == again.content
    assert once.headers["content-disposition"].endswith(f"{ID}.zip")
    (tmp_path / BOOK).write_bytes(workbook())
    assert run("policy", "build", tmp_path / BOOK, "-o", tmp_path / ID).status == Exit.MET
    with zipfile.ZipFile(io.BytesIO(once.content)) as package:
        assert package.namelist() == [f"{ID}/CHANGELOG.md", f"{ID}/{CASES}", f"{ID}/ruleset.yaml"]
        assert all(package.read(name) == (tmp_path / name).read_bytes() for name in package.namelist())
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


# among the office's own


def test_a_ruleset_is_put_among_the_own_and_judges_as_the_preview_said(visitor: Browser, office: Path) -> None:
    preview = words(drop(visitor, workbook()))
    raw = visitor.get(f"/policy/file/short.yaml/准入办法/{BOOK}").content
    assert "own/made-up-typed" in preview
    assert not (office.parent / "own" / ID).exists()  # to look at it puts it nowhere
    answer = visitor.send(HERE)
    assert str(answer.url).endswith(f"/rules/{ID}?put=1")
    assert "已放进本单位的规则集文件夹" in words(answer)
    assert [path.name for path in (office.parent / "own").iterdir()] == [ID]
    assert load(ID).digest == _READ(workbook(), BOOK).ruleset.digest
    (office / "虚构.yaml").write_bytes(raw)
    assert "投资强度 449 万元/亩" in said(visitor.page("/dossier/虚构.yaml"))
    assert "已经有，与这个工作簿写出的相同" in said(visitor.page(HERE))
    assert ID in visitor.page("/rules")


def test_another_state_of_a_ruleset_gives_way_only_as_somebody_has_seen_it(visitor: Browser, office: Path) -> None:
    drop(visitor, workbook())
    visitor.send(HERE)
    place = office.parent / "own" / ID
    (place / "CHANGELOG.md").write_text("本单位写的\n", encoding="utf-8")
    drop(visitor, stricter())
    later = f"/policy/book/准入办法/{quote('办法(2).xlsx')}"
    shown = visitor.page(later)
    assert "≥450" in said(shown)
    assert "≥460" in said(shown)
    [seen] = re.findall(r'name="replace" value="([^"]+)"', shown)
    before = (place / "ruleset.yaml").read_bytes()
    for answer in (visitor.send(later), visitor.send(later, {"replace": digest(b"others")})):
        assert says(words(answer), "own.not_as_seen", ID)
        assert (place / "ruleset.yaml").read_bytes() == before
    assert "已放进" in words(visitor.send(later, {"replace": seen}))
    assert load(ID).digest == _READ(stricter(), "准入办法/办法(2).xlsx").ruleset.digest
    assert (place / "CHANGELOG.md").read_text(encoding="utf-8") == "本单位写的\n"
    assert says(words(visitor.send(HERE, {"replace": seen})), "own.not_as_seen", ID)  # seen long ago


def test_what_is_no_place_for_it_is_told_and_nothing_is_touched(visitor: Browser, office: Path) -> None:
    own = office.parent / "own"
    drop(visitor, workbook())
    drop(visitor, changed(lambda book: book.document(规则集编号="admission-yunnan")), "占用.xlsx")
    taken = HERE.replace(BOOK, "占用.xlsx")
    for told in (visitor.page(taken), visitor.send(taken).text):
        assert says(said(told), "own.id_taken", "admission-yunnan")
    (own / ID).mkdir()
    assert says(said(visitor.page(HERE)), "own.in_the_way", str(own / ID))
    assert says(words(visitor.send(HERE)), "own.in_the_way", str(own / ID))
    (own / ID / "ruleset.yaml").write_text("a: [", encoding="utf-8")  # a broken one may be replaced, once it was seen
    shown = visitor.page(HERE)
    assert "不是正确的 YAML" in said(shown)
    [seen] = re.findall(r'name="replace" value="([^"]+)"', shown)
    assert "已放进" in words(visitor.send(HERE, {"replace": seen}))
    name_folders(())
    assert "放进本单位的规则集" not in said(visitor.page(HERE))
    assert says(words(visitor.send(HERE)), "own.no_place", "请下载")


def test_only_who_may_make_rules_puts_one_among_the_own(office: Path) -> None:
    letting = Letting(header="x-remote-user", lawmakers=("张三",))
    with browser(office, let_in=False, letting=letting, at_once=True) as outside:
        other, lawmaker = Told(outside, "李四"), Told(outside, "张三")
        shown = words(drop(other, workbook()))
        assert says(shown, "own.not_allowed", "没有")
        assert "虚构项目一" in shown
        assert says(words(other.send(HERE)), "own.not_allowed", "没有")
        assert list((office.parent / "own").iterdir()) == []
        assert lawmaker.client.post(HERE, headers=lawmaker.who, data={"token": other.token()}).status_code == 403
        assert list((office.parent / "own").iterdir()) == []
        assert "已放进" in words(lawmaker.send(HERE))
    assert Letting().makes_rules(None)
    assert not letting.makes_rules(Visitor("s", name="张三"))  # who only says so


def test_a_folder_that_can_not_be_written_keeps_nothing_of_it(
        visitor: Browser, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(visitor, workbook())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "")

    monkeypatch.setattr(placing_rulesets, "put", full)
    assert "磁盘" in words(visitor.send(HERE))
    assert list((office.parent / "own").iterdir()) == []


def test_a_confirmation_of_cases_that_no_longer_count_is_told_before_it_goes(visitor: Browser, office: Path) -> None:
    drop(visitor, workbook())
    visitor.send(HERE)
    cases = office.parent / "own" / ID / CASES
    cases.write_text(cases.read_text(encoding="utf-8").replace(
        "# confirmed: {by: 姓名, on: 2026-01-01}", "confirmed: {by: 某某, on: 2026-11-30}"), encoding="utf-8")
    assert "已经有，与这个工作簿写出的相同" in said(visitor.page(HERE))
    drop(visitor, stricter(), "新.xlsx")
    assert "核对不再算数" in said(visitor.page(HERE.replace(BOOK, "新.xlsx")))


# the projects

DUE = {"meets": {"met"}, "short": {"unmet", "review"}, "lacking": {"undetermined"}}
# In these some number wasn't read, whatever the project: nothing can meet all of it.
NONE = {"admission-land-2008", "admission-zhanjiang-2021"}


LONGER = {"admission-zhanjiang-2021", "admission-yunnan", "admission-fuzhou-2024"}


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.whole if name in LONGER else ()) for name in ["made_up", *POLICIES]])
def test_a_made_up_project_is_shown_only_for_what_judging_makes_of_it(name: str) -> None:
    ruleset = typed(name).ruleset
    found = tried(ruleset)
    assert [one.aim for one in found] == ([] if name in NONE else list(AIMS))
    for one in found:
        assert one.record.verdict.outcome in DUE[one.aim]
        assert one.record.submission.dossier.made_up
        assert one.record.base.digest == ruleset.digest
        differs = one.facts.otherwise(ruleset, found[0].facts)
        assert bool(differs) == (one is not found[0])
    if found:
        assert [after for _, _, after in found[2].facts.otherwise(ruleset, found[0].facts)] == ["没有填"]


def test_a_step_short_is_a_step_of_the_limit_and_turns_as_little_as_can_be() -> None:
    ruleset = typed("made_up").ruleset
    whole, short, _ = tried(ruleset)
    before = {found.item: found.outcome for found in whole.record.verdict.findings}
    assert [found.item for found in short.record.verdict.findings if found.outcome != before[found.item]] == ["MUT-2024.2"]
    assert short.facts.given["total_investment"] == 44900  # 449 万元/亩, where 450 is due


def test_without_floors_the_project_that_falls_short_touches_a_prohibition() -> None:
    ruleset = typed("admission-qingyuan-2024").ruleset
    _, short, _ = tried(ruleset)
    assert all(after == "是" for _, _, after in short.facts.otherwise(ruleset, tried(ruleset)[0].facts))


def test_a_policy_that_no_made_up_project_meets_says_so(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(visitor, workbook())
    whole = tried(typed("made_up").ruleset)[:1]
    monkeypatch.setattr(policy_page, "tried", lambda _: [])
    assert "编不出一个每一条都达到的项目" in said(visitor.page(HERE))
    monkeypatch.setattr(policy_page, "tried", lambda _: whole)
    assert "没有列出的，照这些表编不出来" in said(visitor.page(HERE))


def test_a_project_that_contradicts_the_definitions_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    ruleset = typed("made_up").ruleset
    monkeypatch.setattr("checker.services.trying_policy.whole_projects",
                        lambda _: iter([ProjectFacts({"nature": "别的"}), ProjectFacts({})]))
    assert tried(ruleset) == []


def test_what_is_put_in_is_the_policy_alone(visitor: Browser) -> None:
    built: TypedPolicy = _READ(workbook(), BOOK)
    assert set(policy_files(built).content) == {"ruleset.yaml", "CHANGELOG.md", CASES}
    assert "Make a policy into a ruleset" in visitor.send("/language", {"language": "en", "back": "/policy"}).text
