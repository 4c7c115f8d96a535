"""Pages of versions that were published: whole as they were kept, and their judgement confirmed for ever."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from keep import DIGESTS, PLACE

from checker import __version__
from checker.archive.releases import releases
from checker.archive.replay.origin import Ground
from checker.archive.replay.verifying import verified
from checker.canonical import digest

KEPT = sorted(PLACE.glob("*/*.pdf"))
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_kept_page_is_verified_for_ever(path: Path) -> None:
    digests = json.loads((path.parent / DIGESTS).read_text(encoding="utf-8"))
    pdf = path.read_bytes()
    assert digest(pdf) == digests[path.name]
    found = verified(pdf, NOW.date(), Ground(NOW))
    told = [str(problem) for answer in found.answers for problem in answer.said]
    assert found.answer("capsule").holds == "yes", told
    assert found.answer("judgement").holds == "yes", told
    assert found.answer("ruleset").holds in ("yes", "told"), told
    assert found.status in ("identical", "confirmed", "doubtful"), told


def test_every_published_version_has_pages_and_a_record() -> None:
    versions = {path.parent.name for path in KEPT}
    assert versions == set(releases())
    assert __version__ in versions


def test_the_record_of_a_version_says_what_sets_its_pages() -> None:
    record = releases()[__version__]
    assert record["debian"]["archive"]
    assert {"fonts-noto-cjk", "libpango-1.0-0", "libharfbuzz0b", "libfreetype6"} <= set(record["debian"]["packages"])
