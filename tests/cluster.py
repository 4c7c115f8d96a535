"""A real Dask scheduler with its workers, as processes of this machine, for the tests of the cluster."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ONE_BLAS = {"OMP_NUM_THREADS": "1"}
PATIENCE = 60
# A worker whose program says that it is another version.
OLDER = "import checker; checker.__version__ = '0.0.1'; from distributed.cli.dask_worker import main; main()"


class LoopbackCluster:
    """A scheduler and its workers; ``folder`` is for their own files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._file = folder / "scheduler.json"
        self.scheduler = self._started([sys.executable, "-m", "distributed.cli.dask_scheduler"], "--host", "127.0.0.1", "--port",
                                       "0", "--no-dashboard", "--no-show", "--scheduler-file", self._file)
        self._wait(self._file.exists)
        time.sleep(0.2)  # the file is written in place
        self.address: str = json.loads(self._file.read_bytes())["address"]

    def add(self, program: str = "from distributed.cli.dask_worker import main; main()", **environment: str) -> None:
        """One more worker."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        self.workers.append(self._started(
            [sys.executable, "-c", program], self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", self.folder / "local", log=log, environment=environment))
        self._wait(lambda: log.exists() and b"Registered to" in log.read_bytes())

    def _started(self, words: list[str], *more: object, log: Path | None = None,
                 environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        with open(log or self.folder / "scheduler.log", "wb") as out:
            return subprocess.Popen([*words, *map(str, more)], stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                    start_new_session=True, env={**os.environ, **ONE_BLAS, **(environment or {})})

    def _wait(self, there: object) -> None:
        assert callable(there)
        until = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < until, [path.read_text("utf-8") for path in self.folder.glob("*.log")]
            time.sleep(0.05)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End one at once; what it started ends by itself."""
        process.kill()
        process.wait()

    def close(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def loopback(folder: Path, workers: int) -> Iterator[LoopbackCluster]:
    """A cluster with so many workers, ended afterwards."""
    folder.mkdir(exist_ok=True)
    cluster = LoopbackCluster(folder)
    try:
        for _ in range(workers):
            cluster.add()
        yield cluster
    finally:
        cluster.close()
