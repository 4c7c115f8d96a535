"""The house: what is generated is fresh, what is packaged is whole, what is law is not in the code."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from decimal import Decimal
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from conftest import PLAN_SAMPLES, ROOT, SAMPLES, in_values, sample_data
from generate import generated
from quick import QUICK

from checker.capsule.toolchain import folder_digests
from checker.exits import Exit, meaning
from checker.files.textfile import read
from checker.messages import CATALOGUE
from checker.ruleset.loading import installed, load
from checker.ruleset.terms import SEEN_ORDER

CODE = sorted((ROOT / "checker").rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def validator_of(kind: str) -> jsonschema.Draft202012Validator:
    """What holds a file to the published schema of its kind."""
    return jsonschema.Draft202012Validator(
        json.loads((ROOT / f"docs/schemas/{kind}.schema.json").read_text(encoding="utf-8")))


def test_generated_files_are_fresh() -> None:
    assert [path for path, content in generated().items() if (ROOT / path).read_bytes() != content] == [], (
        "run `make generated`")


@pytest.mark.parametrize("name", SAMPLES + PLAN_SAMPLES)
def test_a_verdict_conforms_to_its_published_schema_and_has_no_bare_number_for_a_value(name: str) -> None:
    plain = json.loads(json.dumps(in_values(sample_data(name)).plain()))
    validator_of("verdict").validate(plain)
    for finding in plain["findings"]:
        for value in (value for each in finding["evaluations"] for value in each.get("values", ())):
            assert isinstance(value, str) or isinstance(value["word"], str)
    for key in ("schema", "outcome", "purpose", "assessed_on", "period", "subject", "ruleset", "dossier",
                "findings", "data", "notes", "trace"):
        assert key in plain


def plain(path: Path) -> object:
    """A file as other programs read it: its numbers as numbers."""
    return json.loads(json.dumps(read(path).data, default=float))


@pytest.mark.parametrize(("kind", "pattern"), [
    ("ruleset", "rulesets/*/ruleset.yaml"), ("cases", "rulesets/*/cases/*.yaml"), ("dossier", "samples/*.yaml"),
    ("overlay", "samples/overlays/*.yaml")])
def test_every_file_of_ours_conforms_to_the_published_schema_of_its_kind(kind: str, pattern: str) -> None:
    validator = validator_of(kind)
    files = sorted(ROOT.glob(pattern))
    assert files
    for path in files:
        assert [(path.name, error.json_path, error.message[:200]) for error in validator.iter_errors(plain(path))] == []


def test_no_float_is_written_in_the_code_that_judges() -> None:
    for path in CODE:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                raise AssertionError(f"{path}:{node.lineno} {node.value}")


def law() -> set[str]:
    """Every id, document number and label of all rulesets, and every number that looks like one of theirs."""
    found: set[str] = set()
    numbers: set[Decimal] = set()
    for name in installed():
        model = load(name).model
        found |= {model.id, model.document, model.title, *(i.id for i in model.indicators)}
        named = [*model.indicators, *model.quantities.values(), *model.attributes.values(), *model.lists.values(),
                 *model.factors.values(), *model.requirements, *model.indices]
        found |= {part.label for part in named}
        numbers |= {factor.value for factor in model.factors.values()}
        for indicator in model.indicators:
            limits = [indicator.limit, *(reading.limit or [] for reading in indicator.readings.values())]
            numbers |= {bound for limit in limits for row in limit for _, bound in row.numbers}
    return found | {f"{number:f}" for number in numbers if telling(number)}


def telling(number: Decimal) -> bool:
    """Whether a number has a decimal point or at least three significant digits."""
    return "." in f"{number:f}" or len(number.normalize().as_tuple().digits) >= 3


# Words of the trade for kinds of items and of facts, which some requirements and attributes bear as their label.
COMMON = {"必选指标", "约束性指标", "行业代码"}


def test_no_id_document_number_label_limit_or_factor_stands_in_code_or_templates() -> None:
    spoken = "\0".join(said for path in CODE for said in literals(path))
    spoken += "\0".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.html.j2"))
    assert [node for node in sorted(law() - COMMON) if stands(node, spoken)] == []


def stands(node: str, spoken: str) -> bool:
    """Whether it is said: Chinese of four characters anywhere, what is shorter or a number by itself."""
    if node not in spoken or (len(node) >= 4 and not node.isascii()):
        return node in spoken
    return re.search(rf"(?<![\w.]){re.escape(node)}(?![\w.])", spoken) is not None


def literals(path: Path) -> Iterator[str]:
    """Every constant of a module but its docstrings, which may name a standard as an example."""
    tree = tree_of(path)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body
                  and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings and not isinstance(node.value, bool):
            yield str(node.value)


PLAIN = {0, 1, 2, 10, 100, 1000}
# Every other number in what judges, reads rules or explains, and why it is none of a standard's.
REASONS: dict[tuple[str, int], str] = {
    ("measuring/applying.py", 64): "the most answers to absent attributes that are tried",
    ("measuring/choices.py", 64): "the most combinations of stated values that are weighed",
    ("doubting/thresholds.py", 3): "series that fit the other way round are no chance",
    ("doubting/thresholds.py", 4): "significant digits of a ratio",
    ("doubting/thresholds.py", 5): "data that are the same in two years are no chance; the least rows of a column",
    ("doubting/thresholds.py", 6): "the most data of which every corner is tried",
    ("doubting/thresholds.py", 9): "the most places by which a unit is mistaken",
    ("doubting/thresholds.py", 50): "a share from which one below 2 may be a fraction",
    ("doubting/thresholds.py", 64): "the most values of one thing that are compared",
    ("concluding/remembering.py", 10000): "the most kinds of facts whose conclusions are remembered",
    ("explaining/enough.py", 18): "digits of a denominator beyond which a number is not written out",
    ("explaining/turning.py", 12): "doublings that are looked at",
    ("explaining/turning.py", 44): "halvings by which a change is closed in on: to a ten-thousand-billionth",
    ("concluding/outcome.py", 4): "a bit of a set of outcomes",
    ("judging/purpose.py", 12): "December",
    ("judging/purpose.py", 31): "the last day of December",
    ("judging/series.py", 40): "the most years that stand side by side",
    ("measuring/sloping.py", 200): "the most leaps of points that are looked at one by one",
    ("measuring/prohibition.py", 12): "letters on each side of a word that was found",
    ("ruleset/code_names.py", 6): "the most codes that a message names",
    ("ruleset/codes.py", 3): "the group of a section's name; digits of a group",
    ("ruleset/codes.py", 4): "digits of a class",
    ("ruleset/edition.py", 12): "December",
    ("ruleset/edition.py", 2000): "a year for files of a ruleset of which no day is known",
    ("ruleset/faults.py", 3): "how deep the source of an indicator stands",
    ("ruleset/faults.py", 4): "how deep a part of that source stands",
    ("ruleset/definition.py", 4): "the newest formula language",
    ("ruleset/formula.py", 3): "arguments of growth and compound",
    ("ruleset/formula.py", 4): "the newest formula language",
    ("ruleset/formula.py", 25): "the greatest depth of a formula",
    ("ruleset/formula.py", 60): "characters of a formula that a message quotes",
    ("ruleset/formula.py", 300): "the most nodes of a formula",
    ("ruleset/formula.py", 600): "the most characters of a formula",
    ("ruleset/indicator.py", 30): "the greatest order of magnitude of a limit",
    ("ruleset/worlds.py", 20000): "the most worlds that are tried out",
    ("ruleset/formula_words.py", 3): "the rank of what needs no parentheses",
}


def test_every_number_in_what_judges_is_plain_or_has_a_reason() -> None:
    found = set()
    for part in ("evidence", "verdict", "measuring", "concluding", "doubting", "judging", "ruleset", "explaining"):
        for path in sorted((ROOT / "checker" / part).rglob("*.py")):
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Constant) and type(node.value) is int and node.value not in PLAIN:
                    found.add((f"{part}/{path.name}", node.value))
    assert found == set(REASONS)


def test_every_package_is_listed_for_the_wheel() -> None:
    listed = re.search(r"^packages =\n((?:    .*\n)+)", (ROOT / "setup.cfg").read_text(), re.M)
    assert listed
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in CODE if path.name == "__init__.py"}
    assert set(listed[1].split()) == found | {"checker.locks", "checker.report_forms", "checker.rulesets",
                                                "checker.templates"}


INSTALLED = """
import json, sys
place, asked = sys.argv[1:]
sys.path.insert(0, place)
import checker
assert checker.__file__.startswith(place)
from checker.cli import main
for words, status in json.loads(asked):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as end:
        assert end.code == status, (words, end.code)
