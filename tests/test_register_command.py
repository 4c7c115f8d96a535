"""Where a register is, and the commands of the clerk and the auditor."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from bad.command import refused, run, says
from conftest import ROOT
from register_server import SECRET, Server
from registers import (  # noqa: F401 - fixtures
    filled,
    fixture_address,
    fixture_file,
    founding,
    raises,
    record,
    removed,
    sound,
    unguarded,
)
from sqlalchemy.exc import OperationalError

from checker.errors import UsageError
from checker.files.canonical import digest
from checker.messages.register import REGISTER
from checker.register.database import database
from checker.register.founding import found, opened

# --- where it is


def test_founding_twice_is_refused(address: str) -> None:
    with found(address, founding()) as register:
        record(register)
        with raises("register.exists", "没有改动它"):
            found(address, founding("YX"))
        assert sound(register) == 1
        assert register.founding().prefix == "KM"


def test_a_place_without_a_register_is_told_apart(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE t (a)")
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("没有数据库" * 1000, encoding="utf-8")
    for name, code, words in (("none.db", "register.missing", "没有台账"), ("", "register.is_folder", "是文件夹"),
                              ("other.db", "register.not_a_register", "不是台账"), ("text.db", "register.not_a_register", "不是台账"),
                              ("empty.db", "register.not_initialised", "checker register init")):
        with raises(code, words):
            opened(str(tmp_path / name))
    for name, code in (("other.db", "register.not_a_register"), ("text.db", "register.not_a_register"),
                       ("no/a.db", "register.no_folder")):
        with raises(code, "请"):
            found(str(tmp_path / name), founding())
    with found(str(tmp_path / "empty.db"), founding()) as register:
        assert record(register).number == "KM-2026-0001"
    with found(f"sqlite:///{tmp_path}/中 文?.db", founding()) as register:
        assert record(register).number == "KM-2026-0001"


@pytest.mark.parametrize(("address", "code", "words"), [
    ("", "register.address", "postgresql://用户:口令@主机/数据库"), (f"postgresql://u:{SECRET}@h:port/d", "register.address", "%xx"),
    ("a\0b", "register.address", "写得不对"), (f"mysql://u:{SECRET}@h/d", "register.kind", "mysql://"),
    ("sqlite://", "register.memory", "内存"), ("sqlite:///:memory:", "register.memory", "内存")])
def test_an_address_that_is_none_is_told_without_its_password(address: str, code: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        database(address)
    assert (caught.value.problems[0].code, words in str(caught.value)) == (code, True)
    assert SECRET not in str(caught.value)


def test_a_register_of_another_format_is_told(file: Path) -> None:
    filled(file, 0)
    with unguarded(file) as connection:
        body = founding().body.replace("register/1", "register/2")
        connection.execute("UPDATE register_founding SET record = ?, hash = ?", (body, digest(body.encode())))
    with raises("register.version", "格式是“register/2”，本程序只认 register/1"):
        opened(str(file))


def test_postgresql_tells_what_is_wrong_and_never_the_password(postgresql: Server, tmp_path: Path) -> None:
    address = postgresql.database()
    name = address.partition("?")[0].rpartition("/")[2]
    guest = postgresql.url(name, "guest", SECRET)
    wrong = postgresql.url(name, "guest", "falsch" + SECRET)
    with raises("register.not_initialised", "还没有台账"):
        opened(address)
    with found(address, founding()) as register:
        record(register)
    cases = (("postgresql://u:geheim@127.0.0.1:1/d", "register.connect", "数据库服务是否在运行"),
             (postgresql.url("nothing"), "register.connect", "数据库要由管理员先建好"), (wrong, "register.connect", "用户名和口令"),
             (guest, "register.not_allowed", "register_head 的更新权限"))
    for place, code, words in cases:
        with pytest.raises(UsageError) as caught:
            opened(place)
        assert (caught.value.problems[0].code, words in str(caught.value)) == (code, True), caught.value
        assert "geheim" not in str(caught.value)
        assert caught.value.__cause__ is None
    for table in ("founding", "head", "content", "entry"):
        postgresql.run(f"GRANT SELECT ON register_{table} TO guest", name)
    with opened(guest) as reader:
        assert sound(reader) == 1
        with raises("register.not_allowed", "请管理员授予"):
            record(reader)
        postgresql.run("GRANT INSERT ON register_entry, register_content TO guest", name)
        postgresql.run("GRANT UPDATE ON register_head TO guest", name)
        assert record(reader).number == "KM-2026-0002"
        assert reader.database.shown == f"postgresql://guest:***@/{name}"
    with opened(postgresql.url(name, options="-c default_transaction_read_only=on")) as reader:
        assert sound(reader) == 2
        with raises("register.read_only", "是只读的"):
            record(reader)


def test_without_its_driver_a_register_in_postgresql_is_told_what_to_install_and_one_in_a_file_serves(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = run("register", "list", "--register", f"postgresql://u:{SECRET}@h/d")
    refused(said, 2, "register.no_driver", "台账 postgresql://u:***@h/d 在 PostgreSQL 里，连接它要用的组件 psycopg 没有安装")
    assert "请在项目的文件夹里运行“.venv/bin/pip install --require-hashes -r requirements-postgresql.lock”" in said.err
    assert SECRET not in said.err
    with found(str(tmp_path / "台账.db"), founding()) as register:
        record(register)
        assert sound(register) == 1


class Complaint(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"said {SECRET}\nDETAIL")
        self.sqlstate = sqlstate


def test_what_a_database_complains_about_has_words() -> None:
    kept = database(f"postgresql://u:{SECRET.replace('口令', '%E5%8F%A3%E4%BB%A4')}@h/d")
    for state, code in (("53100", "register.full"), ("XX001", "register.database"), ("08006", "register.database")):
        problem = kept.problem(OperationalError("", {}, Complaint(state)))
        assert problem.code == code
        assert SECRET not in str(problem)
        assert "DETAIL" not in str(problem)
    lost = sqlite3.OperationalError("disk I/O error")
    lost.sqlite_errorname = "SQLITE_IOERR_WRITE"
    assert says(str(kept.problem(OperationalError("", {}, lost))), "register.database", "disk I/O error SQLITE_IOERR_WRITE")


# --- the command


@pytest.fixture
def office(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with three entries, which the environment names."""
    monkeypatch.setenv("CHECKER_REGISTER", str(file))
    with found(str(file), founding()) as register:
        record(register, "昆明经开区", outcome="unmet")
        record(register, "玉溪\n项目", kind="project", on=dt.date(2025, 1, 1))
        record(register, "昆明经开区", supersedes="KM-2026-0001", reason="能耗数据有误")
    return file


