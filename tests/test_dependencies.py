"""What we depend on: the list of components names what the lock pins, and an audit that learnt nothing is no pass."""

from __future__ import annotations

import json
import re
from collections import Counter

import components
import pytest
from audit import CLEAN, KNOWN, UNASKED, learnt, pinned, said
from conftest import ROOT
from pins import locks, pins

from checker import __version__
from checker.recalling.kept_release import LOCK

LIST = ROOT / "locks" / __version__ / components.NAME


def test_every_pin_of_every_lock_is_read() -> None:
    for lock in locks():
        text = lock.read_text(encoding="utf-8")
        assert len(pins(lock)) == len(re.findall(r"(?m)^\S+==", text)), lock.name
        assert sum(len(pin.hashes) for pin in pins(lock)) == text.count("--hash="), lock.name


def test_the_list_of_components_names_exactly_what_the_lock_pins() -> None:
    listed = json.loads(LIST.read_bytes())
    due = {(pin.name, pin.version, "optional" if pin.where else "required", pin.hashes) for pin in pins(ROOT / LOCK)}
    found = [(pin.name, pin.version, pin.where, pin.hashes) for pin in components.named(listed)]
    assert set(found) == due, "run: make components"
    assert len(found) == len(due)
    for one in listed["components"]:
        if one["purl"].startswith("pkg:pypi/"):
            assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
    assert listed["metadata"]["component"]["version"] == __version__


def test_the_list_of_components_names_the_systems_packages_once_they_are_recorded() -> None:
    listed = json.loads(LIST.read_bytes())
    assert [one for one in listed["components"] if one["purl"].startswith("pkg:deb/")] == components.system_packages(), \
        "run: make components"
    record = components.PLACE.parent / "0.2.0"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(components, "PLACE", record)
        [font, *_] = components.system_packages()
    assert font["purl"] == "pkg:deb/debian/fonts-noto-cjk@1%3A20220127%2Brepack1-1?distro=bookworm"


def test_the_list_of_components_says_nothing_of_a_day_a_machine_or_a_place_to_fetch_from() -> None:
    raw = LIST.read_text(encoding="utf-8")
    listed = json.loads(raw)
    assert (listed["bomFormat"], listed["version"]) == ("CycloneDX", 1)
    assert not {"serialNumber", "timestamp"} & {*listed, *listed["metadata"]}
    assert re.findall(r"https?://[^\s\"]+", raw) == [listed["$schema"]]
    references = Counter(one["bom-ref"] for one in listed["components"])
    assert max(references.values()) == 1
    assert {one["ref"] for one in listed["dependencies"]} == set(references)


@pytest.mark.whole
def test_the_list_of_components_is_made_again_to_the_byte_and_is_valid() -> None:
    why = "making the list of components was NOT tested: make .venv/.proof installs what makes it"
    schema, validation = (pytest.importorskip(f"cyclonedx.{name}", reason=why) for name in ("schema", "validation.json"))
    assert components.made() == components.made() == LIST.read_bytes()
    assert validation.JsonStrictValidator(schema.SchemaVersion.V1_6).validate_str(LIST.read_text(encoding="utf-8")) is None


# --- the audit; every name and number of a weakness here is made up

DUE = {("good", "1.0"): ["requirements.lock"], ("bad", "2.0"): ["requirements.lock", "requirements-dev.lock"]}
GOOD = {"name": "good", "version": "1.0", "vulns": []}
BAD = {"name": "bad", "version": "2.0", "vulns": [{"id": "MADE-UP-1", "fix_versions": ["2.1"], "aliases": [], "description": "x"}]}
SKIPPED = {"name": "bad", "skip_reason": "Dependency not found on PyPI and could not be audited: bad (2.0)"}


def answer(*dependencies: object) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_a_weakness_that_is_known_is_told_with_the_lock_and_the_version_that_mends_it() -> None:
    audit = learnt(answer(GOOD, BAD), DUE)
    assert audit.status == KNOWN
    assert said(audit) == ["KNOWN  bad 2.0 (requirements.lock, requirements-dev.lock): MADE-UP-1; mended in 2.1"]
    unmended = {**BAD, "vulns": [{"id": "MADE-UP-2", "fix_versions": []}]}
    assert said(learnt(answer(GOOD, unmended), DUE))[0].endswith("MADE-UP-2; mended in no version yet")


def test_only_where_every_package_was_looked_up_is_nothing_known() -> None:
    audit = learnt(answer(GOOD, {**BAD, "vulns": []}), DUE)
    assert (audit.status, said(audit)) == (CLEAN, ["Nothing is known of any of 2 packages."])


@pytest.mark.parametrize("given", [
    "", "Traceback", "[]", "{}", answer(), answer(GOOD), answer(GOOD, SKIPPED), answer(SKIPPED, {**SKIPPED, "name": "good"}),
    answer(GOOD, {**BAD, "version": "1.9", "vulns": []}), answer(GOOD, 1)])
def test_an_answer_that_passes_a_package_over_is_no_pass(given: str) -> None:
    audit = learnt(given, DUE)
    assert audit.status == UNASKED
    first, then = said(audit)
    assert first.startswith("NOT FOUND OUT of ")
    assert "bad 2.0" in first
    assert "This is no pass" in then
    assert said(audit, "no way to the host")[-1] == "pip-audit: no way to the host"


def test_what_is_known_goes_before_what_could_not_be_found_out() -> None:
    audit = learnt(answer(BAD), DUE)
    assert (audit.status, len(said(audit))) == (KNOWN, 3)


def test_the_audit_asks_of_every_lock() -> None:
    due = pinned(locks())
    for lock in locks():
        assert all(lock.name in due[pin.name, pin.version] for pin in pins(lock))
    assert {"requirements.lock", "requirements-build.lock", "requirements-dev.lock"} <= {lock.name for lock in locks()}
