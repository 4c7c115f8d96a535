"""Who may come in, what may be reached, what may be sent: the guards of the served folder."""

from __future__ import annotations

import asyncio
import errno
import multiprocessing
import os
import re
import resource
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from conftest import ROOT
from pebble import ProcessExpired
from web_client import HOME, NOW, Browser, browser, said

from checker.cli.serve import _bound
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.limits import MOST_MEMORY, MOST_SECONDS
from checker.messages import text
from checker.web import application as entering
from checker.web import crew as crews
from checker.web import gatekeeping, uploading
from checker.web.application import application
from checker.web.crew import Crew, Refusal
from checker.web.doorkeeping import API_KEY, SECRET, Door, Letting, Visitor, newcomer, secret_of
from checker.web.home_routes import own_address
from checker.web.served import Served
from checker.web.workfolder import WorkFolder, file_name

PARK = ROOT / "samples/made-up-park.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served")
    (made / PARK.name).write_bytes(PARK.read_bytes())
    return made


@pytest.fixture(scope="module")
def inside(folder: Path) -> Iterator[Browser]:
    with browser(folder) as found:
        yield found


def test_a_stranger_sees_nothing_and_is_told_which_address_to_open(folder: Path) -> None:
    with browser(folder, let_in=False) as found:
        for address in ("/", f"/dossier/{PARK.name}", "/register", "/?key=guessed", "/?key=猜的钥匙", "/?key=%FF"):
            answer = found.get(address)
            assert answer.status_code == 403
            assert text("browser.stranger") in answer.text
            assert PARK.name not in answer.text
        assert found.client.post("/files").status_code == 403


def test_a_key_opens_once_and_then_there_is_a_new_one(folder: Path) -> None:
    with browser(folder, let_in=False) as found:
        key = found.keys[-1]
        assert found.client.get(f"/?key={key}").status_code == 200
        cookie = found.client.cookies.jar
        kept = next(iter(cookie))
        assert (kept.has_nonstandard_attr("HttpOnly"), kept.get_nonstandard_attr("SameSite")) == (True, "strict")
        assert len(found.keys) == 2
        found.client.cookies.clear()
        assert found.get(f"/?key={key}").status_code == 403
        assert found.client.get(f"/?key={found.keys[-1]}").status_code == 200


def test_the_secret_is_its_owners_and_a_cookie_of_another_folder_opens_nothing(folder: Path, tmp_path: Path) -> None:
    with browser(folder) as found:
        mode = stat.S_IMODE(os.stat(folder / ".checker/secret").st_mode)
        assert mode == 0o600
        cookie = found.client.cookies["checker"]
    with browser(tmp_path, let_in=False) as other:
        other.client.cookies.set("checker", cookie)
        assert other.get("/").status_code == 403


@pytest.mark.parametrize("name", [SECRET, API_KEY])
@pytest.mark.parametrize("content", [b"", b"\n", b"half of it"])
def test_with_a_secret_that_is_not_whole_nothing_is_served(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / ".checker").mkdir()
    (tmp_path / ".checker" / name).write_bytes(content)
    with pytest.raises(UsageError) as refused, browser(tmp_path):
        pass
    told = str(refused.value.problems[0])
    assert f".checker/{name} 不完整" in told
    assert "请删去这个文件再启动" in told


@pytest.mark.parametrize("links", [True, False])
def test_where_a_secret_can_not_be_written_none_is_left(tmp_path: Path, links: bool,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if not links:
        monkeypatch.setattr(os, "link", lambda *_: full(0))
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(UsageError):
            secret_of(tmp_path)
    assert list(tmp_path.iterdir()) == []
    made = secret_of(tmp_path)
    assert len(made) == 43
    assert secret_of(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == [SECRET]


def test_of_two_that_start_at_once_both_have_the_same_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link, others = os.link, b"x" * 43

    def late(source: str, place: Path) -> None:
        place.write_bytes(others)
        link(source, place)

    monkeypatch.setattr(os, "link", late)
    assert secret_of(tmp_path) == others


def test_no_key_at_all_opens_nothing() -> None:
    assert not Door(b"x" * 43, b"").program("Bearer ")
    assert not Door(b"x" * 43, b"").program("")


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/style.css", "/api/rulesets"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "127.0.0.1@evil.example", " "])
def test_another_host_name_is_not_answered(inside: Browser, folder: Path, host: str, address: str) -> None:
    answer = inside.get(address, host=host)
    assert answer.status_code == 400
    assert text("browser.wrong_host", host=host.partition(":")[0].strip() or "—") in answer.text.replace("&amp;", "&")
    assert "请管理员启动 checker serve 时加上 --name" in answer.text
    assert folder.name not in answer.text
    assert answer.headers["content-security-policy"] == gatekeeping.POLICY


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "LOCALHOST", "[::1]:8765", "[::1]", "park.example", "Park.Example:443"])
def test_a_host_name_of_ours_is_answered(tmp_path: Path, host: str) -> None:
    with browser(tmp_path, let_in=False, letting=Letting(hosts=("Park.example:8443",))) as one:
        assert one.get("/", host=host).status_code == 403