def test_the_clerk_founds_a_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHECKER_REGISTER", raising=False)
    office = ("--office", "某某管委会", "--prefix", "KM")
    said = run("register", "init", tmp_path / "a.db", *office)
    assert (said.status, said.err) == (0, "")
    assert f"已建立台账 {tmp_path / 'a.db'}：某某管委会，编号形如 KM-{dt.datetime.now(dt.UTC).year}-0001。\n建立记录的哈希：sha256:" in said.out
    assert run("register", "init", "--register", tmp_path / "b.db", *office).status == 0
    monkeypatch.setenv("CHECKER_REGISTER", str(tmp_path / "c.db"))
    assert run("register", "init", *office).status == 0
    with opened(str(tmp_path / "a.db")) as a, opened(str(tmp_path / "c.db")) as c:
        assert a.founding().id != c.founding().id
        assert a.founding().office == "某某管委会"
    refused(run("register", "init", tmp_path / "a.db", *office), 2, "register.exists", "每个台账只建立一次")
    refused(run("register", "init", tmp_path / "d.db", "--register", "e.db", *office), 2, "register.two_addresses", "只写一个")
    refused(run("register", "init", tmp_path / "d.db", "--office", "甲", "--prefix", "km-1"), 2, "register.unfit", "编号前缀（prefix）：")
    assert not (tmp_path / "d.db").exists()


def test_without_a_place_every_command_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHECKER_REGISTER", raising=False)
    for words in (("list",), ("find", "区"), ("show", "KM-2026-0001"), ("check",), ("anchor",), ("export", "a"),
                  ("import", "a"), ("init", "--office", "甲", "--prefix", "K")):
        refused(run("register", *words), 2, "register.none", "CHECKER_REGISTER")
    refused(run("register", "list", "--register", tmp_path / "a.db"), 2, "register.missing", "checker register init")


def test_entries_are_listed_found_and_shown(office: Path, tmp_path: Path) -> None:
    lines = run("register", "list").out.splitlines()
    assert lines == ["KM-2026-0001　2026-03-02　未达标　昆明经开区 2025　hj274-2015　（已由 KM-2026-0002 更正）",
                     "KM-2025-0001　2025-01-01　符合准入条件　玉溪 项目 2025　hj274-2015",
                     "KM-2026-0002　2026-03-02　达标　昆明经开区 2025　hj274-2015"]
    assert run("register", "find", "昆明").out.splitlines() == [lines[0], lines[2]]
    assert run("register", "find", "昆明", "--outcome", "未达标").out.splitlines() == lines[:1]
    assert run("register", "list", "--year", "2025").out.splitlines() == lines[1:2]
    assert run("register", "list", "--outcome", "met", "--register", office).out.splitlines() == lines[1:]
    assert run("register", "find", "没有的").out.startswith("没有符合的登记。摘要至少要写 8 位")
    data = json.loads(run("register", "list", "--format", "json").out)
    assert data["schema"] == "register-list/1"
    assert [e["superseded_by"] for e in data["entries"]] == ["KM-2026-0002", None, None]
    shown = run("register", "show", "km-2026-0002", "--save", tmp_path / "取出")
    for words in ("编号　　　KM-2026-0002（第 3 条）", "登记人 张三", "对象　　　昆明经开区（园区）", "更正 KM-2026-0001，理由：能耗数据有误",
                  "附件　　　issue.json　sha256:", "checker 0.5.0、engine durable_rules 2.0.28、python 3.11.2"):
        assert words in shown.out, words
    assert "已写出 3 个附件" in shown.err
    assert (tmp_path / "取出/issue.json").read_bytes() == b"KM-2026-0002"
    assert "已由 KM-2026-0002 更正" in run("register", "show", "KM-2026-0001").out
    data = json.loads(run("register", "show", "KM-2026-0001", "--format", "json").out)
    with opened(str(office)) as register:
        assert data == {**next(register.all()).plain(), "superseded_by": "KM-2026-0002"}
    refused(run("register", "show", "KM-2026-0009"), 2, "register.no_entry", "checker register find")
    refused(run("register", "list", "--year", "26"), 2, "register.year", "四位数字")
    refused(run("register", "list", "--outcome", "好"), 2, "register.outcome", "未达标")
    (tmp_path / "taken").touch()
    said = run("register", "show", "KM-2026-0001", "--save", tmp_path / "taken")
    assert (said.status, says(said.errors[0], "register.save_folder", "请换一个位置")) == (2, True)


