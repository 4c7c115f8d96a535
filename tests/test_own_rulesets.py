"""An office's own rulesets: named once, found by their ids everywhere, never in another's place, never in silence."""

from __future__ import annotations

import datetime as dt
import os
import resource
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from bad.command import refused, run, says
from conftest import ROOT
from web_client import NOW, browser, office_in, said

from checker.assessment.assess import Terms, assess
from checker.errors import UsageError
from checker.exits import Exit
from checker.intake import received
from checker.register.entry import founded
from checker.register.founding import found
from checker.register.own_setting import rulesets_beside, set_rulesets
from checker.ruleset import loading
from checker.ruleset.loading import load_folder
from checker.ruleset.own_folders import folder_faults, name_folders, named_folders, own_places
from checker.services import verifying_files
from checker.verifying import remarks, standing
from checker.verifying.answers import _BUT
from checker.verifying.ours import here
from checker.web import crew
from checker.web.asked_table import AskedTable
from checker.web.workfolder import WorkFolder

DAY = dt.date(2026, 11, 28)
OWN, PROJECT = "made-up-scoring", "made-up-scored-project.yaml"
SHIPPED = "hj274-2015"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a made-up ruleset of its own, which the environment names, and the project's file beside it."""
    shutil.copytree(ROOT / "samples/rulesets" / OWN, tmp_path / "own" / OWN)
    shutil.copy(ROOT / "samples" / PROJECT, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHECKER_RULESETS", "own")
    monkeypatch.delenv("CHECKER_REGISTER", raising=False)
    name_folders(["own"])
    yield tmp_path
    name_folders(())


def rules(folder: Path, name: str = OWN) -> Path:
    return folder / "own" / name / "ruleset.yaml"


def loosened(file: Path) -> None:
    """The total that is due, five points less."""
    content = file.read_text(encoding="utf-8")
    assert "at_least: 60" in content
    file.write_text(content.replace("at_least: 60", "at_least: 55", 1), encoding="utf-8")


def broken(folder: Path, name: str = "broken-2024") -> str:
    (folder / "own" / name).mkdir()
    rules(folder, name).write_text("a: [", encoding="utf-8")
    return name


def test_an_own_ruleset_is_taken_by_its_id_wherever_an_installed_one_is(office: Path) -> None:
    table = "项目名称,行业代码,用地面积(亩),计划总投资(万元)\n甲（虚构）,2762,60,24000\n"
    (office / "表.csv").write_text(table, encoding="utf-8")
    open_ = Exit.UNDETERMINED
    for due, words in {
            open_: (("check", PROJECT), ("check", PROJECT, "--ruleset", OWN),
                    ("check", PROJECT, "--ruleset", OWN, "--format", "json")),
            Exit.MET: (("explain", PROJECT), ("what-if", PROJECT, "--set", "land_area=50亩"), ("rules", "show", OWN), ("rules", "lint", OWN),
                       ("rules", "test", OWN), ("rules", "diff", OWN, f"./own/{OWN}"), ("form", OWN, "-o", "f.xlsx"),
                       ("form", "--confirm", OWN, "-o", "c.xlsx"), ("rules", "export-cases", OWN, "-o", "cases"),
                       ("screen", "表.csv", "--ruleset", OWN, "-o", "out", "--jobs", 1, "--pdf", "none"))}.items():
        for call in words:
            assert (run(*call).status, call) == (due, call)
    assert run("policy", "export", OWN, "-o", "p.xlsx").status in (Exit.MET, Exit.USAGE, Exit.BAD_RULESET)
    assert run("check", "f.xlsx").status == Exit.BAD_DOSSIER  # an empty form of this ruleset, not one of no ruleset
    assert not says(run("check", "f.xlsx").err, "form.unknown_ruleset", OWN)


def test_an_own_ruleset_gives_the_same_verdict_by_its_id_as_by_its_folder(office: Path) -> None:
    one, other = (run("check", PROJECT, "--ruleset", name, "--format", "json").out for name in (OWN, f"./own/{OWN}"))
    assert one == other
    assert OWN in one


def test_the_list_says_which_rulesets_are_own_and_from_where(office: Path) -> None:
    said_ = run("rules", "list")
    assert said_.status == Exit.MET
    assert [line.split("\t")[-1] for line in said_.out.splitlines() if line.startswith(OWN)] == [f"本单位：{office / 'own'}"]
    assert all("本单位" not in line for line in said_.out.splitlines() if not line.startswith(OWN))
    assert str(office / "own" / OWN) in run("doctor").out


def test_a_broken_own_ruleset_is_told_and_costs_no_other(office: Path) -> None:
    name = broken(office)
    listed = run("rules", "list")
    assert listed.status == Exit.BAD_RULESET
    assert {SHIPPED, OWN} <= {line.split("\t")[0] for line in listed.out.splitlines()}
    assert str(rules(office, name)) in listed.err
    assert run("check", PROJECT).status == Exit.UNDETERMINED
    assert run("rules", "show", name).status == Exit.BAD_RULESET
    told = run("check", ROOT / "samples/made-up-project.yaml", "--ruleset", "admission-yunan")
    assert says(told.err, "ruleset.not_found", "admission-yunnan")
    assert run("rules", "lint", OWN).status == Exit.MET
    assert OWN in [one.id for one in loading.usable()]
    assert run("doctor").status == Exit.BAD_RULESET


def test_an_id_that_means_two_rulesets_is_refused_and_never_one_chosen(office: Path) -> None:
    shutil.copytree(ROOT / "rulesets" / SHIPPED, office / "own" / SHIPPED)
    refused(run("rules", "show", SHIPPED), Exit.USAGE, "own.installed", f"规则集编号“{SHIPPED}”有两部")
    refused(run("check", ROOT / "samples/made-up-park.yaml"), Exit.USAGE, "own.installed", SHIPPED, ROOT / "samples/made-up-park.yaml")
    assert loading.of_program(SHIPPED).id == SHIPPED  # old pages are held against what was published all the same
    shutil.rmtree(office / "own" / SHIPPED)
    shutil.copytree(office / "own", office / "more")
    name_folders(["own", "more", "own"])
    with pytest.raises(UsageError) as raised:
        loading.load(OWN)
    assert says(str(raised.value), "own.twice", f"{office / 'own' / OWN}、{office / 'more' / OWN}")
    assert [problem.code for problem in loading.refused()] == ["own.twice"]
    assert OWN not in [one.id for one in loading.usable()]


def test_a_folder_that_is_not_there_or_is_itself_a_ruleset_is_told(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKER_RULESETS", os.pathsep.join(["own", "nowhere", f"own/{OWN}", ""]))
    listed = run("rules", "list")
    assert listed.status == Exit.BAD_RULESET
    assert says(listed.err, "own.no_folder", f"{office / 'nowhere'} 读不了（文件夹不存在）")
    assert says(listed.err, "own.itself", f"请写它的上一级：{office / 'own'}")
    assert [line for line in listed.out.splitlines() if line.startswith(OWN)]
    refused_ = run("rules", "show", "ourpark-2024")
    assert says(refused_.err, "ruleset.not_found", "ourpark-2024")
    assert says(refused_.err, "own.no_folder", "nowhere")
    looked_at: list[str] = []

    def noted(names: list[str], _: object) -> list[object]:
        looked_at.extend(names)
        return []

    monkeypatch.setattr("checker.linting.folder.lint_rulesets", noted)
    told = run("rules", "lint")
    assert told.status == Exit.BAD_RULESET
    assert says(told.out, "own.no_folder", "nowhere")
    assert {SHIPPED, OWN} <= set(looked_at)


def test_what_is_hidden_or_no_ruleset_is_no_own_ruleset(office: Path) -> None:
    shutil.copytree(office / "own" / OWN, office / "own" / ".old")
    (office / "own" / "notes").mkdir()
    assert list(own_places()) == [OWN]
    assert folder_faults() == []


def test_a_changed_own_ruleset_is_judged_by_as_it_is_now(office: Path) -> None:
    before = loading.load(OWN).digest
    loosened(rules(office))
    assert loading.load(OWN).digest != before
    shutil.rmtree(office / "own" / OWN)
    with pytest.raises(UsageError):
        loading.load(OWN)


def test_without_the_environment_there_are_no_own_rulesets(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHECKER_RULESETS")
    assert run("rules", "list").status == Exit.MET
    assert named_folders() == ()
    refused(run("rules", "show", OWN), Exit.USAGE, "ruleset.not_found", OWN)


def test_other_processes_find_an_own_ruleset_by_its_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loading.for_other_processes(OWN) == str(office / "own" / OWN)
    assert loading.for_other_processes(SHIPPED) == SHIPPED
    assert loading.for_other_processes(f"./own/{OWN}") == f"./own/{OWN}"
    monkeypatch.setattr(verifying_files, "_GROUND", [])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    own = named_folders()
    name_folders(())
    crew._prepare(str(office), False, own)
    assert list(own_places()) == [OWN]
    name_folders(())
    verifying_files._start(verifying_files.OriginTerms(NOW), own)
    assert list(own_places()) == [OWN]


def test_verifying_says_whether_the_rules_are_those_of_the_office_or_others(office: Path) -> None:
    carried = load_folder(office / "own" / OWN)
    held, told = standing._known(carried)
    assert (held, says(str(told[0]), "known.own_same", OWN)) == ("yes", True)
    loosened(rules(office))
    held, told = standing._known(carried)
    assert (held, says(str(told[0]), "known.own_changed", OWN)) == ("no", True)
    assert "限值加严，≥55 → ≥60" in str(told[1])
    rules(office).write_text("a: [", encoding="utf-8")
    held, told = standing._known(carried)
    assert (held, says(str(told[0]), "known.own_unreadable", str(rules(office)))) == ("not_here", True)
    assert _BUT[told[0].code] == "but.unreadable"
    name_folders(())
    held, told = standing._known(carried)
    assert (held, told[0].code) == ("told", "known.stranger")
    assert here(OWN) is None


def test_a_page_by_own_rules_says_so_and_which_verdict_they_would_give_today(office: Path) -> None:
    record = assess(received(Path(PROJECT), (), 2024), Terms(DAY))[0]
    assert [str(one) for one in standing.today([record], DAY).said] == [f"{OWN} 没有变过。"]
    loosened(rules(office))
    assert "规则有改动" in str(standing.today([record], DAY).said[0])
    capsule = SimpleNamespace(parts=[SimpleNamespace(base=record.base, overlays=(), ruleset=record.ruleset)])
    assert says(str(remarks.of_rules(cast(Any, capsule))[0]), "remark.own", OWN)


def test_a_register_says_where_the_own_rulesets_are(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHECKER_RULESETS")
    found(str(office / "台账.db"), founded("某某管委会（虚构）", "KM", NOW, "0" * 32)).close()
    assert "没有写明" in run("register", "rulesets", "--register", "台账.db").out
    assert run("register", "rulesets", "own", "--register", "台账.db").out == f"本单位的规则集在 {office / 'own'}：{OWN}\n"
    assert (office / "台账.db.rulesets").read_text(encoding="utf-8") == "own\n"  # both may be moved together
    assert run("register", "list", "--register", "台账.db").status == Exit.MET
    assert named_folders() == (office / "own",)
    assert run("rules", "show", OWN).status == Exit.USAGE  # nothing named the register here
    monkeypatch.setenv("CHECKER_REGISTER", "台账.db")
    assert run("rules", "show", OWN).status == Exit.MET
    monkeypatch.setenv("CHECKER_RULESETS", "own")  # the same folder said twice
    assert run("rules", "show", OWN).status == Exit.MET
    said_ = run("register", "rulesets", "nowhere", f"own/{OWN}")
    assert said_.status == Exit.USAGE
    assert says(said_.err, "own.no_folder", "nowhere")
    assert rulesets_beside("台账.db") == [office / "own"]  # as it was
    assert "没有写明" in run("register", "rulesets", "--none").out
    assert run("register", "check").status == Exit.MET


def test_what_a_register_can_not_have_beside_it_is_refused_in_words(office: Path) -> None:
    for address, folder, code in (("postgresql://a@b/c", "own", "register.rulesets_server"),
                                  ("台账.db", f"a{os.pathsep}b", "register.rulesets_name"),
                                  ("台账.db", "a\nb", "register.rulesets_name")):
        with pytest.raises(UsageError) as raised:
            set_rulesets(address, [Path(folder)])
        assert raised.value.problems[0].code == code
    assert rulesets_beside("postgresql://a@b/c") == rulesets_beside("") == []
    assert set_rulesets("sqlite:///台账.db", [Path("/srv/own")]) == office / "台账.db.rulesets"
    assert rulesets_beside("台账.db") == [Path("/srv/own")]


def test_the_pages_offer_an_own_ruleset_and_tell_of_one_that_can_not_be_used(office: Path) -> None:
    name = broken(office)
    table = "项目名称,用地面积(亩)\n甲（虚构）,60\n"
    (office / "表.csv").write_text(table, encoding="utf-8")
    with browser(office_in(office), at_once=True) as visitor:
        listed = visitor.page("/rules")
        assert f'href="/rules/{OWN}"' in listed
        assert f"本单位的规则集 {OWN}" in said(listed)
        assert str(rules(office, name)) in said(listed)
        assert "虚构市工业项目准入评分办法" in visitor.page(f"/rules/{OWN}")
        assert f"/dossier/{PROJECT}" in visitor.page("/")
        for address, due in ((f"/dossier/{PROJECT}", "无法判定"), (f"/dossier/{PROJECT}?choose=1", OWN),
                             ("/table/%E8%A1%A8.csv", OWN)):
            assert due in visitor.page(address), address
        assert AskedTable("表.csv", OWN).files(None) == ["表.csv", str(rules(office))]  # a run waits for no other rules
        before = visitor.page(f"/rules/{OWN}")
        loosened(rules(office))
        assert visitor.page(f"/rules/{OWN}") != before  # no page of a running server is of yesterday's rules


def test_nobody_makes_or_changes_a_ruleset_by_putting_in_a_file(office: Path) -> None:
    folder = WorkFolder(office)
    (office / ".checker").mkdir()
    for below in ("own/mine-2024", f"own/{OWN}", f"own/{OWN}/cases", "own"):
        with pytest.raises(UsageError) as raised:
            folder.keep("ruleset.yaml", b"id: mine", below)
        assert raised.value.problems[0].code == "browser.rulesets_folder"
    assert sorted(path.name for path in (office / "own").iterdir()) == [OWN]
    assert folder.keep("材料.yaml", b"a: 1", "own/notes") == "own/notes/材料.yaml"
    name_folders([office])  # the served folder itself: what has nothing to do with rulesets is taken as ever
    assert folder.keep("材料.yaml", b"a: 1") == "材料.yaml"
