"""A screening through an object store that speaks S3's own protocol, on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bad.command import run, says
from cluster import loopback
from test_cluster import RULES, nine, same

from checker.screening.depot import StoreDepot

pytestmark = pytest.mark.whole
BUCKET = "shards"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket; what reaches it stands in the environment, as at an office."""
    server = pytest.importorskip("moto.server", reason="moto was NOT there: make .venv/.proof")
    fs = pytest.importorskip("s3fs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = server.ThreadedMotoServer("127.0.0.1", port, verbose=False)
    running.start()
    for name, value in {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "made-up",
                        "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    fs.S3FileSystem.clear_instance_cache()
    files = fs.S3FileSystem()
    files.makedirs(BUCKET, exist_ok=True)  # what is in it lasts as long as this process
    yield files
    running.stop()
    fs.S3FileSystem.clear_instance_cache()


def test_workers_exchange_what_they_did_through_a_bucket(tmp_path: Path, store: Any) -> None:
    path = nine(tmp_path)
    run("screen", path, *RULES, "--jobs", "1", "-o", tmp_path / "one")
    store.pipe_file(f"{BUCKET}/ours/another/1.json", b"{}")
    with loopback(tmp_path / "dask", 2) as found:
        said = run("screen", path, *RULES, "--scheduler", found.address, "--store", f"s3://{BUCKET}/ours",
                   "-o", tmp_path / "many")
    assert said.status == 0, said.err
    same(tmp_path / "one", tmp_path / "many")
    store.invalidate_cache()
    assert store.find(f"{BUCKET}/ours") == [f"{BUCKET}/ours/another/1.json"], "another screening's are left alone"


def test_a_bucket_holds_parts_as_a_folder_does(store: Any) -> None:
    depot = StoreDepot(f"s3://{BUCKET}/b")
    assert set(depot.names()) == set()
    with pytest.raises(FileNotFoundError):
        depot.get("1.json")
    depot.put("1.json", b"1")
    depot.put("2.gz", b"2")
    assert set(depot.names()) == {"1.json", "2.gz"}
    depot.remove("1.json")
    assert (set(depot.names()), depot.get("2.gz")) == ({"2.gz"}, b"2")
    depot.clear()
    depot.clear()
    assert set(depot.names()) == set()


def test_a_bucket_that_is_not_there_is_said(tmp_path: Path, store: Any) -> None:
    with loopback(tmp_path / "dask", 1) as found:
        said = run("screen", nine(tmp_path), *RULES, "--scheduler", found.address, "--store", "s3://no-such-bucket/x",
                   "-o", tmp_path / "out")
    assert said.status == 2
    assert says(said.err, "cluster.store_unreachable", "读写 s3://no-such-bucket/x")