@pytest.mark.parametrize("headers", [
    {"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"}])
def test_what_another_page_sends_does_nothing(inside: Browser, folder: Path, headers: dict[str, str]) -> None:
    answer = inside.client.post("/files", data={"token": inside.token()}, headers=headers,
                                files=[("file", ("foreign.yaml", b"schema: dossier/1"))])
    assert answer.status_code == 403
    assert text("browser.foreign") in answer.text
    assert not (folder / "foreign.yaml").exists()


@pytest.mark.parametrize("token", ["", "0" * 64, "令牌", "\ufffd"])
def test_a_form_without_our_token_does_nothing(inside: Browser, folder: Path, token: str) -> None:
    answer = inside.client.post("/files", data={"token": token}, headers={"origin": HOME},
                                files=[("file", ("foreign.yaml", b"schema: dossier/1"))])
    assert answer.status_code == 403
    assert not (folder / "foreign.yaml").exists()


def test_every_answer_says_what_a_browser_may_do_with_it(inside: Browser) -> None:
    for address in ("/", "/nowhere", "/static/style.css", f"/result/json/{PARK.name}"):
        headers = inside.get(address).headers
        assert headers["content-security-policy"] == gatekeeping.POLICY
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] in ("no-store", "max-age=3600")


def told_to(folder: Path, method: str, path: str, headers: dict[str, str], sent: list[dict[str, Any]],
            letting: Letting | None = None, more: Callable[[Served], dict[str, str]] = lambda _: {}) -> list[Any]:
    """What the application says to a visitor who sends this and then neither more nor leaves."""
    app = application(WorkFolder(folder.resolve()), lambda: NOW, letting=letting)
    headers = {"host": "127.0.0.1:8765", **headers, **more(app.state.served)}
    told: list[Any] = []

    async def receive() -> Any:
        if not sent:
            await asyncio.Event().wait()
        return sent.pop(0)

    async def send(message: Any) -> None:
        told.append(message)

    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
             "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8765), "root_path": "", "http_version": "1.1",
             "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    with suppress(ZeroDivisionError, UsageError):  # a fault of ours is told to the server too
        asyncio.run(asyncio.wait_for(app(scope, receive, send), 20))
    return told