"""


@pytest.mark.whole
def test_installed_outside_the_checkout_the_command_works_and_is_the_same_program(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path),
                           str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    [wheel] = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    asked = ((["rules", "list"], 0), (["rules", "test", "hj274-2015"], 0),
             (["check", str(ROOT / "samples/made-up-project.yaml"), "-o", "a.pdf"], 1))
    plain = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # what lies here is not needed again
    run = subprocess.run([sys.executable, "-c", INSTALLED, str(place), json.dumps(asked)], cwd=tmp_path, env=plain,
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    package = place / "checker"
    assert folder_digests(package, package / "templates") == folder_digests(ROOT / "checker", ROOT / "templates")


def test_every_message_has_words_and_every_seen_and_exit_its_name() -> None:
    assert all(sentence.strip() for sentence in CATALOGUE.values())
    assert all(f"seen.{seen}" in CATALOGUE for seen in SEEN_ORDER)
    assert all(meaning(status) for status in Exit)


def test_lines_left_out_of_coverage_are_few_and_each_says_why() -> None:
    lines = [line for path in CODE for line in path.read_text(encoding="utf-8").splitlines()]
    marked = [line for line in lines if re.search(r"#\s*pragma: no (cover|branch)", line)]
    assert [line for line in marked if not re.search(r"# pragma: no (cover|branch) - \w.+$", line)] == []
    assert len(marked) <= len(lines) // 200


def test_every_module_says_what_it_owns() -> None:
    for path in CODE:
        assert ast.get_docstring(tree_of(path)), path


LOCKS = ("requirements.lock", "requirements-postgresql.lock", "requirements-cluster.lock", "requirements-dev.lock",
         "requirements-proof.lock", "requirements-build.lock")
# What is imported by another name than it is installed by.
INSTALLED_AS = {"PIL": "pillow", "docx": "python-docx", "durable_rules_engine": "durable-rules", "fontTools": "fonttools",
                "yaml": "pyyaml", "zen": "zen-engine"}
# What each extra brings; psycopg is loaded by those that we import.
EXTRAS = {"postgresql": {"psycopg"}, "cluster": {"distributed", "fsspec"}}
# Without it starlette takes no forms.
LOADED_BY_STARLETTE = {"python-multipart"}


def declared(section: str, key: str) -> dict[str, str]:
    """What setup.cfg requires under a key, by the name that it is installed by."""
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = [line for line in settings[section][key].splitlines() if line and not line.startswith("#")]
    return {re.split(r"[\[ <>=;]", line)[0]: line for line in lines}


def packages_imported(path: Path) -> set[str]:
    """The packages that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.partition(".")[0])
    return names


