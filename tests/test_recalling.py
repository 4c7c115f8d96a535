"""A published release called up: proven, installed in a folder of its own, run there with its own packages."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from pathlib import Path

import keep
import pytest
from bad.command import Said, refused, run, says
from conftest import ROOT

from checker.capsule import releases
from checker.capsule.opening import opened
from checker.capsule.toolchain import folder_digests, toolchain
from checker.capsule.unpacking import toolchain_of
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.former.keeping import PROGRAM
from checker.recalling import kept_release
from checker.recalling.environment import ENVIRONMENT, MARK, Wanted
from checker.recalling.environment import called_up as environment_of
from checker.recalling.kept_release import BUILD_LOCK, LOCK, SUMS, KeptRelease, callable_versions

VERSION = "0.2.0"
WHEEL = f"checker-{VERSION}-py3-none-any.whl"
PAGES = sorted((ROOT / "tests/kept" / VERSION).glob("*.pdf"))
# Stands for an interpreter: it says a version, makes an environment that has itself, and installs the wheel alone.
PYTHON = """#!{real}
import os, shutil, sys, zipfile
from pathlib import Path
words = [word for word in sys.argv[1:] if word != "-I"]
with open(os.environ["STAND_IN_LOG"], "a") as log:
    log.write(" ".join(words) + "\\n")
if words[0] == "-c":
    print("{version}")
elif words[1] == "venv":
    (Path(words[2]) / "bin").mkdir(parents=True)
    shutil.copy(__file__, Path(words[2]) / "bin" / "python")
elif os.environ.get("STAND_IN_FAILS"):
    print("WARNING: retrying\\nERROR: No matching distribution found for wheel==0.48.0\\nfarewell")
    sys.exit(1)
elif words[-1].endswith(".whl"):
    there = Path(__file__).parent.parent
    zipfile.ZipFile(words[-1]).extractall(there / "lib" / "python{version}" / "site-packages")
    command = there / "bin" / "checker"
    command.write_text("#!/bin/sh\\necho said \\"$@\\"\\n[ \\"$1\\" = kill ] && kill -9 $$\\nexit 6\\n")
    command.chmod(0o755)
"""

Interpreter = Callable[..., Path]


@pytest.fixture
def interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Interpreter:
    monkeypatch.setenv("STAND_IN_LOG", str(tmp_path / "log"))

    def made(version: str = "3.11") -> Path:
        path = tmp_path / f"python{version}"
        path.write_text(PYTHON.format(real=sys.executable, version=version))
        path.chmod(0o755)
        return path

    return made


def calls(tmp_path: Path) -> list[str]:
    """What the interpreter was asked since this was last asked."""
    log = tmp_path / "log"
    said = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in said if not line.startswith("-c")]


def called_up(place: Path, *words: object) -> Said:
    return run("release", VERSION, "--into", place, *words)


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our records of the release, to be changed at will."""
    place = tmp_path / "locks" / VERSION
    shutil.copytree(ROOT / "locks" / VERSION, place)
    for module in (releases, kept_release):
        monkeypatch.setattr(module, "folder", lambda name: place.parent)
    return place


def resealed(locks: Path, content: bytes) -> None:
    """Another wheel in the place of the kept one, its digest with it."""
    (locks / WHEEL).write_bytes(content)
    sums = [f"{sha256((locks / name).read_bytes()).hexdigest()}  {name}\n" for name in (WHEEL, BUILD_LOCK, LOCK)]
    (locks / SUMS).write_text("".join(sums))


