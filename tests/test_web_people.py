"""Several people before one folder: logins, a proxy that tells who they are, programs with a key, and 复核."""

from __future__ import annotations

import datetime as dt
import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import click.testing
import jsonschema
import pytest
from conftest import ROOT, TODAY
from web_client import NOW, Browser, browser, office_in, said

from checker.cli.serve import _letting, serve
from checker.errors import UsageError
from checker.files.canonical import digest
from checker.files.textfile import read
from checker.messages import text
from checker.register.entry import founded
from checker.register.founding import found, opened
from checker.services import registering
from checker.services.handling import Person, deeds, log_of
from checker.services.judging_files import JudgingTerms, judged
from checker.services.producing import produce, produce_explained
from checker.services.schemas import schema
from checker.web import login_routes, logins
from checker.web.api import ASKED, FOUND_BY, ROUTES
from checker.web.asked_dossier import AskedDossier
from checker.web.doorkeeping import DAYS, Letting
from checker.web.dossier_page import registered
from checker.web.logins import EndedSessions, password_file, right, set_password

PARK, PROJECT = "made-up-park.yaml", "made-up-project.yaml"
SOURCE = {"new_document": "项目申请书（虚构）", "place": "第 1 页", "words": "属鼓励类"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office_in(tmp_path_factory.mktemp("office"), PARK, PROJECT)


class Told(Browser):
    """Somebody whose name a proxy tells."""

    def __init__(self, other: Browser, name: str) -> None:
        super().__init__(other.client, other.keys)
        self.who: dict[str, Any] = {"x-remote-user": name.encode()}

    def get(self, address: str, **headers: Any) -> Any:
        return super().get(address, **{**self.who, **headers})

    def send(self, address: str, fields: Any = None, **more: Any) -> Any:
        return super().send(address, fields, **{**self.who, **more})


@pytest.fixture(scope="module")
def proxied(folder: Path) -> Iterator[Browser]:
    with browser(folder, let_in=False, letting=Letting(header="x-remote-user", hosts=("park.example",))) as one:
        yield one


# -- logins

COST = logins._N


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password's digest costs next to nothing, but where its cost is what is tested."""
    monkeypatch.setattr(logins, "_N", 16)


def test_a_try_at_a_password_costs_the_memory_that_is_advised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "_N", COST)
    set_password(tmp_path / "口令", "张三", "correct horse battery")
    assert right(tmp_path / "口令", "张三", "correct horse battery")
    monkeypatch.setattr(logins, "_N", COST // 2)
    assert not right(tmp_path / "口令", "张三", "correct horse battery")
    assert 128 * COST * logins._R >= 64 * 2 ** 20  # bytes, as RFC 7914 counts them


def test_behind_a_proxy_a_name_is_the_logins_and_without_one_nobody_comes_in(proxied: Browser) -> None:
    assert proxied.get("/").status_code == 403
    assert text("login.nobody") in proxied.get("/").text
    assert proxied.get(f"/?key={proxied.keys[-1]}").status_code == 403
    words = said(Told(proxied, "张三").page("/"))
    assert "姓名：张三" in words
    assert "未经证明" not in words
    assert "更改姓名" not in words
    assert Told(proxied, "张三").send("/name", {"name": "李四"}).url.path == "/"
    assert "姓名：张三" in said(Told(proxied, "张三").page("/"))
    assert Told(proxied, "张三").get("/", host="park.example").status_code == 200


def test_the_header_of_anybody_but_the_proxy_says_nothing(folder: Path) -> None:
    letting = Letting(header="x-remote-user")
    with browser(folder, let_in=False, letting=letting, client_at=("10.0.0.9", 50000)) as elsewhere:
        assert elsewhere.get("/", **{"x-remote-user": "张三".encode()}).status_code == 403


@pytest.mark.parametrize("name", [
    "{http.auth.user.id}", "{", "张三}", "(null)", " ", "张\u0085三", "张\u2028三", "张\u200b三", "张" * 101, "\ufffd张"])
def test_what_a_proxy_sends_that_knows_of_no_login_is_nobody(proxied: Browser, name: str) -> None:
    answer = proxied.get("/", **{"x-remote-user": name.encode()})
    assert answer.status_code == 403
    assert text("login.nobody") in answer.text
    assert proxied.get("/", **{"x-remote-user": ("张" * 100).encode()}).status_code == 200


def test_where_a_proxy_is_named_this_machine_is_none(folder: Path) -> None:
    named = _letting("0.0.0.0", header="x-remote-user", proxies=("10.88.0.1",), names=(), passwords=None)
    assert named.proxies == ("10.88.0.1",)
    assert _letting("127.0.0.1", header="x-remote-user", proxies=(), names=(), passwords=None) == Letting("x-remote-user")
    for address, status in (("10.88.0.1", 200), ("::ffff:10.88.0.1", 200), ("127.0.0.1", 403), ("::1", 403),
                            ("::ffff:127.0.0.1", 403), ("", 403)):
        with browser(folder, let_in=False, letting=named, client_at=(address, 50000)) as one:
            assert one.get("/", **{"x-remote-user": "张三".encode()}).status_code == status, address


def test_a_form_of_one_person_is_not_anothers(proxied: Browser) -> None:
    token = Told(proxied, "张三").token()
    sent = proxied.client.post("/language", data={"token": token, "language": "en"}, headers=Told(proxied, "李四").who)
    assert sent.status_code == 403


def test_who_has_a_password_comes_in_by_it_and_by_nothing_else(folder: Path, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.web.logins._N", 2 ** 4)
    passwords = tmp_path / "passwords"
    set_password(passwords, "张三", "correct horse battery")
    set_password(passwords, "李四", "another long word")
    assert passwords.stat().st_mode & 0o777 == 0o600
    assert "correct" not in passwords.read_text(encoding="utf-8")
    with browser(folder, let_in=False, letting=Letting(passwords=passwords)) as one:
        one.client.base_url = one.client.base_url.copy_with(scheme="https")  # a secure cookie goes nowhere else
        assert one.get("/").url.path == "/login"
        assert one.get(f"/?key={one.keys[-1]}").url.path == "/login"
        login_routes._TRIES.clear()
        for name, password in (("张三", "wrong"), ("王五", "correct horse battery"), ("", "")):
            answer = one.client.post("/login", data={"name": name, "password": password})
            assert text("login.wrong") in answer.text
        answer = one.client.post("/login", data={"name": "张三", "password": "correct horse battery"},
                                 headers={"origin": "http://evil.example"})
        assert (answer.url.path, answer.status_code) == ("/login", 403)
        assert text("browser.foreign") in answer.text
        assert 'name="password"' in answer.text
        answer = one.client.post("/login", data={"name": "张三", "password": "correct horse battery"})
        assert "姓名：张三" in said(answer.text)
        login_routes._TRIES.clear()


@pytest.fixture
def passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A password file with one person, whom nobody has tried yet."""
    monkeypatch.setattr("checker.web.logins._N", 2 ** 4)
    place = tmp_path / "passwords"
    set_password(place, "张三", "correct horse battery")
    login_routes._TRIES.clear()
    yield place
    login_routes._TRIES.clear()


def test_too_many_wrong_passwords_close_the_door_for_a_while(folder: Path, passwords: Path) -> None:
    with browser(folder, let_in=False, letting=Letting(passwords=passwords)) as one:
        for _ in range(login_routes.MOST_TRIES):
            one.client.post("/login", data={"name": "张三", "password": "wrong"})
        answer = one.client.post("/login", data={"name": "张三", "password": "correct horse battery"})
        assert text("login.later") in answer.text


def test_passwords_that_are_tried_at_once_are_counted_and_wait_for_one_another(
        folder: Path, passwords: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    going, tried, most = [0], [0], [0]

    def slow(place: Path, name: str, password: str) -> bool:
        going[0] += 1
        most[0] = max(most[0], going[0])
        tried[0] += 1
        time.sleep(0.05)
        going[0] -= 1
        return password == "correct horse battery"

    monkeypatch.setattr(login_routes, "right", slow)
    with browser(folder, let_in=False, letting=Letting(passwords=passwords)) as one:
        def enter(password: str) -> Any:
            return one.client.post("/login", data={"name": "张三", "password": password}, follow_redirects=False)

        for _ in range(2 * login_routes.MOST_TRIES):  # who comes in by the right one takes nothing from the others
            assert enter("correct horse battery").status_code == 303
        tried[0] = 0
        with ThreadPoolExecutor(60) as people:
            answers = [answer.text for answer in people.map(enter, ["wrong"] * 60)]
    assert tried[0] == login_routes.MOST_TRIES
    assert most[0] == 2
    assert sum(text("login.later") in answer for answer in answers) == 60 - login_routes.MOST_TRIES


def test_a_door_that_is_closed_opens_when_the_minute_is_over_whoever_knocked(
        folder: Path, passwords: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(login_routes, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with browser(folder, let_in=False, letting=Letting(passwords=passwords)) as one:
        def enter(password: str) -> Any:
            return one.client.post("/login", data={"name": "张三", "password": password}, follow_redirects=False)

        for _ in range(login_routes.MOST_TRIES):
            enter("wrong")
        for _ in range(5):
            clock[0] += 10
            assert text("login.later") in enter("correct horse battery").text
        clock[0] += 10
        assert enter("correct horse battery").status_code == 303


def test_a_password_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    place = tmp_path / "passwords"
    with pytest.raises(UsageError, match="至少要"):
        set_password(place, "张三", "short")
    with pytest.raises(UsageError, match="登录名"):
        set_password(place, "a:b", "long enough by far")
    place.write_text("# people\n\n张三 plain\n", encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        password_file(place)
    assert [(problem.code, problem.line) for problem in wrong.value.problems] == [("login.line", 3)]
    place.unlink()
    set_password(place, "张三", "long enough by far")
    assert right(place, "张三", "long enough by far")
    assert not right(place, "张三", "Long enough by far")


@pytest.mark.parametrize(("options", "code"), [
    (["--host", "0.0.0.0"], "browser.beyond"), (["--host", "192.168.1.5"], "browser.beyond"),
    (["--host", "park.example"], "browser.beyond"), (["--behind-proxy", "X-User", "--passwords", "p"], "browser.two_ways"),
    (["--port", "70000"], "browser.port_range"), (["--port", "x"], "browser.port_range"),
    (["--folder", "/nowhere"], "browser.no_folder"), (["--passwords", "/nowhere"], "file.not_found")])
def test_what_would_let_anybody_in_is_refused_before_anything_is_served(options: list[str], code: str) -> None:
    done = click.testing.CliRunner().invoke(serve, options)
    assert isinstance(done.exception, UsageError)
    assert [problem.code for problem in done.exception.problems] == [code]


@pytest.mark.parametrize(("place", "within"), [
    ("passwords", True), ("below/passwords", True), ("link", True), (".link", True), (".passwords", False),
    (".below/passwords", False), ("../passwords", False)])
def test_a_password_file_that_could_be_downloaded_is_refused(tmp_path: Path, place: str, within: bool,
                                                             passwords: Path) -> None:
    served = tmp_path / "served"
    kept = served / place
    for folder in ("below", ".below"):
        (served / folder).mkdir(parents=True)
    (served / "passwords").write_bytes(passwords.read_bytes())
    if place.endswith("link"):
        kept.symlink_to("passwords")
    else:
        kept.write_bytes(passwords.read_bytes())
    with socket.socket() as other:  # it gets no further than to the port
        other.bind(("127.0.0.1", 0))
        done = click.testing.CliRunner().invoke(serve, [
            "--port", str(other.getsockname()[1]), "--folder", str(served), "--passwords", str(kept)])
    assert isinstance(done.exception, UsageError)
    [problem] = done.exception.problems
    assert problem.code == ("browser.passwords_served" if within else "browser.port_taken")
    if within:
        assert f"密码文件 {kept} 在所服务的文件夹里，谁登录了都能下载" in str(problem)
        assert f"以点开头的名字（如 {served}/" in str(problem)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        done = click.testing.CliRunner().invoke(serve, ["--port", str(other.getsockname()[1]), "--folder", str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert [problem.code for problem in done.exception.problems] == ["browser.port_taken"]


def test_a_password_is_asked_for_and_not_shown(tmp_path: Path) -> None:
    place = tmp_path / "passwords"
    typed = "correct horse battery\n"
    done = click.testing.CliRunner().invoke(serve, ["--passwords", str(place), "--set-password", "张三"], input=typed * 2)
    assert done.exception is None, done.output
    assert text("login.set", name="张三", path=place) in done.output
    assert "horse" not in done.output
    assert right(place, "张三", typed.strip())


def test_a_password_that_is_typed_otherwise_the_second_time_is_asked_for_again_in_our_words(tmp_path: Path) -> None:
    place = tmp_path / "passwords"
    typed = "correct horse battery\ncorrect horse batter\n" + "another long password\n" * 2
    done = click.testing.CliRunner().invoke(serve, ["--passwords", str(place), "--set-password", "张三"], input=typed)
    assert done.exception is None, done.output
    assert "再输一次密码" in done.output
    assert "两次输入的密码不同，请重新输入。" in done.output
    assert "Repeat" not in done.output
    assert "match" not in done.output
    assert right(place, "张三", "another long password")


@pytest.mark.parametrize("name", ["#张三", " # 张三", "张\u2028三", "张\u2029三", "张\x85三", "张\x1c三", "张\n三", "张\t三", "张\x00三",
                                  "张\u202e三"])
def test_a_name_that_the_password_file_could_not_hold_is_refused(tmp_path: Path, name: str) -> None:
    place = tmp_path / "passwords"
    set_password(place, "李四", "long enough by far")
    before = place.read_bytes()
    with pytest.raises(UsageError) as refused:
        set_password(place, name, "long enough by far")
    told = str(refused.value.problems[0])
    assert "不能作登录名：以 # 开头的行在密码文件里是说明" in told
    assert "换行符会使密码文件读不出" in told
    assert place.read_bytes() == before
    set_password(place, "张#三", "long enough by far")
    assert set(password_file(place)) == {"李四", "张#三"}


# -- two persons

def begun(inside: Browser, name: str) -> str:
    answer = inside.send("/drafts", {"name": name, "ruleset": "admission-yunnan", "ground": "试填（虚构）"})
    return unquote(answer.url.path).removeprefix("/fill/")


def version(inside: Browser, place: str) -> str:
    return str(re.findall(r'name="version" value="([0-9a-f]{64})"', inside.page(f"/fill/{place}"))[0])


def state(inside: Browser, draft: str, /, **fields: str) -> Any:
    return inside.send(f"/fill/{draft}", {"version": version(inside, draft), **fields})


def shown_on(inside: Browser, place: str) -> dict[str, str]:
    """What the page of a dossier says of the verdict that it shows."""
    found_ = re.search(r'name="shown" value="([0-9a-f]{64})"', inside.page(f"/dossier/{place}"))
    assert found_
    return {"shown": found_[1]}


def test_what_one_entered_another_reviews_and_nobody_what_is_theirs(proxied: Browser, folder: Path) -> None:
    one, other = Told(proxied, "张三"), Told(proxied, "李四")
    place = begun(one, "虚构复核项目")
    state(one, place, key="attribute:catalogue_category", value="鼓励类", **SOURCE)
    at = "attributes.catalogue_category"
    assert text("review.own", name="张三") in said(state(one, place, at=at, do="accept").text)
    assert text("review.no_word") in said(state(other, place, at=at, do="send_back").text)
    words = said(state(other, place, at=at, do="send_back", word="请附目录页").text)
    assert "李四" in words
    assert "× 退回：请附目录页" in words
    words = said(state(other, place, at=at, do="accept").text)
    assert "√ 同意" in words
    assert "复核情况：1／1 条已由他人同意" in words
    # As soon as it is another statement, nobody has accepted that one.
    words = said(state(one, place, key="attribute:catalogue_category", at=at, value="允许类", **SOURCE).text)
    assert "复核情况：0／1" in words
    assert [(deed.by, deed.did) for deed in deeds(folder / place)] == [
        ("张三", "entered"), ("李四", "sent_back"), ("李四", "accepted"), ("张三", "entered")]
    assert all(deed.proven for deed in deeds(folder / place))


def test_a_reviewers_value_stands_beside_and_does_not_take_the_others_away(proxied: Browser, folder: Path) -> None:
    one, other = Told(proxied, "张三"), Told(proxied, "李四")
    place = begun(one, "虚构并列项目")
    state(one, place, key="quantity:capacity_added", value="50万t", **SOURCE)
    state(other, place, key="quantity:capacity_added", at="observations.0", value="60万t", **SOURCE)
    assert [entry["value"] for entry in read(folder / place).data["observations"]] == ["50万t", "60万t"]
    state(one, place, key="attribute:nature", value="新建", **SOURCE)
    state(other, place, key="attribute:nature", at="attributes.nature", value="扩建", **SOURCE)
    nature = read(folder / place).data["attributes"]["nature"]
    assert (nature["value"], [also["value"] for also in nature["also"]]) == ("新建", ["扩建"])
    assert text("review.anothers") in said(state(other, place, at="observations.0", do="remove").text)
    state(other, place, at="observations.1", do="remove")
    assert [entry["value"] for entry in read(folder / place).data["observations"]] == ["50万t"]


def test_nobody_accepts_what_was_changed_since_it_was_shown(proxied: Browser, folder: Path) -> None:
    one, other = Told(proxied, "张三"), Told(proxied, "李四")
    place = begun(one, "虚构过时项目")
    state(one, place, key="quantity:capacity_added", value="50万t", **SOURCE)
    seen = version(other, place)
    state(one, place, key="quantity:capacity_added", at="observations.0", value="55万t", **SOURCE)
    answer = other.send(f"/fill/{place}", {"version": seen, "at": "observations.0", "do": "accept"})
    assert text("draft.moved") in said(answer.text)
    assert "accepted" not in [deed.did for deed in deeds(folder / place)]


def test_what_was_reviewed_is_recorded_with_who_did_what(proxied: Browser, folder: Path) -> None:
    one, other = Told(proxied, "张三"), Told(proxied, "李四")
    place = begun(one, "虚构登记项目")
    state(one, place, key="attribute:catalogue_category", value="淘汰类", **SOURCE)
    state(other, place, at="attributes.catalogue_category", do="accept")
    log = digest(log_of(folder / place).read_bytes())
    answer = other.send(f"/registered/{place}", shown_on(other, place))
    assert re.fullmatch(r"/register/KM-2026-\d{4}", answer.url.path), said(answer.text)[:500]
    number = answer.url.path.rpartition("/")[2]
    with opened(str(folder / "台账.db")) as register:
        entry = register.entry(number)
    assert entry is not None
    assert entry.by == "李四（填报 张三；复核 李四）"
    assert entry.made_with["handling"] == log
    assert digest((folder / f"核验意见/{number}.pdf").read_bytes()) == entry.pdf
    assert deeds(folder / place)[-1].did == "recorded"
    # The very same verdict gets no second number.
    again = said(other.send(f"/registered/{place}", shown_on(other, place)).text)
    assert number in again
    assert "没有做成" in again


@pytest.mark.whole
def test_only_who_reviewed_what_stands_is_named_and_as_reviewer_of_all_only_of_all(
        proxied: Browser, folder: Path) -> None:
    one, other, third = Told(proxied, "张三"), Told(proxied, "李四"), Told(proxied, "王五")
    place = begun(one, "虚构逐条复核项目")
    category, nature = "attributes.catalogue_category", "attributes.nature"
    state(one, place, key="attribute:catalogue_category", value="鼓励类", **SOURCE)
    state(other, place, at=category, do="accept")
    # What 李四 accepted doesn't stand any more.
    state(one, place, key="attribute:catalogue_category", at=category, value="淘汰类", **SOURCE)
    state(one, place, key="attribute:nature", value="新建", **SOURCE)

    numbers: list[str] = []

    def by() -> str:
        correction = {"supersedes": numbers[-1], "reason": "复核情况有变"} if numbers else {}
        answer = third.send(f"/registered/{place}", {**correction, **shown_on(third, place)})
        numbers.append(answer.url.path.rpartition("/")[2])
        with opened(str(folder / "台账.db")) as register:
            entry = register.entry(numbers[-1])
        assert entry is not None, said(answer.text)
        return entry.by

    assert by() == "王五（填报 张三）"
    state(third, place, at=category, do="accept")
    assert by() == "王五（填报 张三；2 条中 1 条经 王五 复核）"
    state(other, place, at=nature, do="accept")
    assert by() == "王五（填报 张三；复核 王五、李四）"
    state(third, place, at=nature, do="send_back", word="请附批文")
    assert by() == "王五（填报 张三；2 条中 1 条经 王五 复核）"
    # Whoever enters the very content that he accepted once has not reviewed it.
    state(one, place, at=category, do="remove")
    state(third, place, key="attribute:catalogue_category", value="淘汰类", **SOURCE)
    assert by() == "王五（填报 张三、王五）"


@pytest.mark.whole
def test_no_number_that_was_given_before_a_backup_was_put_back_is_given_again(tmp_path: Path) -> None:
    found(str(tmp_path / "台账.db"), founded("某某管委会", "KM", NOW, "0" * 32)).close()
    (tmp_path / PROJECT).write_bytes((ROOT / "samples" / PROJECT).read_bytes())
    earlier = (tmp_path / "台账.db").read_bytes()
    with browser(tmp_path) as alone:
        alone.send("/name", {"name": "王五"})
        assert alone.send(f"/registered/{PROJECT}", shown_on(alone, PROJECT)).url.path == "/register/KM-2026-0001"
        page = tmp_path / "核验意见/KM-2026-0001.pdf"
        issued = page.read_bytes()
        (tmp_path / "台账.db").write_bytes(earlier)
        refused = said(alone.send(f"/registered/{PROJECT}", shown_on(alone, PROJECT)).text)
        assert text("register.given_before", number="KM-2026-0001", path="核验意见/KM-2026-0001.pdf") in refused
        assert "台账很可能是从较早的备份恢复的" in refused
        assert page.read_bytes() == issued
        with opened(str(tmp_path / "台账.db")) as register:
            assert register.head().sequence == 0
        page.rename(tmp_path / "旧.pdf")
        assert alone.send(f"/registered/{PROJECT}", shown_on(alone, PROJECT)).url.path == "/register/KM-2026-0001"


def test_what_lies_under_a_new_number_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(str(tmp_path / "台账.db"), founded("某某管委会", "KM", NOW, "0" * 32)).close()
    (tmp_path / PROJECT).write_bytes((ROOT / "samples" / PROJECT).read_bytes())
    (tmp_path / ".checker").mkdir()  # as a folder has that is served
    (tmp_path / "核验意见").mkdir()
    (tmp_path / "核验意见/KM-2026-0001.pdf").write_bytes(b"another page")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(registering, "_refuse_given", lambda register, kept: None)  # it came in the meantime
    number = registered(AskedDossier(PROJECT), "台账.db", Person("王五"), NOW, None, None)
    assert (number, Path("核验意见/KM-2026-0001.pdf").read_bytes()) == ("KM-2026-0001", b"another page")
    with opened("台账.db") as register:
        entry = register.entry(number)
    assert entry is not None
    assert digest(Path("核验意见/KM-2026-0001(2).pdf").read_bytes()) == entry.pdf


def test_on_ones_own_machine_a_name_is_stated_and_the_page_says_so(folder: Path) -> None:
    with browser(folder) as alone:
        place = begun(alone, "虚构自称项目")
        state(alone, place, key="attribute:catalogue_category", value="鼓励类", **SOURCE)
        at = "attributes.catalogue_category"
        assert text("review.nobody") in said(state(alone, place, at=at, do="accept").text)
        assert text("browser.nobody") in said(alone.send(f"/registered/{PROJECT}", shown_on(alone, PROJECT)).text)
        alone.send("/name", {"name": " 王五 "})
        # Who entered it without a name may be the same person.
        assert text("review.nobodys") in said(state(alone, place, at=at, do="accept").text)
        state(alone, place, key="attribute:catalogue_category", at=at, value="鼓励类", **SOURCE)
        assert text("review.own", name="王五") in said(state(alone, place, at=at, do="accept").text)
        alone.send("/name", {"name": "赵六"})
        words = said(state(alone, place, at=at, do="accept").text)
        assert "赵六（自称）" in words
        assert "没有证明" in words
        assert not any(deed.proven for deed in deeds(folder / place))


def test_a_dossier_of_the_folder_is_copied_and_itself_stays_as_it_is(folder: Path) -> None:
    with browser(folder) as alone:
        before = (folder / PARK).read_bytes()
        answer = alone.send(f"/copied/{PARK}")
        place = unquote(answer.url.path).removeprefix("/fill/")
        assert place == "草稿/made-up-park.yaml"
        assert (folder / PARK).read_bytes() == before
        own, copy = (judged(JudgingTerms(folder / name, TODAY))[0].verdict for name in (PARK, place))
        assert own.dossier.digest == copy.dossier.digest
        refused = said(alone.send(f"/fill/{PARK}", {"version": "0" * 64, "at": "observations.0", "do": "remove"}).text)
        assert text("draft.not_a_draft", name=PARK) in refused
        assert (folder / PARK).read_bytes() == before


@pytest.mark.whole
def test_limits_are_confirmed_on_the_page_and_come_to_a_local_provision(folder: Path) -> None:
    with browser(folder) as alone:
        html = alone.page("/rules/hj274-2015/confirm")
        keys = re.findall(r'name="((?:limits|texts):tick:[^"]+)" value="([^"]+)"', html)
        same = keys[0][1]
        head = {"by": "某某生态环境局（虚构）", "on": "2020-01-01", "edition": "2015 年第一版"}
        wrong = said(alone.send("/rules/hj274-2015/confirm", {keys[0][0]: same}).text)
        assert "没有存" in wrong
        assert not (folder / "限值核对").exists() or not list((folder / "限值核对").iterdir())
        answer = alone.send("/rules/hj274-2015/confirm", {**head, **{key: word for key, word in keys if word == same}},
                            files=[("copy_file", ("HJ274.pdf", b"%PDF made up"))])
        assert answer.url.path == "/rules/hj274-2015", said(answer.text)[:600]
        [overlay] = (folder / "限值核对").glob("*.yaml")
        assert f"已存为地方补充规定 限值核对/{overlay.name}" in said(answer.text)
        [without] = judged(JudgingTerms(folder / PARK, TODAY))
        [record] = judged(JudgingTerms(folder / PARK, TODAY, overlays=(overlay,)))
        before, after = (sum(finding.seen.limit in ("official", "source") for finding in one.words.findings)
                         for one in (without, record))
        assert after - before >= 17
        assert f'value="{overlay.relative_to(folder).as_posix()}"' in alone.page(f"/dossier/{PARK}?choose=1")


# -- programs

@pytest.fixture(scope="module")
def program(folder: Path) -> Iterator[tuple[Browser, dict[str, str]]]:
    with browser(folder, let_in=False) as one:
        key = (folder / ".checker/api-key").read_text(encoding="ascii")
        yield one, {"authorization": f"Bearer {key}"}


def test_a_program_gets_the_commands_json_to_the_byte(program: tuple[Browser, dict[str, str]], folder: Path) -> None:
    one, key = program
    records = judged(JudgingTerms(folder / PROJECT, TODAY))
    assert one.get(f"/api/check/{PROJECT}", **key).content == produce(records, "json")
    assert one.get(f"/api/explain/{PROJECT}", **key).content == produce_explained(records[0], "json")
    verdict = one.get(f"/api/check/{PARK}?ruleset=hj274-2015", **key).json()
    jsonschema.validate(verdict, json.loads(schema("verdict")))
    assert one.client.put("/api/files/new.yaml", content=b"schema: dossier/1\n", headers=key).json()["place"] == "new.yaml"
    nowhere = one.get("/api/nowhere", **key)
    assert (nowhere.status_code, nowhere.json()["schema"]) == (404, "problems/1")
    wrong = one.get("/api/check/new.yaml", **key)
    assert (wrong.status_code, wrong.json()["exit"]) == (422, 4)
    assert wrong.json()["problems"]
    assert one.get("/api/register?year=2026", **key).json()["schema"] == "register-list/1"
    assert {entry["id"] for entry in one.get("/api/rulesets", **key).json()["rulesets"]} >= {"hj274-2015"}


@pytest.mark.parametrize(("authorization", "code"), [
    ("", "browser.no_key"), ("Bearer ", "browser.no_key"), ("Basic x", "browser.no_key"),
    ("Bearer guessed", "browser.wrong_key")])
def test_a_program_without_the_key_gets_nothing(program: tuple[Browser, dict[str, str]], authorization: str, code: str) -> None:
    one, _ = program
    for address in ("/api/rulesets", f"/api/check/{PARK}", "/api/openapi.json"):
        answer = one.get(address, **({"authorization": authorization} if authorization else {}))
        assert (answer.status_code, answer.json()["problems"]) == (403, [text(code)])
    assert "钥匙不对" in text("browser.wrong_key")
    assert "请在请求头里写明钥匙" in text("browser.no_key")


@pytest.mark.parametrize(("address", "told"), [
    (f"check/{PARK}?rulset=hj274-2015&ruleset=hj274-2015", "参数“rulset”这个地址不认，什么都没有做：略过它，答复的就不是您要问的。"
     "认的参数：ruleset、overlay、answers、previous、as_of、purpose。"),
    (f"explain/{PARK}?as-of=2020-01-01&x=1", "参数“as-of、x”这个地址不认"), ("register?jahr=2026", "认的参数：words、year、outcome。"),
    ("rulesets?x=1", "参数“x”这个地址不认，什么都没有做。这个地址不带参数。"), ("openapi.json?x", "这个地址不带参数"),
    (f"verify/{PARK}?x=", "这个地址不带参数"),
    (f"check/{PARK}?as_of=2024-01-01&as_of=2026-01-01", "参数“as_of”给了不止一次，什么都没有做"),
    ("register?year=2025&year=2026&words=", "参数“year”给了不止一次，什么都没有做")])
def test_a_parameter_that_an_address_does_not_know_is_refused_and_never_left_out(
        program: tuple[Browser, dict[str, str]], address: str, told: str) -> None:
    one, key = program
    answer = one.get(f"/api/{address}", **key)
    assert (answer.status_code, answer.json()["schema"], answer.json()["exit"]) == (422, "problems/1", 2)
    [problem] = answer.json()["problems"]
    assert told in problem


def test_a_file_is_not_kept_with_a_parameter_that_is_not_known(program: tuple[Browser, dict[str, str]], folder: Path) -> None:
    one, key = program
    assert one.client.put("/api/files/never.yaml?below=x", content=b"x", headers=key).status_code == 422
    assert not (folder / "never.yaml").exists()


def test_the_description_names_every_address_of_the_api_and_no_other(program: tuple[Browser, dict[str, str]]) -> None:
    one, key = program
    described = one.get("/api/openapi.json", **key).json()
    assert set(described["paths"]) == {route.path.replace(":path}", "}") for route in ROUTES}
    for path, calls in described["paths"].items():
        route = next(route for route in ROUTES if route.path.replace(":path}", "}") == path)
        assert {method.upper() for method in calls} == set(route.methods or ()) - {"HEAD"}
        [call] = calls.values()
        taken = {one["name"] for one in call["parameters"] if one["in"] == "query"}
        assert taken == set(ASKED if "check" in path or "explain" in path else FOUND_BY if "register" in path else ())
    references = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(described)))
    assert references <= set(described["components"]["schemas"])


@pytest.mark.whole
def test_a_limit_and_the_formula_of_one_item_are_confirmed_apart(tmp_path: Path) -> None:
    (tmp_path / PARK).write_bytes((ROOT / "samples" / PARK).read_bytes())
    head = {"by": "某某生态环境局（虚构）", "on": "2020-01-01", "edition": "2015 年第一版"}
    copy = [("copy_file", ("HJ274.pdf", b"%PDF made up"))]
    with browser(tmp_path) as alone:
        ticks = re.findall(r'name="(limits:tick:HJ274-2015\.1)" value="([^"]+)"', alone.page("/rules/hj274-2015/confirm"))
        (name, same), (_, different) = ticks
        answer = alone.send("/rules/hj274-2015/confirm", {**head, name: same}, files=copy)
        assert answer.url.path == "/rules/hj274-2015", said(answer.text)[:600]
        [overlay] = (tmp_path / "限值核对").glob("*.yaml")
        assert [entry["parts"] for entry in read(overlay).data["confirmed"]] == [["limit"]]
        overlay.unlink()
        other = {name: different, "limits:true_limit:HJ274-2015.1": "≥40", "limits:true_place:HJ274-2015.1": "表1"}
        answer = alone.send("/rules/hj274-2015/confirm", {**head, **other}, files=copy)
        assert answer.url.path == "/rules/hj274-2015", said(answer.text)[:600]
        newest = max((tmp_path / "限值核对").glob("*.yaml"))
        assert read(newest).data["corrected"]
        empty = said(alone.send("/rules/hj274-2015/confirm", {**head, name: same}, files=[("copy_file", ("leer.pdf", b""))]).text)
        assert text("browser.empty_file", name="leer.pdf") in empty


def test_a_statement_with_a_year_and_a_list_are_somebodys_too(proxied: Browser, folder: Path) -> None:
    one, other = Told(proxied, "张三"), Told(proxied, "李四")
    place = begun(one, "虚构清单项目")
    state(one, place, key="list:equipment", **{"entry:0:kind": "转炉"}, complete="1", declared_by="虚构公司", year="2026", **SOURCE)
    assert "张三" in said(one.page(f"/fill/{place}"))
    assert "没有经办记录" not in said(one.page(f"/fill/{place}"))
    assert text("review.own", name="张三") in said(state(one, place, at="lists.0", do="accept").text)
    assert text("review.anothers") in said(state(other, place, at="lists.0", do="remove").text)
    assert "1／1 条已由他人同意" in said(state(other, place, at="lists.0", do="accept").text)


def test_a_declared_fact_is_filled_in_by_yes_or_no(proxied: Browser, folder: Path) -> None:
    one = Told(proxied, "张三")
    place = begun(one, "虚构声明项目")
    answer = state(one, place, key="attribute:zoning_conforms", value="true", by="虚构公司", **SOURCE)
    assert "已经填的（1）" in said(answer.text), said(answer.text)[:700]
    [declared] = read(folder / place).data["declarations"]
    assert declared["value"] == "是"
    html = one.page(f"/fill/{place}?at=declarations.0")
    assert re.search(r'value="true"[^>]* checked', html)


def test_who_was_taken_off_the_password_file_or_has_another_password_is_out(folder: Path, passwords: Path) -> None:
    with browser(folder, let_in=False, letting=Letting(passwords=passwords)) as one:
        one.client.base_url = one.client.base_url.copy_with(scheme="https")

        def enter(password: str) -> Any:
            return one.client.post("/login", data={"name": "张三", "password": password})

        assert "姓名：张三" in said(enter("correct horse battery").text)
        set_password(passwords, "张三", "another long password")
        assert one.get("/").url.path == "/login"
        assert "姓名：张三" in said(enter("another long password").text)
        assert one.send("/logout").url.path == "/login"
        assert one.get("/").url.path == "/login"
        enter("another long password")
        passwords.write_text("", encoding="utf-8")
        assert one.get("/").url.path == "/login"


def test_who_logged_out_is_out_with_every_copy_of_the_cookie_and_stays_so(folder: Path, passwords: Path) -> None:
    letting = Letting(passwords=passwords)

    def entered(one: Browser) -> str:
        one.client.base_url = one.client.base_url.copy_with(scheme="https")
        one.client.cookies.clear()
        one.client.post("/login", data={"name": "张三", "password": "correct horse battery"})
        return str(one.client.cookies["checker"])

    def opens(one: Browser, cookie: str) -> bool:
        one.client.cookies.clear()
        return bool(one.get("/", cookie=f"checker={cookie}").url.path == "/")

    with browser(folder, let_in=False, letting=letting) as one:
        elsewhere, here = entered(one), entered(one)
        assert one.send("/language", {"language": "en"}).url.path == "/"
        in_english = str(one.client.cookies["checker"])
        assert one.send("/logout").url.path == "/login"
        assert not opens(one, here)
        assert not opens(one, in_english)
        assert opens(one, elsewhere)
    with browser(folder, let_in=False, letting=letting) as one:  # started again
        one.client.base_url = one.client.base_url.copy_with(scheme="https")
        assert not opens(one, here)
        assert opens(one, elsewhere)
        assert opens(one, entered(one))
    assert (folder / ".checker").stat().st_mode & 0o777 == 0o700


def test_ended_sessions_are_kept_for_as_long_as_a_cookie_lasts(tmp_path: Path) -> None:
    place, later = tmp_path / "ended", NOW + dt.timedelta(days=DAYS, seconds=2)
    ended = EndedSessions(place, NOW)
    ended.end("a:1", NOW)
    ended.end("a:2", NOW + dt.timedelta(days=1))
    assert "a:1" in EndedSessions(place, NOW + dt.timedelta(days=DAYS))
    again = EndedSessions(place, later)
    assert ("a:1" in again, "a:2" in again) == (False, True)
    again.end("a:3", later)
    assert [line.split()[1] for line in place.read_text(encoding="ascii").splitlines()] == ["a:2", "a:3"]
    place.write_bytes(place.read_bytes() + b"\n\xff torn\n")
    torn = EndedSessions(place, later)
    assert ("a:2" in torn, "a:3" in torn, "torn" in torn) == (True, True, False)


def test_where_a_logout_can_not_be_kept_one_is_told_and_not_out(folder: Path, passwords: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with browser(folder, let_in=False, letting=Letting(passwords=passwords)) as one:
        one.client.base_url = one.client.base_url.copy_with(scheme="https")
        one.client.post("/login", data={"name": "张三", "password": "correct horse battery"})
        monkeypatch.setattr("checker.web.logins.put", full)
        assert "没有做成" in said(one.send("/logout").text)
        assert one.get("/").url.path == "/"


def test_an_explanation_is_of_one_ruleset(program: tuple[Browser, dict[str, str]]) -> None:
    one, key = program
    answer = one.get(f"/api/explain/{PARK}?ruleset=hj274-2015&ruleset=green-park-2016", **key)
    assert (answer.status_code, answer.json()["problems"]) == (422, [text("browser.one_ruleset")])
