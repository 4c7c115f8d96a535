"""The samples: every quote stands in its passage, and every verdict is what the sources carry."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from conftest import PLAN_SAMPLES, ROOT, SAMPLES, TRANSCRIBED, dossier, judged, sample_data

from checker.cli.check import STATUS
from checker.exits import Exit

REAL = SAMPLES[:2]
SURVEYED = {f"HJ274-2015.{no}" for no in range(1, 33)}


def sections(text: str) -> dict[str, str]:
    """A passage file by its headings; one place may hold several passages."""
    found: dict[str, str] = {}
    for part in re.split(r"^=== ", text, flags=re.M)[1:]:
        place, _, body = part.partition("\n")
        found[place] = found.get(place, "") + "\n" + body
    return found


def solid(text: str) -> str:
    """Without what the lines and cells of the printed document put between the words."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", SAMPLES + PLAN_SAMPLES + TRANSCRIBED)
def test_every_quote_stands_word_for_word_in_its_passage(name: str) -> None:
    made = dossier(sample_data(name))
    for path, source in made.sources():
        assert source.document is not None, path
        document = made.documents[source.document]
        text = (ROOT / "samples" / str(document.passages)).read_text(encoding="utf-8")
        assert source.words in text, (path, source.words)


@pytest.mark.parametrize("name", REAL + PLAN_SAMPLES[1:] + TRANSCRIBED)
def test_every_passage_file_names_its_document_and_its_digest(name: str) -> None:
    for document in dossier(sample_data(name)).documents.values():
        head = (ROOT / "samples" / str(document.passages)).read_text(encoding="utf-8").splitlines()[:2]
        assert document.title.split("（")[0][:10] in head[0]
        assert head[1].endswith(str(document.sha256))


def test_the_made_up_passages_have_the_digest_that_the_sample_states() -> None:
    [document] = dossier(sample_data("made-up-park")).documents.values()
    text = (ROOT / "samples" / str(document.passages)).read_bytes()
    assert hashlib.sha256(text).hexdigest() == document.sha256
    assert "虚构" in text.decode()[:20]


@pytest.mark.parametrize("name", SAMPLES + PLAN_SAMPLES + TRANSCRIBED)
def test_every_number_of_a_sample_stands_in_its_quote(name: str) -> None:
    data = sample_data(name)
    for entry in data["observations"] + data.get("reported", []):
        digits = re.findall(r"\d+(?:\.\d+)?", str(entry["value"]))
        quote = entry["source"]["words"].replace(",", "")
        for number in digits:
            shapes = {number, f"{number}0", number.rstrip("0").rstrip(".") if "." in number else number}
            assert any(shape in quote for shape in shapes), entry


@pytest.mark.parametrize("name", REAL)
def test_a_real_sample_classifies_the_sentence_of_each_indicator(name: str) -> None:
    made = dossier(sample_data(name))
    assert {entry.item for entry in made.survey} == SURVEYED
    values = {report.item: report.source.words for report in made.reported if report.item in SURVEYED}
    for entry in made.survey:
        if entry.as_ == "value":
            assert values[entry.item] == entry.words
        else:
            assert entry.item not in values


@pytest.mark.parametrize(("name", "outcome", "status"), [
    ("kunming-etdz-2022", "undetermined", Exit.UNDETERMINED), ("yuxi-htz-2020", "unmet", Exit.UNMET),
    ("made-up-park", "met", Exit.MET)])
def test_each_sample_has_its_outcome(name: str, outcome: str, status: Exit, engine: Any) -> None:
    verdict = judged(sample_data(name), engine=engine)
    assert verdict.outcome == outcome
    assert verdict.purpose == "trial"
    assert STATUS.get(verdict.outcome, Exit.UNDETERMINED) == status


def test_kunming_meets_item_11_by_its_reported_value() -> None:
    finding = judged(sample_data("kunming-etdz-2022")).finding("HJ274-2015.11")
    assert (finding.outcome, finding.value, finding.basis) == ("met", "0.064", "reported")
    assert "单位工业增加值综合能耗为0.064吨标煤/万元" in finding.evaluations[0].source.words  # type: ignore[union-attr]


def test_one_years_change_is_no_elasticity() -> None:
    finding = judged(sample_data("kunming-etdz-2022")).finding("HJ274-2015.10")
    assert finding.outcome == "undetermined"
    assert any("弹性系数小于0" in claim.source.words for claim in finding.claims)
    data = sample_data("made-up-park")
    data["observations"] = [e for e in data["observations"] if e["year"] in (2023, 2024)]
    one_year = judged(data).finding("HJ274-2015.10")
    assert one_year.outcome == "undetermined"
    assert [e.shown for e in one_year.evaluations if e.reading == "one_year"] == [["0.1905"]]


@pytest.mark.parametrize("name", REAL)
def test_no_item_is_met_by_a_claim(name: str) -> None:
    with_claims, data = judged(sample_data(name)), sample_data(name)
    data["claims"] = []
    without = judged(data)
    assert [f.outcome for f in without.findings] == [f.outcome for f in with_claims.findings]
    for finding in with_claims.findings:
        assert finding.basis != "none" or finding.outcome in ("undetermined", "not_selected")


def test_kunming_says_exactly_what_is_missing() -> None:
    verdict = judged(sample_data("kunming-etdz-2022"))
    first = verdict.missing[0]
    assert first.label == "工业增加值"
    assert first.year == 2022
    assert {f"HJ274-2015.{no}" for no in (2, 8, 10, 13, 14, 25, 26, 27)} == set(first.items)
    assert first.settles_alone == ["HJ274-2015.8"]
    assert verdict.settled_by is not None
    for finding in verdict.findings:
        assert bool(finding.missing) == (finding.outcome == "undetermined")


def test_kunmings_selection_counts_24_items_and_shows_the_other_eight_as_unselected() -> None:
    verdict = judged(sample_data("kunming-etdz-2022"))
    unselected = [f.item for f in verdict.findings if f.outcome == "not_selected"]
    assert unselected == [f"HJ274-2015.{no}" for no in (1, 3, 4, 7, 9, 12, 16, 28)]


def test_yuxi_is_unmet_whatever_the_missing_data_say() -> None:
    verdict = judged(sample_data("yuxi-htz-2020"))
    assert [(d.requirement, d.items) for d in verdict.decided_by] == [
        ("required", ["HJ274-2015.24"]), ("circularity", ["HJ274-2015.6", "HJ274-2015.7"])]
    assert not any(lacking.decides for lacking in verdict.missing)
    assert verdict.settled_by is None


def test_yuxis_conflicting_value_added_both_stand_and_agree_on_item_11() -> None:
    verdict = judged(sample_data("yuxi-htz-2020"))
    values = {(d.value, d.scope) for d in verdict.data if d.quantity == "industrial_value_added"}
    assert values == {("663.42", "全口径"), ("663.42", "规上"), ("472.2", "规上")}
    finding = verdict.finding("HJ274-2015.11")
    assert finding.outcome == "met"
    assert finding.shown == "0.07944；0.1116；0.08（自报）"
    assert any(n.code == "note.several_values" and "472.2" in n.text for n in verdict.notes)
