"""Registers for tests: founded, filled and recorded in; and the ways to tamper with one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from register_server import Server
from register_worker import DAY, MADE_WITH, NOW, issue

from checker.errors import CheckerError, UsageError
from checker.files.canonical import digest
from checker.register.checking import CheckResult, check
from checker.register.entry import Entry, Founding, founded
from checker.register.founding import found, opened
from checker.register.store import Register

# What every entry's capsule has, for :func:`facts` of "园区".
BARE = {"issue.json": b"{}", "verdict.json": "园区".encode()}


def founding(prefix: str = "KM") -> Founding:
    return founded("某某经济技术开发区管委会", prefix, NOW, "0123456789abcdef" * 2)


@pytest.fixture(name="address", params=["sqlite", "postgresql"])
def fixture_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a new register in either database."""
    if request.param == "sqlite":
        return str(tmp_path / "台账.db")
    running: Server = request.getfixturevalue("postgresql")
    return running.database()


@pytest.fixture(name="kept")
def fixture_kept(address: str) -> Iterator[Register]:
    with found(address, founding()) as register:
        yield register


@pytest.fixture(name="file")
def fixture_file(tmp_path: Path) -> Path:
    return tmp_path / "台账.db"


def record(register: Register, subject: str = "虚构园区", **more: Any) -> Entry:
    made = more.pop("issue", None) or issue(subject, more.pop("outcome", "met"), more.pop("kind", "park"))
    given: dict[str, Any] = {"by": "张三", "on": DAY, "at": NOW, "made_with": MADE_WITH, **more}
    return register.record(made, **given)


def filled(file: Path, count: int = 5) -> list[Entry]:
    with found(str(file), founding()) as register:
        return [record(register, f"虚构园区{number}") for number in range(1, count + 1)]


def sound(register: Register, anchor: str | None = None) -> int:
    report = check(register, anchor)
    assert report.plain()["faults"] == []
    assert report.warnings == []
    return report.entries


def raises(code: str, words: str, error: type[CheckerError] = UsageError) -> Any:
    @contextmanager
    def manager() -> Iterator[None]:
        with pytest.raises(error) as caught:
            yield
        assert [problem.code for problem in caught.value.problems] == [code], caught.value
        assert words in str(caught.value), caught.value
    return manager()


def codes(report: CheckResult) -> list[str]:
    return sorted(problem.code.removeprefix("register.") for problem in report.faults)


@contextmanager
def unguarded(file: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody has it who can do anything: guards off, and on again afterwards."""
    with closing(sqlite3.connect(file)) as connection:
        guards = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for sql in guards:
            connection.execute(sql)
        connection.commit()


def removed(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_entry WHERE sequence = 3")


def content_removed(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_content WHERE size > 5000")


def head_hash(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_head SET hash = ?", (digest(b""),))


@pytest.fixture(name="whole", scope="module")
def fixture_whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("whole") / "a.db"
    filled(file, 4)
    with opened(str(file)) as register:
        record(register, supersedes="KM-2026-0002", reason="有误", request="一")
    return file