def imported(folder: str) -> set[str]:
    """Whatever of others the modules of a folder import, as it is installed."""
    names = {name for path in (ROOT / folder).rglob("*.py") for name in packages_imported(path)}
    ours = {path.stem for place in ("tests", "bench", "bench/mutation") for path in (ROOT / place).iterdir()} | {"checker", "tests", "yuxi_projects"}
    return {INSTALLED_AS.get(name, name).replace("_", "-") for name in names - sys.stdlib_module_names - ours}


def test_what_the_program_imports_is_what_it_requires_and_nothing_else() -> None:
    everybody = imported("checker") - EXTRAS["cluster"] | LOADED_BY_STARLETTE
    assert everybody == set(declared("options", "install_requires"))
    for extra, packages in EXTRAS.items():
        assert set(declared("options.extras_require", extra)) == packages


def test_what_tests_samples_and_measurements_import_is_required_somewhere() -> None:
    known = (set(declared("options", "install_requires")) | set(declared("options.extras_require", "dev"))
             | set().union(*EXTRAS.values()))
    assert imported("tests") | imported("samples") <= known
    proof = (ROOT / "requirements-proof.in").read_text(encoding="utf-8")
    measuring = {INSTALLED_AS.get(name, name) for name in re.findall(r"^[a-z][\w-]*", proof, re.M)}
    assert imported("bench") <= known | measuring


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("name", EXTRAS)
def test_an_extra_is_locked_by_itself_and_for_tests_but_not_for_everybody(name: str) -> None:
    wanted = [line for line in (ROOT / f"requirements-{name}.in").read_text().splitlines() if line[0] != "#"]
    assert wanted == list(declared("options.extras_require", name).values())
    everybody, extra, tests = pins("requirements.lock"), pins(f"requirements-{name}.lock"), pins("requirements-dev.lock")
    assert EXTRAS[name] <= set(extra)
    assert not EXTRAS[name] & set(everybody)
    assert {**everybody, **extra}.items() <= tests.items()
    assert set(declared("options", "install_requires")) <= set(everybody)


