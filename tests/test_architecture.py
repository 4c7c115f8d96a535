"""The rooms of docs/architecture.md: imports only go down, one name means one thing, one place judges."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT

from checker.ruleset.definition import RulesetModel

PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
# Sentences stand by subject and commands by name, so that their modules are called like what they are about.
NAMED_AFTER = ("checker.messages.", "checker.cli.")


@cache
def code() -> dict[str, ast.Module]:
    """Each module of ours with its syntax."""
    return {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"):
            ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "checker").rglob("*.py"))}


def floors() -> dict[str, int]:
    """Each room with the height of its floor."""
    drawing = PAGE.split("```")[1].strip().splitlines()
    rooms = [re.split(r" {2,}", line.strip()) for line in drawing]
    known = {path.name.removesuffix(".py") for path in (ROOT / "checker").iterdir()}
    return {room: len(drawing) - height for height, line in enumerate(rooms) for room in line if room in known}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "checker":
            yield from (full if (full := f"{node.module}.{name.name}") in code() else node.module for name in node.names)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_room_stands_in_the_drawing_and_the_drawing_has_no_other() -> None:
    here = {path.name.removesuffix(".py") for path in (ROOT / "checker").iterdir()
            if path.suffix == ".py" or (path / "__init__.py").is_file()} - {"__init__", "__main__"}
    assert set(floors()) == here


def test_a_room_imports_only_from_rooms_below_it() -> None:
    height = floors()
    upward = [(module, other) for module, tree in code().items() if room(module) in height for other in imported(tree)
              if room(other) in height and room(other) != room(module) and height[room(other)] >= height[room(module)]]
    assert upward == []


def test_no_two_modules_and_no_two_classes_have_one_name() -> None:
    modules = Counter(module.split(".")[-1] for module, tree in code().items()
                      if not module.startswith(NAMED_AFTER) and module.count(".") > 1)
    classes = Counter(node.name.lstrip("_") for tree in code().values() for node in ast.walk(tree)
                      if isinstance(node, ast.ClassDef))
    aliases = Counter(target.id for tree in code().values() for node in tree.body if isinstance(node, ast.Assign)
                      for target in node.targets if isinstance(target, ast.Name)
                      and target.id[0].isupper() and not target.id.isupper())
    assert [name for name, count in [*modules.items(), *(classes + aliases).items()] if count > 1] == []


def test_one_place_judges_for_everybody() -> None:
    calling = {module for module, tree in code().items() for node in ast.walk(tree)
               if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "judge"}
    assert calling == {"checker.assessment.assess", "checker.testing.export"}


def test_what_judges_knows_no_sentence() -> None:
    rooms = ("verdict", "measuring", "concluding", "doubting", "judging")
    assert [module for module, tree in code().items() if room(module) in rooms and any(
        room(other) in ("messages", "wording") for other in imported(tree))] == []


def test_only_the_command_knows_what_time_it_is() -> None:
    asking = {room(module) for module, tree in code().items() for node in ast.walk(tree)
              if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
              and isinstance(node.value, ast.Attribute | ast.Name) and ast.unparse(node.value).startswith(("dt.", "datetime"))}
    assert asking == {"cli"}


def test_every_file_that_a_change_is_sent_to_is_there() -> None:
    table = PAGE.split("## Where does my line go?")[1]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= 12
    for path in re.findall(r"`((?:checker|templates|rulesets)/[\w/.]*)(?:<id>/)?`", table):
        assert (ROOT / path).exists(), path


def test_every_file_and_room_that_a_page_names_is_there() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {path for page in pages if page.name != "CHANGELOG.md"
             for path in re.findall(r"`(checker/[\w/.]+)`", page.read_text(encoding="utf-8"))}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_lines_of_the_page_on_python_judge_a_dossier(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (ROOT / "docs/python.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    exec(compile(lines, "python.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "undetermined"
    assert len(said) > 1
    assert (tmp_path / "kunming.pdf").read_bytes().startswith(b"%PDF")
    assert "昆明经济技术开发区 判定的由来" in (tmp_path / "kunming.html").read_text(encoding="utf-8")


def test_nobody_compares_what_a_ruleset_concludes_with_a_word() -> None:
    """`ruleset.kind` says in what their rules differ; each room that does more of it has an object a kind.

    The word itself is left in the rules of procedure, which only know facts: a quoted limit is told of a
    conformity alone (`concluding/procedure.py`).
    """
    words = get_args(RulesetModel.model_fields["concludes"].annotation)
    assert [module for module, tree in code().items() for node in ast.walk(tree)
            if isinstance(node, ast.Compare | ast.MatchValue) and any(
                isinstance(part, ast.Constant) and part.value in words for part in ast.walk(node))] == []
