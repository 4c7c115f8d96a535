"""What an office's administrator starts: the container and the service say what the program needs and takes."""

from __future__ import annotations

import base64
import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, cast
from urllib.error import HTTPError, URLError

import click
import pytest
from conftest import ROOT

from checker.cli import cli
from checker.cli.serve import _bound, _letting, _name, serve

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
    if "COVERED" not in os.environ:  # what counts branches ends a process by the signal once it has written
        assert f"SuccessExitStatus={process.returncode}\n" in UNIT


GUIDE = (ROOT / "docs/server.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The configuration of a proxy as the administrator copies it."""
    found = re.search(rf"(?ms)^```{language}\n(.*?)^```", GUIDE)
    assert found
    return found[1]


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Upstream(BaseHTTPRequestHandler):
    """Where the program would be: it notes for whom the proxy says that something is asked."""

    heard: ClassVar[list[tuple[str, str | None, str | None]]] = []

    def do_GET(self) -> None:
        self.heard.append((self.path, self.headers.get("X-Remote-User"), self.headers.get("Host")))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def upstream() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Upstream.heard.clear()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def asked(port: int, path: str, **headers: str) -> int:
    """The status of an answer to a path that is sent as it stands; waits for a proxy that begins."""
    for _ in range(100):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            line.request("GET", path, headers=headers)
            return line.getresponse().status
        except ConnectionError:
            time.sleep(0.1)
        finally:
            line.close()
    raise AssertionError(path)


PASSWORD = "correct horse battery"
LOGIN = "Basic " + base64.b64encode(f"zhang:{PASSWORD}".encode()).decode()
FORGED = {"X-Remote-User": "forged"}
PATHS = ("/", "/api/rulesets", "/dossier/../api/x", "/api/../dossier/x", "//api/x", "/API/x", "/dossier/%2e%2e/api/x", "/api/%2e%2e/x")


def held_against(port: int) -> None:
    """No path and no header of a visitor's own makes them somebody; a login does."""
    for path in PATHS:
        asked(port, path, **FORGED)
        asked(port, path)
    assert {name for _, name, _ in Upstream.heard} <= {None, ""}, Upstream.heard
    assert asked(port, "/") == 401
    assert asked(port, "/api/rulesets") == 204
    Upstream.heard.clear()
    assert asked(port, "/dossier/x", authorization=LOGIN, **FORGED) == 204
    assert Upstream.heard == [("/dossier/x", "zhang", f"127.0.0.1:{port}")]


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no Caddy here")
def test_caddy_lets_nobody_say_who_they_are(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    hashed = subprocess.run(["caddy", "hash-password", "--plaintext", PASSWORD], capture_output=True, text=True, check=True,
                            env=environment).stdout.strip()
    port, place = free(), tmp_path / "Caddyfile"
    with upstream() as behind:
        place.write_text("{\nadmin off\n}\n" + block("caddy").replace("checker.example.gov.cn", f"http://127.0.0.1:{port}")
                         .replace("张三 $2a$14$…", f"zhang {hashed}").replace("127.0.0.1:8765", f"127.0.0.1:{behind}"),
                         encoding="utf-8")
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(place)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
            try:
                held_against(port)
            finally:
                process.terminate()


@pytest.mark.skipif(shutil.which("nginx") is None or shutil.which("openssl") is None, reason="no nginx here")
def test_nginx_lets_nobody_say_who_they_are_and_passes_the_port_on(tmp_path: Path) -> None:
    hashed = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True).stdout.strip()
    (tmp_path / "people").write_text(f"zhang:{hashed}\n", encoding="ascii")
    user = "" if os.geteuid() else "user root;\n"  # nobody else may read what lies here
    port, place = free(), tmp_path / "nginx.conf"
    with upstream() as behind:
        server = re.sub(r"(?m)^ *ssl_certificate.*$", "", block("nginx")).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
        server = server.replace("127.0.0.1:8765", f"127.0.0.1:{behind}").replace("/etc/nginx/checker.htpasswd",
                                                                                  str(tmp_path / "people"))
        kept = "".join(f"{name}_temp_path {tmp_path}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        place.write_text(f"{user}daemon off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\n"
                         f"http {{\naccess_log off;\n{kept}{server}}}\n", encoding="utf-8")
        command = ["nginx", "-p", str(tmp_path), "-e", str(tmp_path / "log"), "-c", str(place)]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        with subprocess.Popen(command) as process:
            try:
                held_against(port)
            finally:
                process.terminate()


@pytest.mark.parametrize(("host", "shown"), [
    ("::1", r"\[::1\]"), ("127.0.0.1", r"127\.0\.0\.1"),
    *(pytest.param(*more, marks=pytest.mark.whole) for more in (
        ("127.0.0.2", r"127\.0\.0\.2"), ("localhost", r"127\.0\.0\.1")))])
def test_the_address_that_is_printed_is_the_one_that_answers(host: str, shown: str, tmp_path: Path) -> None:
    if ":" in host and not Path("/proc/net/if_inet6").exists():
        pytest.skip("no IPv6 here")
    command = [sys.executable, "-m", "checker", "serve", "--folder", str(tmp_path), "--host", host, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            told = re.search(rf"http://{shown}:\d+/\?key=\S+", line := process.stderr.readline())
            assert told, line
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            assert opener.open(told[0], timeout=20).status == 200
        finally:
            process.send_signal(signal.SIGINT)


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]")])
def test_bound_to_every_address_this_machines_is_printed(host: str, shown: str) -> None:
    if ":" in host and not Path("/proc/net/if_inet6").exists():
        pytest.skip("no IPv6 here")
    with _bound(host, 0) as bound:
        assert _name(bound) == shown


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


def test_every_command_that_the_administrator_copies_is_one_with_its_options() -> None:
    lines = [line for part in re.findall(r"(?ms)^```sh\n(.*?)^```", GUIDE) for line in part.splitlines()]
    copied = [found[1] for line in lines for found in re.finditer(r"bin/checker ([^#'|&]+)", line)]
    assert len(copied) >= 8
    for one in copied:
        words, command = shlex.split(one), cast(click.Command, cli)
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        known = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= known, one


def test_what_is_backed_up_is_nobody_elses_to_read_and_the_folder_is_packed_only_while_nothing_runs() -> None:
    backing = GUIDE.split("## 4.")[1].split("## 5.")[0]
    for line in re.findall(r"(?m)^sudo .*(?:tar -C /srv -c|register export).*$", backing):
        assert "umask 077" in line
    assert re.search(r"systemctl stop checker\n.*tar -C /srv -c.*\nsudo systemctl start checker", backing)
    assert re.search(r"systemctl stop checker\nsudo mv /srv/checker \S+\n.*tar -C /srv -x", backing)
