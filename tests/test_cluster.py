"""Screening on a Dask cluster: a real scheduler and real workers, the same bytes as by one process."""

from __future__ import annotations

import csv
import datetime as dt
import operator
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from bad.command import run, says
from cluster import OLDER, LoopbackCluster, loopback
from conftest import ROOT
from test_screening import KUNMING, ROWS, table

from checker import __version__
from checker.cli.crewing import Crewing
from checker.errors import Problem, UsageError
from checker.screening import cluster as module
from checker.screening.depot import FolderDepot, StoreDepot
from checker.screening.preparing import ScreeningTerms, prepared
from checker.screening.shard import Bench

RULES = (*KUNMING[:-2], "--pdf", "none")
NAMES = ("results.jsonl.gz", "summaries.jsonl.gz", "results.xlsx", "portfolio.pdf")
YUXI = ROOT / "samples/yuxi-projects-2021-2025.csv"
YUNNAN = ("--ruleset", "admission-yunnan", "--as-of", "2025-06-30", "--pdf", "none")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackCluster]:
    with loopback(tmp_path_factory.mktemp("dask"), 1) as found:
        yield found


def nine(folder: Path) -> Path:
    return table(folder, [(str(number), f"项目{number}", *ROWS[number % 4][2:]) for number in range(1, 10)])


def same(one: Path, other: Path) -> None:
    for name in NAMES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_a_cluster_leaves_the_same_bytes_as_one_process(tmp_path: Path, two: LoopbackCluster) -> None:
    path = nine(tmp_path)
    run("screen", path, *RULES, "--jobs", "1", "-o", tmp_path / "one")
    said = run("screen", path, *RULES, "--scheduler", two.address, "-o", tmp_path / "many")
    assert said.status == 0, said.err
    same(tmp_path / "one", tmp_path / "many")
    assert not (tmp_path / "many/.shards").exists()