def answer_to(*asked: Any) -> tuple[int, dict[str, str], str]:
    """The same as status, headers and words."""
    start, *rest = told_to(*asked)
    return (start["status"], {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(one["body"] for one in rest).decode())


ASKED: dict[str, Any] = {"type": "http.request", "body": b"", "more_body": False}
LEFT: dict[str, Any] = {"type": "http.disconnect"}


@pytest.mark.parametrize("path", [f"/dossier/{PARK.name}", f"/questions/xlsx/{PARK.name}", f"/api/check/{PARK.name}"])
def test_nothing_goes_on_for_a_page_whose_visitor_has_gone(folder: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    async def long(*_: object, **__: object) -> None:
        try:
            await asyncio.sleep(600)
        finally:
            ended.append(path)

    def comes_in(here: Served) -> dict[str, str]:
        monkeypatch.setattr(here.crew, "do", long)
        return {"cookie": f"checker={here.door.sealed(newcomer())}", "authorization": f"Bearer {here.door.api_key.decode()}"}

    monkeypatch.setattr(gatekeeping, "LINGER_SECONDS", 0.1)
    assert told_to(folder, "GET", path, {}, [ASKED, LEFT], None, comes_in) == []
    assert ended == [path]


def test_the_process_of_who_has_gone_is_free_and_what_was_sent_to_be_done_is_done(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatekeeping, "LINGER_SECONDS", 0.5)
    done = []

    async def comes_and_goes(crew: Crew, method: str, seconds: float) -> None:
        async def work(*_: object) -> None:
            await crew.do("zh_CN", time.sleep, seconds)
            done.append((method, seconds))

        async def send(_: object) -> None:
            raise AssertionError("nobody is there")

        messages = iter([ASKED, LEFT])

        async def receive() -> Any:
            return next(messages)

        await gatekeeping.Presence(work)({"type": "http", "method": method}, receive, send)

    async def all_of_them() -> int:
        crew = Crew(str(tmp_path), workers=1)
        try:
            assert await crew.do("zh_CN", abs, -1) == 1
            await comes_and_goes(crew, "GET", 600)
            await comes_and_goes(crew, "POST", 1)
            await comes_and_goes(crew, "GET", 0)
            return await crew.do("zh_CN", abs, -2)
        finally:
            crew.close()

    assert asyncio.run(asyncio.wait_for(all_of_them(), 60)) == 2
    assert done == [("POST", 1), ("GET", 0)]


@pytest.mark.parametrize("headers", [{"transfer-encoding": "chunked"}, {"content-length": "400"}])
@pytest.mark.parametrize("begun", [True, False])
def test_who_does_not_send_on_is_not_waited_for(tmp_path: Path, headers: dict[str, str], begun: bool,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatekeeping, "MOST_BODY_SECONDS", 0.2)
    (tmp_path / ".passwords").write_text("", encoding="utf-8")
    sent = [{"type": "http.request", "body": b"name=", "more_body": True}] if begun else []
    status, _, words = answer_to(tmp_path, "POST", "/login", {"content-type": "application/x-www-form-urlencoded", **headers},
                                 list(sent), Letting(passwords=tmp_path / ".passwords"))
    assert status == 408
    assert "秒内没有传完，没有收下" in words


@pytest.mark.parametrize("address", ["/", "/api/rulesets"])
@pytest.mark.parametrize("known", [True, False])
def test_a_fault_of_ours_is_told_with_the_headers_of_every_answer(tmp_path: Path, address: str, known: bool,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(_: object) -> None:
        raise ZeroDivisionError

    def cookie(here: Served) -> dict[str, str]:
        visitor = Visitor("0", name="张三", proven=True)
        return {"cookie": f"checker={here.door.sealed(visitor)}", "authorization": f"Bearer {here.door.api_key.decode()}"}

    # Who asks can be found out, or not even that.
    (tmp_path / ".passwords").write_text("# nobody\n" if known else "not a line of ours\n", encoding="utf-8")
    if known:
        monkeypatch.setattr(entering, "_stopped", stumbles)
    status, headers, words = answer_to(tmp_path, "GET", address, {}, [], Letting(passwords=tmp_path / ".passwords"), cookie)
    assert status == 500
    assert f"程序内部错误（{'ZeroDivisionError' if known else 'UsageError'}）" in words
    assert ("problems/1" in words) == address.startswith("/api/")
    assert headers.items() >= {**gatekeeping.HEADERS, "cache-control": "no-store"}.items()


def test_no_page_has_anything_from_elsewhere_or_any_style_or_script_of_its_own(inside: Browser) -> None:
    for address in ("/", f"/dossier/{PARK.name}", "/rules", "/drafts", "/verify"):
        html = inside.page(address)
        assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in html
        for own in (" style=", "<style", " onclick=", "javascript:", "<script>"):
            assert own not in html, (address, own)


@pytest.mark.parametrize("place", [
    "../etc/passwd", "/etc/passwd", "..%2f..%2fetc%2fpasswd", ".checker/secret", "a/../../b", "%2e%2e/x", "link/passwd",
    "x%00y", "a/.hidden"])
@pytest.mark.parametrize("room", ["dossier", "result/json", "table", "verify", "file", "fill", "screening", "folder"])
def test_no_path_leads_out_of_the_folder(inside: Browser, folder: Path, room: str, place: str) -> None:
    link = folder / "link"
    if not link.is_symlink():
        link.symlink_to("/etc")
    answer = inside.get(f"/{room}/{place}")
    assert answer.status_code in (200, 400, 404)
    assert "root:" not in answer.text
    words = said(answer.text)
    assert any(said_ in words for said_ in ("不在所服务的文件夹里", "没有这个页面", "找不到", "评判一份材料")), words[:300]


@pytest.mark.parametrize("place", ["../x", "/x", ".checker/secret", "a/../../x", "a/.b", "x\0y", "link/passwd"])
def test_a_name_from_a_browser_is_below_the_folder_or_refused(folder: Path, place: str) -> None:
    with pytest.raises(UsageError) as refused:
        WorkFolder(folder.resolve()).place(place)
    assert [problem.code for problem in refused.value.problems] == ["browser.outside"]


@pytest.mark.parametrize(("name", "kept"), [
    ("材料.yaml", "材料.yaml"), ("C:\\我的文档\\材料.xlsx", "材料.xlsx"), ("../../x.yaml", "x.yaml"), ("a\u202eb.pdf", "a_b.pdf"),
    ("x?.yaml", "x_.yaml"), ("  材料 .YAML", "材料 .YAML"), ("材" * 77 + ".csv", "材" * 77 + ".csv")])
def test_an_upload_gets_a_name_that_every_system_takes(name: str, kept: str) -> None:
    assert file_name(name) == kept


@pytest.mark.parametrize("name", ["", ".yaml", "x", "x.exe", "x.html", "x.svg", "..", "x.yaml/"])
def test_a_file_of_no_use_is_refused_with_the_kinds_that_are(inside: Browser, name: str) -> None:
    answer = inside.send("/files", files=[("file", (name or " ", b"x"))])
    words = said(answer.text)
    assert "没有收下" in words
    assert any(part in words for part in ("不是能用的文件", "没有选文件"))


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "材" * 90 + ".yaml"])
def test_a_name_too_long_for_the_system_is_told_and_not_cut(inside: Browser, name: str) -> None:
    words = said(inside.send("/files", files=[("file", (name, b"x"))]).text)
    assert "文件名太长，请改短到 79 个汉字以内再放入" in words


@pytest.mark.parametrize("room", ["dossier", "table", "verify", "file", "fill", "screening", "folder", "screened-row"])
def test_an_address_too_long_for_a_file_is_answered_in_words(inside: Browser, room: str) -> None:
    answer = inside.get(f"/{room}/{quote('长' * 100)}.yaml")
    assert answer.status_code == 200
    assert "不在所服务的文件夹里" in said(answer.text)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_to_us_is_told(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0)
    with pytest.raises(UsageError, match=text("browser.not_found")):
        WorkFolder(folder.resolve()).listed("closed")
    closed.rmdir()


RECORD = "x.yaml.经办.jsonl"


def test_the_record_of_who_reviewed_what_is_nobodys_to_hand_in(inside: Browser, folder: Path) -> None:
    key = (folder / ".checker/api-key").read_text(encoding="ascii").strip()
    told = f"“{RECORD}”的名字是程序记录谁填写、谁复核所用的，没有收下"
    for name in (RECORD, RECORD.upper()):
        words = said(inside.send("/files", {"below": "草稿"}, files=[("file", (name, b"{}"))]).text)
        assert "的名字是程序记录谁填写、谁复核所用的，没有收下" in words
        answer = inside.client.put(f"/api/files/{quote(name)}", content=b"{}", headers={"authorization": f"Bearer {key}"})
        assert answer.status_code == 422
    assert told in said(inside.send("/files", files=[("file", (RECORD, b"{}"))]).text)
    assert not (folder / "草稿").exists()


@pytest.mark.parametrize("room", ["file", "table", "dossier", "verify"])
def test_the_record_of_who_reviewed_what_is_not_served(inside: Browser, folder: Path, room: str) -> None:
    (folder / RECORD).write_text("{}", encoding="utf-8")
    answer = inside.get(f"/{room}/{quote(RECORD)}")
    (folder / RECORD).unlink()
    assert "隐藏的文件，不能打开" in said(answer.text)


def test_nothing_is_written_over_and_the_same_is_kept_once(inside: Browser, folder: Path) -> None:
    before = set(folder.iterdir())
    assert inside.drop(PARK).url.path == f"/dossier/{PARK.name}"
    assert set(folder.iterdir()) == before
    other = inside.send("/files", files=[("file", (PARK.name, PARK.read_bytes() + b"# other\n"))])
    assert other.url.path == "/dossier/made-up-park(2).yaml"
    assert text("browser.renamed", name="made-up-park.yaml", kept="made-up-park(2).yaml") in said(other.text)
    assert (folder / PARK.name).read_bytes() == PARK.read_bytes()


def test_too_much_is_not_taken(inside: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatekeeping, "MOST_BODY", 2000)
    answer = inside.send("/files", files=[("file", ("large.yaml", b"x" * 4000))])
    assert answer.status_code == 413
    assert not (folder / "large.yaml").exists()


def test_too_many_fields_are_not_taken(inside: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_FIELDS", 3)
    answer = inside.send("/files", {f"f{n}": "x" for n in range(9)}, files=[("file", ("a.yaml", b"x"))])
    assert answer.status_code == 400


@pytest.mark.parametrize(("back", "own"), [
    ("/rules?x=1", "/rules?x=1"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/"), ("", "/")])
def test_after_a_form_one_comes_back_to_a_page_of_ours(back: str, own: str) -> None:
    assert own_address(back) == own


def test_processes_that_were_killed_from_outside_cost_one_answer_and_no_more(inside: Browser) -> None:
    inside.page(f"/dossier/{PARK.name}")
    for process in multiprocessing.active_children():
        if process.pid:
            os.kill(process.pid, signal.SIGKILL)
    answers = [inside.get(f"/dossier/{PARK.name}") for _ in range(4)]
    assert all(answer.status_code == 200 for answer in answers)
    assert "达标" in said(answers[-1].text)
    for answer in answers:
        assert "达标" in said(answer.text) or text("browser.process_lost") in answer.text


def test_what_is_not_there_is_told_in_words(inside: Browser) -> None:
    assert text("browser.not_found") in inside.get("/nowhere").text
    assert text("browser.wrong_method") in inside.get("/files").text


def test_whoever_comes_as_soon_as_the_address_is_told_is_not_turned_away() -> None:
    bound = _bound("127.0.0.1", 0)
    with bound, socket.create_connection(bound.getsockname(), timeout=5) as came:
        assert came.getpeername() == bound.getsockname()


# -- the processes that do what is asked for

def test_what_becomes_of_work_is_told_in_words_whatever_ended_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(error: BaseException) -> Callable[[], None]:
        def work() -> None:
            raise error

        return work

    for error, code, exit_ in ((MemoryError(), "file.no_memory", Exit.BAD_DOSSIER), (UsageError(Problem("browser.not_found")), "browser.not_found", Exit.USAGE),
                               (RuntimeError("made up"), "error.bug@page", Exit.BUG)):
        done = crews._attempted("zh_CN", True, fails(error), (), {})
        assert done == crews._NotDone([text(code, kind="RuntimeError", reason="made up")], exit_)
    assert crews._attempted("en", False, abs, (-1,), {}) == 1
    assert capsys.readouterr().err == ""


def test_a_traceback_is_printed_only_where_it_was_asked_for_and_a_process_has_no_more_memory_than_it_may(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setitem(crews._TOLD, "traceback", False)
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: limits.append(both))
    for hard, due in ((10**9, []), (resource.RLIM_INFINITY, [(2 * MOST_MEMORY, resource.RLIM_INFINITY)])):
        monkeypatch.setattr(resource, "getrlimit", lambda _, hard=hard: (hard, hard))
        crews._prepare(str(tmp_path), True)
        assert limits == due
        assert Path.cwd() == tmp_path
    done = crews._attempted("zh_CN", True, int, ("x",), {})
    assert isinstance(done, crews._NotDone)
    assert done.exit == Exit.BUG
    assert "ValueError: invalid literal" in capsys.readouterr().err


def test_work_that_is_too_long_or_whose_process_is_lost_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pool:
        """Fails at once."""

        active = True

        def __init__(self, error: BaseException) -> None:
            self.error = error

        def schedule(self, *_: object, **__: object) -> Future[None]:
            found: Future[None] = Future()
            found.set_exception(self.error)
            return found

    for error, told in ((TimeoutError(), text("file.too_long", limit=MOST_SECONDS)), (ProcessExpired("made up"), text("browser.process_lost")),  # type: ignore[no-untyped-call]
                        (BrokenProcessPool(), text("browser.process_lost"))):
        crew = Crew(str(tmp_path))
        monkeypatch.setattr(crew, "_new", lambda error=error: Pool(error))
        monkeypatch.setattr(crew, "_pool", SimpleNamespace(active=False))
        with pytest.raises(Refusal, match=re.escape(told)) as caught:
            asyncio.run(crew.make("zh_CN", abs, 1))
        assert caught.value.exit == Exit.BAD_DOSSIER
