"""What an office's administrator starts: the container and the service say what the program needs and takes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from conftest import ROOT

from checker.cli.serve import _letting, serve

PLACE = ROOT / "docs/deployment"
CONTAINER = (PLACE / "Containerfile").read_text(encoding="utf-8")
UNIT = (PLACE / "checker.service").read_text(encoding="utf-8")
SYSTEM = (ROOT / ".ci/system-packages").read_text(encoding="utf-8")


def started_with(command: list[str]) -> dict[str, object]:
    """The options of ``checker serve`` in a command line."""
    arguments = command[command.index("serve") + 1:]
    context = serve.make_context("serve", arguments, resilient_parsing=False)
    return dict(context.params)


def test_the_container_has_every_system_package_that_the_program_needs() -> None:
    runtime = SYSTEM.split("if [ \"$purpose\" = runtime ]; then")[1].split("elif")[0]
    needed = set(re.findall(r"missing\+=\(([^)]+)\)", runtime)) - {"python3-venv"}
    needed = {name for names in needed for name in names.split()} - {"gcc", "libc6-dev", "python3-dev", "python3-venv"}
    last = CONTAINER.split("FROM debian:12-slim\n")[-1]
    assert needed <= set(last.split())


def test_the_container_runs_as_nobody_and_writes_nowhere_but_into_the_folder() -> None:
    last = CONTAINER.split("FROM debian:12-slim\n")[-1]
    assert re.search(r"(?m)^USER checker$", last)
    assert re.search(r"(?m)^VOLUME /data$", last)
    assert last.index("USER checker") < last.index("ENTRYPOINT")
    assert "--require-hashes" in CONTAINER
    assert ":latest" not in CONTAINER


def test_the_container_and_the_service_are_started_with_options_that_let_nobody_in_without_a_login() -> None:
    entry, given = (re.search(rf"(?m)^{name} (\[.*\])$", CONTAINER) for name in ("ENTRYPOINT", "CMD"))
    assert entry
    assert given
    execute = re.search(r"(?m)^ExecStart=(.*)$", UNIT)
    assert execute
    for command in ([*re.findall(r'"([^"]*)"', entry[1]), *re.findall(r'"([^"]*)"', given[1])], shlex.split(execute[1])):
        params = started_with(command)
        letting = _letting(str(params["host"]), header=str(params["header"]), proxies=(), names=(), passwords=None)
        assert not letting.alone


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_service(tmp_path: Path) -> None:
    unit = tmp_path / "checker.service"
    unit.write_text(UNIT.replace("/opt/checker/.venv/bin/checker", "/bin/true").replace("User=checker", "User=root")
                    .replace("Group=checker", "Group=root"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    own = [line for line in (done.stdout + done.stderr).splitlines() if "checker.service" in line]
    assert own == []


def answered(address: str, host: str, login: str = "") -> int:
    """The status of an answer to somebody whom the proxy names, or to nobody; waits for a server that begins."""
    headers = {"Host": host, **({"X-Remote-User": login} if login else {})}
    for _ in range(100):
        try:
            return int(urllib.request.urlopen(urllib.request.Request(address, headers=headers)).status)
        except HTTPError as refused:
            return refused.code
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(address)


def test_the_services_command_lets_in_whom_the_proxy_names_and_ends_at_its_signal(tmp_path: Path) -> None:
    line = re.search(r"(?m)^ExecStart=\S+ (.*)$", UNIT)
    assert line
    options = shlex.split(line[1].replace("/srv/checker", str(tmp_path)))
    process = subprocess.Popen([sys.executable, "-m", "checker", *options, "--port", "0"], stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stderr is not None
    try:
        told = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
        assert told
        assert answered(told[0], "checker.example.gov.cn", "zhang") == 200
        assert answered(told[0], "checker.example.gov.cn") == 403
        assert answered(told[0], "elsewhere.example", "zhang") == 400
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stderr.close()
    assert f"SuccessExitStatus={process.returncode}\n" in UNIT


@pytest.mark.whole
def test_the_container_is_built_and_lets_nobody_in_without_a_login() -> None:
    tool = next((name for name in ("podman", "docker") if shutil.which(name)
                 and not subprocess.run([name, "info"], capture_output=True, check=False).returncode), None)
    if tool is None:
        pytest.skip("nothing here runs containers")
    subprocess.run([tool, "build", "-q", "-f", str(PLACE / "Containerfile"), "-t", "checker-tested", str(ROOT)], check=True)
    name = f"checker-tested-{os.getpid()}"
    subprocess.run([tool, "run", "-d", "--rm", "--name", name, "--read-only", "--tmpfs", "/tmp", "-p", "127.0.0.1:18765:8765",
                    "checker-tested"], check=True)
    try:
        assert answered("http://127.0.0.1:18765/", "127.0.0.1") == 403
    finally:
        subprocess.run([tool, "rm", "-f", name], check=False, capture_output=True)


def test_what_the_administrator_reads_names_options_that_are_there() -> None:
    known = {option for param in serve.params for option in param.opts}
    for page in ("server.md", "browser.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for line in re.findall(r"checker serve ([^\n`#]*)", text):
            assert set(re.findall(r"--[a-z-]+", line)) <= known, line