def test_a_cluster_speaks_the_language_of_who_asked(
        tmp_path: Path, two: LoopbackCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its workers were started by somebody else, in another language; nor are lines of one language gone on with in another."""
    path = nine(tmp_path)
    monkeypatch.setenv("CHECKER_LANGUAGE", "en")
    monkeypatch.setattr("checker.screening.result_files.MOST_ROWS", 4)
    run("screen", path, *RULES, "--jobs", "1", "-o", tmp_path / "one")
    said = run("screen", path, *RULES, "--scheduler", two.address, "-o", tmp_path / "many")
    assert said.status == 0, said.err
    same(tmp_path / "one", tmp_path / "many")
    assert (tmp_path / "one/results-1.xlsx").read_bytes() == (tmp_path / "many/results-1.xlsx").read_bytes()


@pytest.mark.whole
def test_results_go_through_a_store_by_whatever_fsspec_reaches(tmp_path: Path, two: LoopbackCluster) -> None:
    path, store = nine(tmp_path), tmp_path / "store"
    run("screen", path, *RULES, "--jobs", "1", "-o", tmp_path / "one")
    said = run("screen", path, *RULES, "--scheduler", two.address, "--store", f"file://{store}", "-o", tmp_path / "many")
    assert said.status == 0, said.err
    same(tmp_path / "one", tmp_path / "many")
    assert not list(store.rglob("*.gz"))


@pytest.mark.whole
def test_very_many_rows_are_merged_as_a_tree_and_drawn_in_volumes(
        tmp_path: Path, two: LoopbackCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.result_files.MOST_ROWS", 40)
    monkeypatch.setattr(module, "TOGETHER", 3)
    path = table(tmp_path, [(str(number), f"项目{number}", *ROWS[number % 4][2:]) for number in range(1, 101)])
    run("screen", path, *RULES, "--jobs", "1", "-o", tmp_path / "one")
    said = run("screen", path, *RULES, "--scheduler", two.address, "-o", tmp_path / "many")
    assert said.status == 0, said.err
    same(tmp_path / "one", tmp_path / "many")
    for number in (1, 2, 3):
        assert (tmp_path / f"one/results-{number}.xlsx").read_bytes() == (tmp_path / f"many/results-{number}.xlsx").read_bytes()


def started(folder: Path, address: str, *more: str) -> subprocess.Popen[bytes]:
    """A screening of the 98 that has judged some."""
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", "screen", str(YUXI), *YUNNAN, "--scheduler", address, "-o", str(folder), *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 120
    while not len([*folder.glob(".shards/*.json")]) > 2:
        assert time.monotonic() < until
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        time.sleep(0.02)
    return process


@pytest.mark.whole
def test_a_worker_that_is_killed_costs_time_and_no_row(tmp_path: Path) -> None:
    run("screen", YUXI, *YUNNAN, "--jobs", "1", "-o", tmp_path / "one")
    with loopback(tmp_path / "dask", 2) as found:
        process = started(tmp_path / "many", found.address)
        found.kill(found.workers[0])
        _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err.decode()
    same(tmp_path / "one", tmp_path / "many")


@pytest.mark.whole
def test_a_process_beside_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    run("screen", YUXI, *YUNNAN, "--jobs", "1", "-o", tmp_path / "one")
    with loopback(tmp_path / "dask", 1) as found:
        process = started(tmp_path / "many", found.address)
        beside = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(found.workers[0].pid)], capture_output=True, text=True,
                                check=True).stdout
        forkserver = next(line.split()[0] for line in beside.splitlines() if "forkserver" in line)
        for pid in subprocess.run(["ps", "-o", "pid=", "--ppid", forkserver], capture_output=True, text=True,
                                  check=True).stdout.split():
            os.kill(int(pid), signal.SIGKILL)
        _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err.decode()
    same(tmp_path / "one", tmp_path / "many")


@pytest.mark.whole
def test_a_scheduler_that_is_lost_is_said_and_the_screening_is_gone_on_with(tmp_path: Path) -> None:
    run("screen", YUXI, *YUNNAN, "--jobs", "1", "-o", tmp_path / "one")
    with loopback(tmp_path / "dask", 1) as found:
        process = started(tmp_path / "many", found.address)
        found.kill(found.scheduler)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert says(err.decode(), "cluster.lost", "已经评判的行都留着；它恢复以后，加 --resume 接着做")
    assert "Traceback" not in err.decode()
    with loopback(tmp_path / "dask-2", 1) as found:
        said = run("screen", YUXI, *YUNNAN, "--scheduler", found.address, "-o", tmp_path / "many", "--resume")
    assert said.status == 0, said.err
    assert says(said.err, "screen.resumed", "接着上次：已有")
    same(tmp_path / "one", tmp_path / "many")


@pytest.mark.whole
def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    with loopback(tmp_path / "dask", 0) as found:
        said = run("screen", nine(tmp_path), *RULES, "--scheduler", found.address, "-o", tmp_path / "none")
        assert said.status == 2
        assert says(said.err, "cluster.no_worker", "没有 worker，没有人评判")
        found.add(OLDER)
        said = run("screen", nine(tmp_path), *RULES, "--scheduler", found.address, "-o", tmp_path / "out")
    assert said.status == 2
    assert says(said.err, "cluster.other_version", f"有一个 worker 装的是 checker 0.0.1，这里是 {__version__}，没有评判")


def test_a_worker_that_can_have_no_process_beside_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Daemon:
        daemon = True

    handed = module._Handed(lambda shared, item: item, None)
    monkeypatch.setattr("multiprocessing.current_process", Daemon)
    with pytest.raises(UsageError) as refused:
        module._beside(handed, "甲", __version__)
    assert says(str(refused.value), "cluster.daemon", "请用 --no-nanny 启动它")
    with pytest.raises(UsageError) as refused:
        module._beside(handed, "甲", "0.0.1")
    assert says(str(refused.value), "cluster.other_version", f"装的是 checker {__version__}，这里是 0.0.1")


@pytest.mark.parametrize(("broken", "code", "words"), [
    (BrokenProcessPool(), "cluster.worker_lost", "评判用的 worker 接连几次被系统中止"),
    (TimeoutError(), "cluster.lost", "和 tcp://x:1 的调度进程断了联系"), (ConnectionResetError(), "cluster.lost", "接着做（-o 仍是 out）")])
def test_what_is_lost_on_the_way_is_said_in_words(
        monkeypatch: pytest.MonkeyPatch, broken: Exception, code: str, words: str) -> None:
    class Client:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def scheduler_info(self, **_: object) -> dict[str, object]:
            return {"workers": {"tcp://y:1": {}}}

        def close(self, **_: object) -> None:
            pass

        def submit(self, *_: object, **__: object) -> None:
            raise broken

    monkeypatch.setattr("distributed.Client", Client)
    with pytest.raises(UsageError) as refused:
        list(module.Cluster("tcp://x:1", "out").each(lambda shared, item: item, None, ["甲"]))
    assert says(str(refused.value), code, words)


class Here:
    """In the place of a scheduler's client: whatever is handed in is done at once, in this process."""

    loop = None
    workers: ClassVar[dict[str, object]] = {"tcp://y:1": {}}

    def __init__(self, *_: object, **__: object) -> None:
        self.submitted: list[str] = []

    def scheduler_info(self, **_: object) -> dict[str, object]:
        return {"workers": self.workers}

    def close(self, **_: object) -> None:
        pass

    def submit(self, act: Any, *given: Any, **_: object) -> Any:
        self.submitted.append(act.__name__)
        made = HereMade(str(len(self.submitted)))
        try:
            made.made = act(*([one.made for one in each] if isinstance(each, list) else getattr(each, "made", each) for each in given))
        except UsageError as bad:
            made.status, made.bad = "error", bad
        return made


class HereMade:
    """What was done at once."""

    def __init__(self, key: str) -> None:
        self.key, self.status = key, "finished"
        self.made: Any = None
        self.bad: UsageError | None = None

    def result(self) -> Any:
        if self.bad is not None:
            raise self.bad
        return self.made


class Beside:
    """In the place of the processes beside a worker."""

    ended: ClassVar[list[object]] = []

    def __init__(self, jobs: int, loaded: object, act: Any, shared: object) -> None:
        assert (jobs, loaded) == (3, module.LOADED)
        self.act, self.shared = act, shared

    def submit(self, _: object, item: object) -> Future[Any]:
        future = Future[Any]()
        if item == "killed":
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(self.act(self.shared, item))
        return future

    def shutdown(self, *, wait: bool) -> None:
        assert not wait
        self.ended.append(self.shared)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster whose only worker is this process."""
    done: list[HereMade] = []

    class Finished:
        def __init__(self, **_: object) -> None:
            self.add = done.append

        def __next__(self) -> HereMade:
            return done.pop(0)

    monkeypatch.setattr("distributed.Client", Here)
    monkeypatch.setattr("distributed.as_completed", Finished)
    monkeypatch.setattr("distributed.get_worker", lambda: SimpleNamespace(state=SimpleNamespace(nthreads=3)))
    monkeypatch.setattr(module, "pool_of", Beside)
    monkeypatch.setattr(module, "_POOL", [])
    monkeypatch.setattr(Beside, "ended", [])


@pytest.mark.usefixtures("here")
def test_results_are_put_together_as_a_tree_and_each_item_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOGETHER", 3)
    cluster, told = module.Cluster("tcp://x:1", "out"), list[str]()
    items = [str(number) for number in range(11)]
    for merge, parts in ((operator.add, 3), (None, 11)):  # 3 + 3 + 3 put together, and 2 that are left over
        found = list(cluster.each(operator.add, "甲", items, done=told.append, merge=merge))
        assert sorted("".join(found)) == sorted("甲" * 11 + "".join(items))
        assert len(found) == parts
    assert told == [*items, *items]


@pytest.mark.usefixtures("here")
def test_what_a_worker_refuses_and_a_scheduler_without_any_are_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UsageError(Problem("cluster.daemon"))

    for workers, code, words in ((Here.workers, "cluster.daemon", "请用 --no-nanny 启动它"), ({}, "cluster.no_worker", "没有 worker，没有人评判")):
        monkeypatch.setattr(Here, "workers", workers)
        with pytest.raises(UsageError) as refused:
            list(module.Cluster("tcp://x:1", "out").each(refuse, None, ["甲"]))
        assert says(str(refused.value), code, words)


@pytest.mark.usefixtures("here")
def test_the_processes_beside_a_worker_serve_one_screening_and_are_made_anew_when_killed() -> None:
    one, other = (module._Handed(operator.add, shared) for shared in "甲乙")
    assert [module._beside(one, item, __version__) for item in "12"] == ["甲1", "甲2"]
    [(_, before)] = module._POOL
    with pytest.raises(BrokenProcessPool):
        module._beside(one, "killed", __version__)
    assert module._POOL == []
    assert module._beside(one, "1", __version__) == "甲1"
    assert module._POOL[0][1] is not before
    assert module._beside(other, "1", __version__) == "乙1"
    assert Beside.ended == ["甲"]


def test_a_worker_with_other_rules_refuses(tmp_path: Path) -> None:
    setup = prepared(ScreeningTerms(nine(tmp_path), KUNMING[1], tmp_path / "out", dt.date(2023, 12, 31), pages="none"))
    bench = Bench(setup.frame, setup.terms, FolderDepot(str(tmp_path)), "sha256:0", "zh_CN")
    with pytest.raises(UsageError) as refused:
        assert bench.worker
    assert says(str(refused.value), "screen.other_rules", "规则集 admission-kunming-etdz-2023 的内容与发起筛查的这台不同")


def test_what_does_not_go_together_is_refused_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(code: str, words: str, *more: str) -> None:
        said = run("screen", nine(tmp_path), *RULES[:-2], *more, "-o", tmp_path / "out")
        assert said.status == 2, said.err
        assert says(said.err, code, words), said.err
        assert not (tmp_path / "out/results.xlsx").exists()

    refused("cluster.store_alone", "--store 是各台机器交换结果的地方，要和 --scheduler 一起用", "--store", "s3://a/b")
    refused("cluster.jobs", "--jobs 是本机的进程数", "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2")
    refused("cluster.store_pages", "请加 --pdf none", "--scheduler", "tcp://127.0.0.1:1", "--store", "s3://a/b")
    monkeypatch.setattr(module, "PATIENCE", "1s")
    for address in ("tcp://127.0.0.1:1", "随便", "tcp://"):
        refused("cluster.unreachable", f"连不上 {address} 的调度进程", "--scheduler", address)
        import shutil

        shutil.rmtree(tmp_path / "out")
    monkeypatch.setattr("checker.cli.crewing.find_spec", lambda name: None)
    refused("cluster.not_installed", "requirements-cluster.lock", "--scheduler", "tcp://127.0.0.1:1")


def test_a_store_holds_parts_as_a_folder_does(tmp_path: Path) -> None:
    for depot in (FolderDepot(str(tmp_path / "a")), StoreDepot("memory://screening/b"), StoreDepot(f"file://{tmp_path}/c/d")):
        assert set(depot.names()) == set()
        with pytest.raises(FileNotFoundError):
            depot.get("1.json")
        depot.put("1.json", b"1")
        depot.put("2.gz", b"22")
        depot.put("2.gz", b"3")
        assert set(depot.names()) == {"1.json", "2.gz"}
        assert depot.get("2.gz") == b"3"
        depot.remove("1.json")
        assert set(pickle.loads(pickle.dumps(depot)).names()) == {"2.gz"}
        depot.clear()
        depot.clear()
        assert set(depot.names()) == set()


def test_screenings_of_other_inputs_lie_apart_in_a_store_wherever_their_files_are(tmp_path: Path) -> None:
    path, other = nine(tmp_path), tmp_path / "other"
    other.mkdir()
    def address(table: Path, day: int) -> str:
        setup = prepared(ScreeningTerms(table, KUNMING[1], tmp_path / "out", dt.date(2023, 12, day), pages="none"))
        depot = Crewing(1, "tcp://x:1", "s3://a/b/").depot(setup)
        assert isinstance(depot, StoreDepot)
        return depot.address

    assert re.fullmatch("s3://a/b/[0-9a-f]{16}", address(path, 31))
    assert address(nine(other), 31) == address(path, 31) != address(path, 30)


def test_a_store_that_can_not_be_reached_is_said_in_words() -> None:
    with pytest.raises(UsageError) as refused:
        StoreDepot("nosuch://a/b").names()
    assert says(str(refused.value), "cluster.store_unreachable", "读写 nosuch://a/b 失败：Protocol not known: nosuch")
    with pytest.raises(UsageError) as refused:
        StoreDepot("adl://a/b").names()
    assert says(str(refused.value), "cluster.no_driver", "用 adl://a/b 要先装它的组件")


def test_an_error_goes_from_one_process_to_another_whole() -> None:
    sent = UsageError([Problem("cluster.jobs"), Problem("screen.jobs", {"most": 64})])
    came = pickle.loads(pickle.dumps(sent))
    assert (type(came), str(came), came.problems) == (UsageError, str(sent), sent.problems)


@pytest.mark.whole
@pytest.mark.parametrize("jobs", ["2"])
def test_processes_end_with_the_screening_that_started_them(tmp_path: Path, jobs: str) -> None:
    """Killed alone, without its processes, as by a system that wants memory."""
    rows = list(csv.reader(YUXI.read_text("utf-8-sig").splitlines()))
    many = tmp_path / "虚构：重复的98项.csv"
    with open(many, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *rows[1:] * 10])
    process = subprocess.Popen([sys.executable, "-m", "checker", "screen", str(many), *YUNNAN, "--jobs", jobs,
                                "-o", str(tmp_path / "out")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not list((tmp_path / "out").glob(".shards/*.json")):
        assert time.monotonic() < until
        time.sleep(0.05)
    process.kill()
    process.wait()

    def left() -> list[str]:
        lines = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
        return [line for line in lines if str(tmp_path) in line or f" {process.pid} " in line]

    time.sleep(2)
    before = [path.stat().st_mtime for path in (tmp_path / "out/.shards").iterdir()]
    time.sleep(2)
    assert [path.stat().st_mtime for path in (tmp_path / "out/.shards").iterdir()] == before
    assert left() == []
