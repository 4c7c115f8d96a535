"""What is attached to a page and with what it was made: names, kinds, relations, formats, components."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from plain_pages import recorded, sheet, with_data

from checker.capsule import releases, toolchain
from checker.capsule.capsule import capsule
from checker.capsule.issue import Issue, unregistered
from checker.capsule.official import official
from checker.capsule.unpacking import FIXED, SUBMITTED
from checker.dossier.submission import Submission
from checker.files.textfile import TextFile
from checker.ruleset.amended import amended, overlay_from
from checker.validation import build

JSON, YAML, CSV = "application/json", "application/yaml", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVERLAY: dict[str, Any] = {
    "schema": "overlay/1", "id": "local", "title": "本地", "issuer": "某局", "document": "某函", "base": {"ruleset": "tiny"},
    "in_force": {"from": "2020-01-01", "seen": "official"},
    "waive": [{"item": "T.1", "not_required": True, "authority": "某局", "document": "某函", "reason": "试点", "until": "2030-01-01"}]}


def test_each_attachment_has_its_kind_and_its_relation_to_the_page() -> None:
    """By PDF/A-3: what the page was made from is its source, what it was judged with its data, all else supplements it."""
    base = recorded()
    rules = amended(base.base, overlay_from(OVERLAY), dt.date(2024, 12, 31))
    record = recorded(rules=rules, base=base.base, previous={"schema": "verdict/2"})
    kept = {"ruleset.json": (JSON, "Data"), "overlay.json": (JSON, "Data"), "previous.json": (JSON, "Data"), "verdict.json": (JSON, "Data"),
            "dossier.json": (JSON, "Data"), "issue.json": (JSON, "Supplement"), "toolchain.json": (JSON, "Supplement"),
            "answers-1.xlsx": (XLSX, "Source"), "common.yaml": (YAML, "Source")}
    for name, mime in (("a.yaml", YAML), ("a.YML", YAML), ("a.b.json", JSON), ("表.csv", CSV), ("a.xlsx", XLSX), ("a", YAML)):
        kind = {JSON: "json", CSV: "csv", XLSX: "xlsx"}.get(mime, "yaml")
        submission = Submission(record.submission.dossier, TextFile(name, b"x", None), {"answers-1.xlsx": b"", "common.yaml": b""})
        found = capsule([replace(record, submission=submission)], unregistered([record]), {})
        assert {one.name: (one.mime, one.relationship) for one in found} == {**kept, f"submitted.{kind}": (mime, "Source")}
        assert f"submitted.{kind}" in SUBMITTED
        assert all(one.description and not one.description.isascii() for one in found)
    assert SUBMITTED == ("submitted.yaml", "submitted.json", "submitted.xlsx", "submitted.csv")
    assert FIXED == ("dossier.json", "issue.json", "toolchain.json")


def test_an_issue_names_at_least_one_ruleset() -> None:
    data = json.loads(unregistered([recorded()]).content())
    assert build(Issue, data)[0] is not None
    data["judged"]["rulesets"] = []
    assert build(Issue, data)[0] is None
    del data["judged"]["rulesets"]
    assert build(Issue, data)[0] is None


def test_a_page_is_an_act_from_its_number_on() -> None:
    page = sheet([recorded()])
    numbered = with_data(page, "issue.json", lambda issue: issue.update(number="KM-2026-0001", date="2026-01-31"))
    assert [official(page.pdf()), official(numbered.pdf()), official(b"/ByteRange")] == [False, True, True]


def test_a_version_is_published_with_its_record_its_packages_and_its_digests() -> None:
    releases.releases.cache_clear()
    found = releases.releases()
    for name, part in (("debian.json", "debian"), ("published.json", "published")):
        assert found["0.2.0"][part] == json.loads((ROOT / "locks/0.2.0" / name).read_text(encoding="utf-8"))
    assert releases.pretended({"checker": "0.2.0", "code": "another"})
    assert not releases.pretended({"checker": "0.2.0", **found["0.2.0"]["published"]})


PACKAGES = {"weasyprint", "pydyf", "fonttools", "uharfbuzz", "pillow", "jinja2", "tinycss2", "cssselect2", "tinyhtml5", "pyphen"}


def test_the_record_of_the_tools_names_each_package_and_library_with_its_version() -> None:
    found: Any = toolchain.toolchain()
    assert found["schema"] == "toolchain/2"
    assert found["packages"] == {name: version(name) for name in PACKAGES}
    assert set(found["libraries"]) == {"pango", "harfbuzz", "harfbuzz_subset", "freetype", "fontconfig"}
    assert re.fullmatch(r"2\.[0-9]+\.[0-9]+", found["libraries"]["freetype"])


@pytest.mark.parametrize(("changed", "parts"), [
    ("web/desk.html", []), ("page.html", ["templates"]), ("parts/web/a.html", ["templates"]), ("page.pyc", [])])
def test_what_a_browser_shows_changes_no_byte_of_a_page(tmp_path: Path, changed: str, parts: list[str]) -> None:
    place = tmp_path / changed
    place.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "package").mkdir()
    found = []
    for content in (b"one", b"other"):
        place.write_bytes(content)
        found.append(toolchain.folder_digests(tmp_path / "package", tmp_path))
    assert [part for part in found[0] if found[0][part] != found[1][part]] == parts
