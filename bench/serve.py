"""Twenty people before one server for two minutes: how long they wait, what memory it takes, while a table is screened.

``python bench/serve.py [seconds]`` prints the figures; it sends to this machine alone.
"""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx2 as httpx

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
CLIENTS, PAUSE, SECONDS = 20, 5, 120
TABLE = "yuxi-projects-2021-2025.csv"
CHECKS = ("/dossier/made-up-project.yaml", "/dossier/made-up-park.yaml", "/dossier/kunming-etdz-2022.yaml")
READS = ("/", "/rules", "/rules/hj274-2015", "/drafts", "/verify")
PAGE = "/result/pdf/made-up-project.yaml"


def resident(process: int) -> int:
    """The memory of a process and all below it, in MB."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text(encoding="ascii", errors="replace")
            parent = Path(f"/proc/{status.parent.name}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        pid = int(status.parent.name)
        found = re.search(r"VmRSS:\s+(\d+)", text)
        if found and (pid == process or int(parent) == process):
            total += int(found[1])
    return total // 1024


async def one(client: httpx.AsyncClient, end: float, waits: dict[str, list[float]], wrong: list[str], made: random.Random) -> None:
    """One person: a request every few seconds; mostly a check, a page read, now and then a PDF."""
    await asyncio.sleep(made.random() * PAUSE)
    while time.monotonic() < end:
        kind = made.choices(("check", "read", "pdf"), (6, 3, 1))[0]
        address = PAGE if kind == "pdf" else made.choice(CHECKS if kind == "check" else READS)
        begun = time.monotonic()
        try:
            answer = await client.get(address)
            if answer.status_code != 200 or "没有做成" in answer.text:
                wrong.append(f"{address} {answer.status_code}")
        except httpx.HTTPError as problem:
            wrong.append(f"{address} {type(problem).__name__}")
        waits[kind].append(time.monotonic() - begun)
        await asyncio.sleep(max(0.0, PAUSE - (time.monotonic() - begun)))


def told(name: str, found: Sequence[float]) -> str:
    ordered = sorted(found)
    return (f"{name:>6}  n {len(found):>4}  median {statistics.median(found):.3f} s  "
            f"p95 {ordered[int(len(ordered) * 0.95) - 1]:.3f} s  max {ordered[-1]:.3f} s")


async def loaded(home: str, key: str, seconds: int, process: int) -> list[str]:
    """Everybody at once, and a hundred rows screened by one of them."""
    limits = httpx.Limits(max_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=home, timeout=60, limits=limits, follow_redirects=True) as client:
        await client.get(f"/?{key}")
        token = re.search(r'name="token" value="([0-9a-f]+)"', (await client.get("/")).text)
        assert token
        for address in (*CHECKS, PAGE):
            await client.get(address)
        before = resident(process)
        waits: dict[str, list[float]] = {"check": [], "read": [], "pdf": []}
        wrong: list[str] = []
        end = time.monotonic() + seconds
        people = [asyncio.create_task(one(client, end, waits, wrong, random.Random(seed))) for seed in range(CLIENTS)]
        await client.post(f"/table/{TABLE}", data={"token": token[1], "ruleset": "admission-yunnan", "pages": "all",
                                                   "common": "screening/yuxi-projects-2021-2025.yaml"})
        await asyncio.sleep(seconds / 2)
        middle = resident(process)
        await asyncio.gather(*people)
    lines = [told(name, found) for name, found in waits.items()]
    return [*lines, f"errors {len(wrong)} {wrong[:3]}", f"memory {before} MB, {middle} MB half way, {resident(process)} MB at the end"]


def report(seconds: int = SECONDS) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("made-up-project.yaml", "made-up-park.yaml", "kunming-etdz-2022.yaml", TABLE):
            shutil.copy(SAMPLES / name, folder / name)
        shutil.copytree(SAMPLES / "screening", folder / "screening")
        process = subprocess.Popen([sys.executable, "-m", "checker", "serve", "--port", "0", "--folder", place],
                                   stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        address = re.search(r"(http://127\.0\.0\.1:\d+)/\?(key=\S+)", process.stderr.readline())
        assert address
        try:
            print("\n".join(asyncio.run(loaded(address[1], address[2], seconds, process.pid))))
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    report(*map(int, sys.argv[1:]))