def test_lock_files_carry_hashes_and_no_address() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.M)
        assert len(pinned) <= text.count("--hash=sha256:")


def test_every_python_that_is_named_is_tested() -> None:
    named = re.findall(r"^    Programming Language :: Python :: (3\.\d+)$", (ROOT / "setup.cfg").read_text(), re.M)
    workflow = read(ROOT / ".github/workflows/test.yml").data
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    assert declared("options", "python_requires") == {"": f">={named[0]}"}


def test_the_hosted_check_runs_what_the_readme_says_and_knows_no_secret() -> None:
    text = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    assert "run: make test PYTHON=" in text
    assert "secrets" not in text


def test_what_is_quick_is_there_and_starts_no_other_program() -> None:
    assert [*QUICK] == sorted(set(QUICK))
    for name in QUICK:
        assert not {"subprocess", "multiprocessing", "concurrent"} & packages_imported(ROOT / "tests" / name), name


@pytest.mark.parametrize("page", ["threat-model", "faults"])
def test_every_test_that_a_page_of_promises_names_is_there(page: str) -> None:
    model = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    named = []
    for line in model.splitlines():
        file = ""
        for found in re.findall(r"`(test_\w+\.py)?(?:::(test_\w+))?`", line):
            file = found[0] or file
            named.append((file, found[1]))
    assert len(named) > 30
    missing = [(file, name) for file, name in named
               if f"def {name}" not in (ROOT / "tests" / file).read_text(encoding="utf-8")]
    assert missing == []


def test_the_licence_is_named_and_travels_in_full() -> None:
    assert re.search(r"^license_expression = Apache-2\.0$", (ROOT / "setup.cfg").read_text(), re.M)
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in (ROOT / "LICENSE").read_text()
    assert "[LICENSE](LICENSE)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_report_of_speed_has_what_is_promised_and_says_by_which_engine_was_judged() -> None:
    written = (ROOT / "bench/speed.py").read_text(encoding="utf-8")
    listed = re.search(r"for part in \(\n([^)]*)\)", written)
    assert listed
    report = (ROOT / "bench/README.md").read_text(encoding="utf-8")
    parts, there = re.findall(r"\w+", listed[1]), re.findall(r"^<!-- (\w+) -->$", report, re.M)
    assert there == [part for part in parts if part in there]
    assert {"judging", "growth", "start", "pages", "verifying"} <= {*there}
    judging = report.partition("<!-- judging -->")[2].partition("<!-- /judging -->")[0]
    rows = re.findall(r"^\| (\w.*?) \|", judging, re.M)
    assert rows
    assert all(row.endswith((", plain", ", durable_rules")) for row in rows)
