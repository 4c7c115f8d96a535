"""The house: what is generated is fresh, what is packaged is whole, what is law is not in the code."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, SAMPLES, judged, sample_data
from generate import generated

from checker.exits import Exit, meaning
from checker.messages import CATALOGUE
from checker.ruleset.reading import installed, load
from checker.ruleset.terms import SEEN_ORDER

CODE = sorted((ROOT / "checker").rglob("*.py"))


@pytest.mark.parametrize("path", sorted(generated()))
def test_generated_files_are_fresh(path: str) -> None:
    assert (ROOT / path).read_bytes() == generated()[path], "run `make generated`"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_verdict_conforms_to_its_published_schema_and_has_no_bare_number_for_a_value(name: str) -> None:
    schema = json.loads((ROOT / "docs/schemas/verdict.schema.json").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(judged(sample_data(name)).plain()))
    jsonschema.validate(plain, schema)
    for finding in plain["findings"]:
        assert finding["value"] is None or isinstance(finding["value"], str)
        assert finding["basis"] in ("measured", "reported", "conflict", "none")
    for key in ("schema", "outcome", "purpose", "assessed_on", "period", "subject", "ruleset", "dossier",
                "findings", "requirements", "missing", "notes", "trace", "decided_by"):
        assert key in plain


def test_no_float_is_written_in_the_code_that_judges() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                raise AssertionError(f"{path}:{node.lineno} {node.value}")


def test_no_limit_and_no_document_number_of_a_standard_stands_in_code_or_templates() -> None:
    words = set()
    for name in installed():
        model = load(name).model
        words |= {model.id, model.document, model.title, *(i.id for i in model.indicators)}
        words |= {i.label for i in model.indicators if len(i.label) > 4}
        words |= {str(bound) for i in model.indicators for row in i.limit for _, bound in row.bounds
                  if "." in str(bound)}
    for path in [*CODE, *(ROOT / "templates").iterdir()]:
        text = path.read_text(encoding="utf-8")
        if path.name in ("verdict.css",):
            continue
        for node in words:
            if re.search(rf"(?<![\w.]){re.escape(node)}(?![\w.])", _without_docstrings(text, path)):
                raise AssertionError(f"{path.name}: {node}")


def _without_docstrings(text: str, path: Path) -> str:
    """Docstrings may name a standard as an example; code may not."""
    if path.suffix != ".py":
        return text
    return re.sub(r'"""(?s:.*?)"""', "", text)


def test_every_package_is_listed_for_the_wheel() -> None:
    listed = re.search(r"^packages =\n((?:    .*\n)+)", (ROOT / "setup.cfg").read_text(), re.M)
    assert listed
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in CODE if path.name == "__init__.py"}
    assert set(listed[1].split()) == found | {"checker.rulesets", "checker.templates"}


def test_installed_outside_the_checkout_the_command_works(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path),
                           str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    [wheel] = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    script = ("import sys; sys.path.insert(0, sys.argv.pop(1)); import checker; "
              "assert checker.__file__.startswith(sys.path[0]); from checker.cli import main; main()")
    for words, status in ((["rules", "list"], 0), (["rules", "test", "hj274-2015"], 0),
                          (["check", str(ROOT / "samples/made-up-park.yaml"), "-o", "a.pdf"], 0)):
        run = subprocess.run([sys.executable, "-c", script, str(place), *words], cwd=tmp_path,
                             capture_output=True, text=True, check=False)
        assert run.returncode == status, run.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_every_message_has_words_and_every_seen_and_exit_its_name() -> None:
    assert all(sentence.strip() for sentence in CATALOGUE.values())
    assert all(f"seen.{seen}" in CATALOGUE for seen in SEEN_ORDER)
    assert all(meaning(status) for status in Exit)


def test_every_module_says_what_it_owns() -> None:
    for path in CODE:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_lock_files_carry_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.M)
        assert len(pinned) <= text.count("--hash=sha256:")