def with_changed(content: bytes, name: str, before: bytes, after: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            assert entry != name or before in data
            new.writestr(entry, data.replace(before, after) if entry == name else data)
    return out.getvalue()


def test_the_kept_wheel_has_the_published_program_and_its_locks_and_nothing_else() -> None:
    place = ROOT / "locks" / VERSION
    with zipfile.ZipFile(place / WHEEL) as wheel:
        inside = {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(place / PROGRAM) as program:
        for entry in program:
            name = entry.name if entry.name.startswith("checker/") else f"checker/{entry.name}"
            file = program.extractfile(entry)
            assert file is not None
            assert inside.pop(name) == file.read()
    for name in (LOCK, "release.json", "published.json", "debian.json"):
        assert inside.pop(f"checker/locks/{VERSION}/{name}") == (place / name).read_bytes()
    rest = [name for name in inside if not name.startswith(("checker/rulesets/", f"checker-{VERSION}.dist-info/"))]
    assert rest == ["checker/py.typed", "checker/locale/checker.pot"]
    assert kept_release.kept_release(VERSION).tried == ("3.11", "3.12", "3.13")


def test_a_version_that_was_not_kept_is_named_with_those_that_were(tmp_path: Path) -> None:
    assert VERSION in callable_versions()
    for version in ("0.1.0", "0.3.0", "..", "0.2.0/../0.2.0"):
        refused(run("release", version, "--into", tmp_path / "a"), Exit.USAGE, "release.unknown", f"可用的有：{VERSION}")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", [WHEEL, LOCK, BUILD_LOCK, SUMS])
@pytest.mark.parametrize("gone", [True, False])
def test_what_was_kept_and_changed_since_is_not_run(name: str, gone: bool, locks: Path, tmp_path: Path) -> None:
    changed = locks / name
    content = changed.read_bytes()
    changed.write_bytes(content[:-70] + b"x" + content[-69:])
    if gone:
        changed.unlink()
    code = "release.unknown" if gone and name == SUMS else "release.changed"
    refused(called_up(tmp_path / "a"), Exit.USAGE, code, VERSION)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(("name", "before", "after"), [
    ("checker/exits.py", b"MET = 0", b"MET = 1"), ("checker/templates/closing.html.j2", b"<", b" <"),
    ("checker/rulesets/hj274-2015/ruleset.yaml", "国家生态工业示范园区".encode(), "国家生态园区".encode())],
    ids=["module", "template", "ruleset"])
def test_a_wheel_of_another_program_is_not_run_though_its_digest_was_changed_with_it(
        name: str, before: bytes, after: bytes, locks: Path, tmp_path: Path) -> None:
    resealed(locks, with_changed((locks / WHEEL).read_bytes(), name, before, after))
    refused(called_up(tmp_path / "a"), Exit.USAGE, "release.not_published", VERSION, locks / WHEEL)
    assert not (tmp_path / "a" / ENVIRONMENT).exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_a_wheel_that_is_none_is_not_run(content: bytes, locks: Path, tmp_path: Path) -> None:
    resealed(locks, content)
    refused(called_up(tmp_path / "a"), Exit.USAGE, "release.changed", VERSION, locks / WHEEL)


def test_an_environment_is_made_once_from_the_locks_and_used_again(
        interpreter: Interpreter, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    place, python = tmp_path / "a" / "b", interpreter()
    said = called_up(place, "--python", python, "--", "verify", "a b.pdf", "--register", "x")
    assert (said.status, said.out) == (6, "")
    assert capfd.readouterr().out == "said verify a b.pdf --register x\n"
    assert says(said.err, "release.making", str(place))
    made, *installed = calls(tmp_path)
    assert made == f"-m venv {place / ENVIRONMENT}"
    assert all(line.startswith("-m pip install ") for line in installed)
    kept = ROOT / "locks" / VERSION
    assert [line.partition("--disable-pip-version-check ")[2] for line in installed] == [
        f"--require-hashes -r {kept / BUILD_LOCK}", f"--require-hashes --no-build-isolation -r {kept / LOCK}",
        f"--no-deps {kept / WHEEL}"]
    again = called_up(place, "--", "kill")
    assert (again.status, again.err, calls(tmp_path)) == (128 + 9, "", [])
    ready = called_up(place)
    assert (ready.status, ready.err, calls(tmp_path)) == (0, "", [])
    assert says(ready.out, "release.ready", f"checker release {VERSION} -- verify")


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


SITE = f"{ENVIRONMENT}/lib/python3.11/site-packages/checker"
CHANGES: dict[str, Callable[[Path], object]] = {
    "module": lambda place: longer(place / SITE / "cli/verify.py"),
    "template": lambda place: longer(place / SITE / "templates/verdict.html.j2"),
    "ruleset": lambda place: (place / SITE / "rulesets/hj274-2015/ruleset.yaml").unlink(),
    "unfinished": lambda place: (place / MARK).write_text("{}\n"),
    "mark": lambda place: (place / MARK).write_text("{"),
    "version": lambda place: (place / MARK).write_text((place / MARK).read_text().replace(VERSION, "0.1.0")),
    "python": lambda place: (place / ENVIRONMENT / "bin/python").unlink(),
    "everything": lambda place: shutil.rmtree(place / ENVIRONMENT)}


@pytest.mark.whole
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_not_finished_or_was_changed_is_made_anew(
        change: str, interpreter: Interpreter, tmp_path: Path) -> None:
    place, python = tmp_path / "a", interpreter()
    assert called_up(place, "--python", python).status == 0
    calls(tmp_path)
    CHANGES[change](place)
    said = called_up(place, "--python", python)
    assert said.status == 0
    assert says(said.err, "release.again", str(place))
    assert len(calls(tmp_path)) == 4


@pytest.mark.whole
def test_an_environment_of_another_python_is_made_anew_where_that_was_asked_for(
        interpreter: Interpreter, tmp_path: Path) -> None:
    place, other = tmp_path / "a", interpreter("3.12")
    assert called_up(place, "--python", interpreter()).status == 0
    calls(tmp_path)
    assert says(called_up(place, "--python", other).err, "release.again", str(place))
    assert len(calls(tmp_path)) == 4
    assert (called_up(place).err, calls(tmp_path)) == ("", [])


@pytest.mark.whole
def test_pip_that_fails_is_quoted_and_what_it_left_is_made_anew(
        interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, python = tmp_path / "a", interpreter("3.99")
    monkeypatch.setenv("STAND_IN_FAILS", "1")
    for words, code in (((), "release.pip_failed"), (("--wheels", tmp_path), "release.wheels_lack")):
        said = called_up(place, "--python", python, *words)
        refused(said, Exit.USAGE, code, "pip 说：“ERROR: No matching distribution found for wheel==0.48.0”")
        assert "pip download --require-hashes" in said.err
        assert "3.99" in said.errors[0]
        assert ("--no-index --find-links" in calls(tmp_path)[1]) == bool(words)
    monkeypatch.delenv("STAND_IN_FAILS")
    said = called_up(place, "--python", python)
    assert (said.status, says(said.err, "release.again", str(place))) == (0, True)


# Stands for an interpreter as well, for one that installs nothing: it takes a hundredth of the other's time.
QUICK = """#!/bin/sh
case "$2 $3" in
    "-c "*) echo {version} ;;
    "-m venv") mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
    *) [ -z "$STAND_IN_FAILS" ] || { echo "WARNING: retrying"; echo "ERROR: No matching distribution"; exit 1; } ;;
esac
"""


@dataclass(frozen=True)
class MadeUp(KeptRelease):
    """A made-up release, whose program is whatever was installed unless it is told to be another."""

    def holds(self, site: Path) -> bool:
        return site.parents[2].is_dir() and not (self.place / "other").exists()

    def prove_wheel(self) -> None:
        """There is none."""


@pytest.fixture
def made_up(tmp_path: Path) -> Callable[..., list[Problem]]:
    """Calls up the made-up release, and gives what was told meanwhile."""
    release = MadeUp("0", tmp_path, tmp_path / "a.whl", {}, {}, (3, 11), ())

    def call(version: str = "3.11", tell: Callable[[Problem], object] = bool, wheels: Path | None = None) -> list[Problem]:
        python, told = tmp_path / f"python{version}", list[Problem]()

        def heard(said: Problem) -> None:
            told.append(said)
            tell(said)

        python.write_text(QUICK.replace("{version}", version))
        python.chmod(0o755)
        wanted = Wanted(str(python), True, wheels)
        assert environment_of(release, tmp_path / "a", wanted, heard) == tmp_path / "a" / ENVIRONMENT / "bin/checker"
        return told

    return call


def codes(told: list[Problem]) -> list[str]:
    return [problem.code.removeprefix("release.") for problem in told]


def test_a_made_up_release_is_made_anew_where_it_is_not_whole_or_of_another_python(
        made_up: Callable[..., list[Problem]], tmp_path: Path) -> None:
    mark = tmp_path / "a" / MARK
    assert [codes(made_up()), codes(made_up())] == [["making"], []]
    for spoil in (lambda: mark.write_text("{"), lambda: mark.write_text("[]"), lambda: mark.write_text(
            mark.read_text().replace('"python"', '"other"')), lambda: shutil.rmtree(tmp_path / "a" / ENVIRONMENT)):
        spoil()
        told = made_up()
        assert codes(told) == ["again", "making"]
        assert says(str(told[0]), "release.again", str(tmp_path / "a"))
    assert [codes(made_up("3.12")), codes(made_up("3.12"))] == [["again", "making"], []]


def test_a_made_up_release_that_cant_be_installed_is_told_with_what_was_said(
        made_up: Callable[..., list[Problem]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other").touch()
    for code, words, wheels in (("release.not_installed", "0", None), ("release.pip_failed", "ERROR: No matching", None),
                                ("release.wheels_lack", "ERROR: No matching", tmp_path)):
        with pytest.raises(UsageError) as caught:
            made_up(wheels=wheels)
        assert says(str(caught.value), code, words)
        monkeypatch.setenv("STAND_IN_FAILS", "1")


def test_who_comes_second_to_one_environment_waits_and_says_so(
        made_up: Callable[..., list[Problem]], tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with (tmp_path / "a" / MARK).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        told = made_up(tell=lambda said: fcntl.flock(held, fcntl.LOCK_UN))
    assert codes(told) == ["waiting", "making"]
    assert says(str(told[0]), "release.waiting", str(tmp_path / "a"))


def test_a_folder_without_a_program_or_with_rules_that_are_none_holds_no_release(tmp_path: Path) -> None:
    release = kept_release.KeptRelease("0", tmp_path, tmp_path, {}, {"published": {}, "rulesets": {}}, (3, 11), ())
    package = tmp_path / "site/checker"
    for name in ("templates", "rulesets/a"):
        (package / name).mkdir(parents=True)
    (package / "rulesets/a/ruleset.yaml").write_text("[]")
    assert not release.holds(tmp_path / "site")
    assert not release.holds(tmp_path / "none")


def test_digests_that_are_no_text_are_not_those_that_were_kept(locks: Path, tmp_path: Path) -> None:
    (locks / SUMS).write_bytes(b"\xff")
    refused(called_up(tmp_path / "a"), Exit.USAGE, "release.changed", VERSION, locks / SUMS)


def test_without_a_place_of_its_own_it_is_kept_in_the_cache_of_the_user(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = import_module("checker.cli.release")
    monkeypatch.setenv("HOME", str(tmp_path))
    for named, place in (("", tmp_path / ".cache"), ("relative", tmp_path / ".cache"), (str(tmp_path / "a"), tmp_path / "a")):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        assert command._cache() == place / "checker/releases"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    refused(run("release", VERSION), Exit.USAGE, "release.no_home", "")
    refused(run("release", "--intto"), Exit.USAGE, "usage.no_option", "--into")


def test_a_python_that_is_none_or_too_old_or_makes_no_environment_is_named(
        interpreter: Interpreter, tmp_path: Path) -> None:
    refused(called_up(tmp_path / "a", "--python", tmp_path / "none"), Exit.USAGE, "release.no_python", "none")
    refused(called_up(tmp_path / "a", "--python", "/bin/false"), Exit.USAGE, "release.no_python", "/bin/false")
    refused(called_up(tmp_path / "a", "--python", interpreter("3.9")), Exit.USAGE, "release.old_python", "3.11 或更新")
    broken = tmp_path / "broken"
    broken.write_text('#!/bin/sh\n[ "$2" = -c ] && echo 3.11 || { echo no ensurepip >&2; exit 1; }\n')
    broken.chmod(0o755)
    said = called_up(tmp_path / "a", "--python", broken)
    assert (said.status, len(said.errors)) == (Exit.USAGE, 1)
    assert says(said.errors[0], "release.no_venv", "no ensurepip")


def test_a_folder_of_somebody_else_is_not_touched(interpreter: Interpreter, tmp_path: Path) -> None:
    place, file = tmp_path / "theirs", tmp_path / "theirs" / "a.txt"
    place.mkdir()
    file.write_text("theirs")
    refused(called_up(place, "--python", interpreter()), Exit.USAGE, "release.not_ours", str(place))
    refused(called_up(file, "--python", interpreter()), Exit.USAGE, "release.no_place", str(file))
    assert ([*place.iterdir()], file.read_text()) == ([file], "theirs")


def test_what_is_the_releases_own_stands_behind_dashes(tmp_path: Path) -> None:
    for option, words in (("--register", ("verify", "a.pdf", "--register", "x")),
                          ("--format", ("--format", "json", "--", "verify"))):
        refused(run("release", VERSION, *words), Exit.USAGE, "release.dashes", f"没有选项 {option}")
    refused(run("release", "--intto", "x"), Exit.USAGE, "usage.no_option", "--intto")
    refused(called_up(tmp_path / "a", "--wheels", tmp_path / "none"), Exit.USAGE, "release.no_wheels", "none")


def test_the_doctor_names_the_command_for_a_page_of_a_release_that_can_be_called_up() -> None:
    said = run("doctor", "--toolchain", PAGES[0])
    assert says(said.out.splitlines()[-1], "doctor.release", f"checker release {VERSION} -- verify")


@pytest.mark.whole
def test_it_is_kept_in_the_cache_of_the_user(
        interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for named, place in (("", "home/.cache"), ("relative", "home/.cache"), (str(tmp_path / "cache"), "cache")):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        said = run("release", VERSION, "--python", interpreter())
        assert says(said.out, "release.ready", str(tmp_path / place / "checker/releases" / VERSION))


@pytest.mark.whole
def test_two_that_ask_for_one_environment_at_once_make_it_once(interpreter: Interpreter, tmp_path: Path) -> None:
    asked: list[str | Path] = [sys.executable, "-m", "checker", "release", VERSION, "--into", tmp_path / "a", "--python", interpreter()]
    both = [subprocess.Popen(asked, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len(calls(tmp_path)) == 4


@pytest.mark.whole
def test_the_wheel_that_is_kept_when_this_version_is_published_is_this_program(tmp_path: Path) -> None:
    name, content = keep.wheel()
    with zipfile.ZipFile(BytesIO(content)) as wheel:
        wheel.extractall(tmp_path)
    package = tmp_path / "checker"
    assert re.fullmatch(r"checker-[\d.]+-py3-none-any\.whl", name)
    assert folder_digests(package, package / "templates") == folder_digests(ROOT / "checker", ROOT / "templates")
    rulesets = {path.relative_to(ROOT): path.read_bytes() for path in (ROOT / "rulesets").rglob("*") if path.is_file()}
    assert {path.relative_to(package): path.read_bytes() for path in (package / "rulesets").rglob("*")
            if path.is_file()} == rulesets
    assert [*package.rglob("*.whl"), *package.rglob(SUMS)] == []
    assert (package / "locks" / VERSION / PROGRAM).is_file()


def needs_the_index(tmp_path: Path) -> None:
    """Skip where pip reaches no packages."""
    probe = tmp_path / "probe"
    subprocess.run([sys.executable, "-I", "-m", "venv", probe], check=True)
    done = subprocess.run(
        [probe / "bin/python", "-m", "pip", "download", "--quiet", "--retries", "0", "--require-hashes", "-d", probe,
         "-r", ROOT / "locks" / VERSION / BUILD_LOCK], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"{VERSION} was NOT called up: pip reaches no packages ({done.stderr.strip().splitlines()[-1]})")


def needs_the_same_system(page: Path) -> None:
    """Skip where fonts and libraries, which no environment of Python has, are others than of the page."""
    there, here = toolchain_of(opened(page.read_bytes()).files), toolchain()
    other = [name for name in ("zlib", "libraries", "fonts") if there[name] != here[name]]
    if other:
        pytest.skip(f"{VERSION} was NOT held to its bytes: {', '.join(other)} of this machine are others")


@pytest.mark.whole
def test_the_published_release_verifies_and_makes_again_its_pages_byte_for_byte(tmp_path: Path) -> None:
    needs_the_index(tmp_path)
    needs_the_same_system(PAGES[0])
    place = tmp_path / "released"

    def asked(*words: object) -> subprocess.CompletedProcess[str]:
        command: list[str | Path] = [sys.executable, "-m", "checker", "release", VERSION, "--into", place, "--", *map(str, words)]
        return subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    found = asked("verify", "--format", "json", *PAGES)
    assert found.returncode == 0, found.stderr
    assert [file["status"] for file in json.loads(found.stdout)["files"]] == ["identical"] * len(PAGES)
    for page in PAGES:
        again = asked("regenerate", page, "-o", tmp_path / "again.pdf")
        assert (again.returncode, again.stderr) == (0, "")
        assert (tmp_path / "again.pdf").read_bytes() == page.read_bytes()
    (tmp_path / "other.pdf").write_bytes(PAGES[0].read_bytes() + b"\n")
    assert asked("verify", tmp_path / "other.pdf").returncode == Exit.VERIFICATION_FAILED
    assert asked("--version").stdout == f"checker {VERSION}\n"
    frozen = subprocess.run([place / ENVIRONMENT / "bin/python", "-m", "pip", "freeze"], check=True,
                            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""}).stdout
    pinned = re.findall(r"^([\w.-]+==\S+)(?: ;|\s)", (ROOT / "locks" / VERSION / LOCK).read_text(), re.M)
    assert "psycopg==3.3.9" in pinned
    names = {line.lower().replace("_", "-") for line in frozen.splitlines()}
    assert {line.lower().replace("_", "-") for line in pinned if not line.startswith("durable")} <= names
