"""Programs that were published: packed, unpacked, and asked in a process of their own that may fail in every way."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.former import inquiry, keeping
from checker.former.inquiry import Former
from checker.former.process import Running, running


def test_a_program_is_packed_to_the_same_bytes_with_its_modules_translations_and_templates_alone(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, templates = tmp_path / "package", tmp_path / "templates"
    for place, names in ((package, ("b.py", "a.py", "sub/c.mo", "sub/c.po", "a.pyc")),
                         (templates, ("page.html.j2", "fonts/a.otf", "old.pyc"))):
        for name in names:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(name)
    content = keeping.packed(package, templates)
    (package / "a.py").touch()
    assert keeping.packed(package, templates) == content
    with tarfile.open(fileobj=io.BytesIO(content)) as pack:
        assert pack.getnames() == ["checker/a.py", "checker/b.py", "checker/sub/c.mo", "templates/fonts/a.otf",
                                   "templates/page.html.j2"]


def test_a_version_that_was_not_kept_has_no_program() -> None:
    assert keeping.unpacked.__wrapped__("0.0.0") is None


def test_a_folder_in_a_kept_program_is_made_by_every_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "0").mkdir()
    with tarfile.open(tmp_path / "0" / keeping.PROGRAM, mode="w:xz") as pack:
        folder = tarfile.TarInfo("checker/empty")
        folder.type = tarfile.DIRTYPE
        pack.addfile(folder)
    monkeypatch.delattr(tarfile, "data_filter")
    monkeypatch.setattr(keeping, "releases", lambda: {"0": {"published": {"code": "x"}}})
    monkeypatch.setattr(keeping, "folder", lambda _: tmp_path)
    monkeypatch.setattr(keeping, "folder_digests", lambda *_: {"code": "x"})
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: str(tmp_path))
    assert keeping.unpacked.__wrapped__("0") == tmp_path
    assert (tmp_path / "checker/empty").is_dir()


READ = "import sys; sys.stdin.readline()\n"
SILENT: dict[str, tuple[str, type[Exception]]] = {
    "never": (READ + "import time; time.sleep(60)", TimeoutError), "gone": (READ, OSError),
    "half a line": (READ + "print('{', end='')", OSError), "no data": (READ + "print('good')", ValueError),
    "gone before it is asked": ("", OSError)}


@pytest.fixture(name="script")
def fixture_script(tmp_path: Path) -> Callable[[str], Path]:
    def made(content: str) -> Path:
        (tmp_path / "script.py").write_text(content)
        return tmp_path / "script.py"

    return made


@pytest.mark.parametrize("how", SILENT)
def test_a_program_that_does_not_answer_has_ended(
        how: str, script: Callable[[str], Path], tmp_path: Path) -> None:
    content, error = SILENT[how]
    first = running(script(content), tmp_path)
    with pytest.raises(error):
        first.ask("?" * 1_000_000 if how == "gone before it is asked" else "?", 0.2 if how == "never" else 20)
    assert first.ended
    first.end()


def test_the_next_question_starts_a_program_anew(script: Callable[[str], Path], tmp_path: Path) -> None:
    first = running(script(""), tmp_path)
    first.end()
    second = running(script(READ + "print('1')"), tmp_path)
    assert second is not first
    assert second.ask("?", 20) == 1
    second.end()


def test_a_program_that_does_not_answer_says_nothing_of_a_capsule(
        script: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "unpacked", lambda _: tmp_path)
    monkeypatch.setattr(inquiry, "running", lambda *_: Running(script("print('no')"), tmp_path))
    assert inquiry._asked.__wrapped__((), "0", False) == Former("0", ran=False)