def test_the_auditor_checks_with_an_anchor_kept_elsewhere(office: Path) -> None:
    with opened(str(office)) as register:
        head = register.head().hash
    said = run("register", "anchor")
    assert said.out.startswith(f"第 3 条　KM-2026-0002　{head}\n请把这一行抄录或打印，交给别的部门保管")
    said = run("register", "check")
    assert (said.status, said.out) == (0, "台账完好：共 3 条，编号无缺，各条首尾相接，附件齐全。\n"
                                          "没有用另存的锚定哈希核对：末尾被整段删除或重写，这样查不出来。请加 --anchor。\n"
                                          f"末条哈希：{head}\n")
    assert "锚定哈希是KM-2026-0002的：到那里为止没有被重写" in run("register", "check", "--anchor", head.upper().replace("SHA", "sha")).out
    data = json.loads(run("register", "check", "--format", "json").out)
    assert data == {"schema": "register-check/1", "sound": True, "entries": 3, "hash": head, "faults": [], "warnings": []}
    refused(run("register", "check", "--anchor", "abc"), 2, "register.anchor_form", "64 个十六进制字符")
    said = run("register", "check", "--anchor", digest(b""))
    assert (said.status, "×　另存的锚定哈希" in said.out, "台账有 1 处不符" in said.out) == (6, True, True)
    with unguarded(office) as connection:
        connection.execute("UPDATE register_entry SET body = replace(body, '昆明', '昆阳') WHERE sequence = 1")
        removed(connection)
    said = run("register", "check")
    assert said.status == 6
    assert "×　KM-2026-0001（第 1 条）被改动" in said.out
    data = json.loads(run("register", "check", "--format", "json").out)
    assert data["faults"][0] | {"message": ""} == {"code": "register.fault_changed", "number": "KM-2026-0001", "sequence": 1,
                                                   "message": ""}
    refused(run("register", "list"), 6, "register.entry_changed", "checker register check") if not said.err else None


def test_a_register_is_moved_by_the_command(office: Path, tmp_path: Path) -> None:
    said = run("register", "export", tmp_path / "a.jsonl")
    assert (said.status, f"已导出 3 条到 {tmp_path / 'a.jsonl'}" in said.out) == (0, True)
    refused(run("register", "export", tmp_path / "a.jsonl", "--register", office), 2, "register.export_taken",
            "没有覆盖")
    said = run("register", "import", tmp_path / "a.jsonl", "--register", tmp_path / "b.db")
    assert (said.status, "原来的台账不要再用来登记" in said.out) == (0, True)
    assert run("register", "check", "--register", tmp_path / "b.db").out == run("register", "check").out
    refused(run("register", "import", tmp_path / "a.jsonl"), 2, "register.exists", "已经是一个台账")
    refused(run("register", "import", tmp_path / "none"), 2, "file.unreadable", "", tmp_path / "none")
    refused(run("register", "export", office), 2, "error.overwrites", "读入的文件本身")
    refused(run("register", "export", tmp_path / "no/a"), 2, "error.write", "请先建好文件夹")
    refused(run("register", "import", office, "--register", tmp_path / "c.db"), 6, "register.line_unreadable", "", office, 1)
    assert not (tmp_path / "c.db").exists()


def test_the_help_speaks_of_every_command() -> None:
    said = run("register", "--help").out
    for name in ("init", "list", "show", "find", "export", "import", "check", "anchor", "rulesets"):
        assert f"  {name} " in said
        assert "用法" in run("register", name, "--help").out


def test_every_complaint_is_asserted_on() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in
                    (*(ROOT / "tests").glob("test_register*.py"), ROOT / "tests/test_issuing.py", ROOT / "tests/test_own_rulesets.py", ROOT / "tests/test_web_people.py"))
    due = {code for code in REGISTER if code.startswith(("register.fault_", "register.line_", "register.warn_"))}
    due |= {code for code, said in REGISTER.items() if "请" in said and code.startswith("register.")}
    told = {"register.line", "register.anchor_keep", "register.fault_database", "register.column_request", "register.no_anchor"}
    missing = {code for code in due - told if f'"{code}"' not in words and f'"{code.removeprefix("register.")}"' not in words}
    assert missing == set()
