"""Pages by rules that are ours, were ours, were changed, pose as ours or are somebody else's, and what is answered."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from answered_capsules import NOW, OVERLAY, answered, local
from plain_pages import DAY, ITEMS, RELEASES, TINY, machine, recorded, sheet, tiny
from test_editions import PARK

from checker.capsule.unpacking import CapsuleVerdict
from checker.errors import Problem, RulesetError
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.verifying.answers import Verification
from checker.verifying.origin import Trust
from checker.verifying.posing import namesake, poses_as
from checker.verifying.provisions import loosened, provisions
from checker.verifying.verifying import verified

UNREADABLE = from_data({**TINY, "title": "读不出"})  # what the machine refuses to read


def changed(**more: Any) -> Ruleset:
    """The tiny ruleset with something otherwise."""
    return from_data({**TINY, **more})


def items(limits: Mapping[int, Any], **more: Any) -> list[dict[str, Any]]:
    """The items with other limits."""
    return [{**one, "limit": {"at_least": limits[number]} if number in limits else one["limit"], **more}
            for number, one in enumerate(ITEMS)]


def ours() -> Iterator[tuple[str, Verification]]:
    """A ruleset under an id of ours."""
    page = sheet([recorded()])
    many = [{**ITEMS[0], "id": f"T.{number}", "label": f"产值{number}", "limit": {"at_least": number}} for number in range(1, 16)]
    whole = {"id": "whole", "label": "全部", "all_of": [f"T.{number}" for number in range(1, 16)], "source": {"group": "official"}}
    easier, harder = ([{**one, "limit": {"at_least": number + more}} for number, one in enumerate(many, 1)] for more in (1, -1))
    later = changed(id="later", superseded_by=None, document="T 1-2025", indicators=items({0: 19, 1: 25}))
    successor = {**TINY["superseded_by"], "ruleset": "later"}
    own: Mapping[str, list[Ruleset]] = {
        "the same": [tiny()], "another limit": [changed(indicators=items({0: 10}))], "a harder limit": [changed(indicators=items({0: 25}))],
        "an item less": [changed(indicators=ITEMS[:2])], "other words": [changed(title="别的标准")],
        "what does not fit": [changed(quantities={"other": {"label": "别的", "unit": "t"}}, indicators=[{**one, "unit": "t", "value": "other"} for one in ITEMS])],
        "not to be read": [UNREADABLE], "superseded": [changed(superseded_by=successor), later],
        "superseded by what can not be read": [changed(superseded_by=successor), from_data({**TINY, "id": "later", "title": "读不出"})],
        "superseded by what we don't have": [changed(superseded_by=successor)], "the same, with another": [tiny(), UNREADABLE][:1]}
    for kind, known in own.items():
        for released in ("", ", published"):
            with machine(known) as patch:
                if released:
                    patch.setattr("checker.capsule.releases.releases", lambda: {
                        **RELEASES, **{version: {**RELEASES["0.8.0"], "rulesets": {"tiny": tiny().digest}} for version in ("0.8.0", "0.8.1")}})
                yield f"{kind}{released}", verified(page.pdf(), dt.date(2025, 1, 1), Trust(NOW))
                if kind == "superseded":
                    yield f"{kind}{released}, the day before", verified(page.pdf(), DAY, Trust(NOW))
    for kind, mine in (("easier", easier), ("harder", harder)):
        with machine([changed(indicators=mine, requirements=[whole])]):
            yield f"many that are {kind}", answered(sheet([recorded(rules=changed(indicators=many, requirements=[whole]))]))
    with machine([changed(indicators=items({0: 10}))]) as patch:
        patch.setattr("checker.verifying.standing.assessed", lambda *_, **__: 1 // 0)
        yield "judging breaks", answered(page)
    with machine([changed(indicators=items({0: 10}))]) as patch:
        def refuse(*_: object) -> None:
            raise RulesetError([Problem("capsule.none"), Problem("file.not_found")])

        patch.setattr("checker.verifying.standing.diff", refuse)
        yield "not to be compared", answered(page)
    waived = local(tiny(), waive=[{"item": "T.1", "not_required": True, "authority": "虚构局", "reason": "虚构", "until": "2099-12-31"}])
    for kind, rules in (("under an overlay", tiny()), ("under an overlay of another state", changed(indicators=items({0: 30})))):
        with machine([rules]):
            yield kind, answered(sheet([recorded(rules=waived, base=tiny())]))
    loose = {**OVERLAY, "base": {"ruleset": "tiny"}}
    from checker.ruleset.amended import amended, overlay_from

    under = amended(tiny(), overlay_from({**loose, "waive": [{"item": "T.1", "not_required": True, "authority": "虚构局", "reason": "虚构", "until": "2099-12-31"}]}), DAY)
    with machine([changed(indicators=items({0: 30}))]):
        yield "under an overlay of any state", answered(sheet([recorded(rules=under, base=tiny())]))


def strangers() -> Iterator[tuple[str, Any]]:
    """Rulesets under ids that aren't ours."""
    own = changed(id="ours-1", document="HJ 274-2015", title="国家标准", indicators=json.loads(json.dumps(ITEMS).replace("T.", "HJ.")),
                  requirements=[{**TINY["requirements"][0], "all_of": ["HJ.1"]}])
    other = {"id": "theirs", "document": "别的文号", "title": "别的标准"}
    given: Mapping[str, dict[str, Any]] = {
        "nothing alike": {}, "the same document": {"document": "HJ 274-2015"}, "a document spelled otherwise": {"document": "ＨЈ　274—2О15"},
        "the same title": {"title": "国家标准"}, "title and document": {"title": "国家标准", "document": "HJ 274-2015"},
        "an id alike": {"id": "ours-l"}, "an id without a hyphen": {"id": "ours1"}, "a short title": {"title": "国标"}, "three letters": {"document": "HJ2"},
        "the same items": {"indicators": json.loads(json.dumps(ITEMS).replace("T.", "HJ.")), "requirements": [{**TINY["requirements"][0], "all_of": ["HJ.1"]}]},
        "a title with accents": {"title": "国家标准\u0301"}, "all alike": {"id": "ours-l", "title": "国家标准", "document": "HJ 274-2015"}}
    for kind, more in given.items():
        theirs = from_data({**TINY, **other, **more})
        dossier = {**PARK, "against": [{"ruleset": theirs.id, "own": True, "ground": "按本标准命名"}]}
        for known in ([own], [own, UNREADABLE]):
            with machine(known):
                found = poses_as(theirs)
                alike = namesake(theirs)
                yield f"{kind}, {len(known)} of ours", [
                    (found[0].id, found[1]) if found else None, alike.id if alike else None,
                    *_answers(answered(sheet([recorded(dossier, theirs)])))]
    short = changed(id="abc", document="文号", title="标准")
    with machine([short]):
        for more in ({"id": "abc1"}, {"id": "ab-c", "document": "文号", "title": "标准"}):
            yield f"short ones {more}", [poses_as(from_data({**TINY, **other, **more})), namesake(from_data({**TINY, **other, **more}))]
    from checker.verifying.posing import _LIKE, _skeleton

    yield "looks", [_skeleton(_LIKE), _skeleton("Éé ２ ℡ ß-_·9"), _skeleton("Ａ１b2")]


def _answers(found: Verification) -> list[object]:
    one, two = found.answer("ruleset"), found.answer("today")
    return [found.status, *found.but, one.holds, *one.said, two.holds, *two.said, *found.remarks]


def under_provisions() -> Iterator[tuple[str, Any]]:
    """Local provisions of every kind, few and many."""
    many = [{**ITEMS[0], "id": f"T.{number}", "label": f"产值{number}"} for number in range(1, 31)]
    whole = {"id": "whole", "label": "全部", "all_of": [f"T.{number}" for number in range(1, 31)], "source": {"group": "official"}}
    rules = from_data({**TINY, "indicators": many, "requirements": [whole]})
    seen = {"document": "T 1-2016", "edition": "2016", "by": "虚构某人", "on": "2022-01-01", "digest": "a" * 64}
    waive = {"not_required": True, "authority": "虚构局", "reason": "虚构", "until": "2099-12-31"}
    kinds: Mapping[str, dict[str, Any]] = {
        "nothing": {}, "waived": {"waive": [{"item": "T.1", **waive}]}, "waived by a document": {"waive": [{"item": "T.1", **waive, "document": "虚构〔2020〕2号"}]},
        "loosened": {"waive": [{"item": "T.1", "limit": {"at_least": 1}, "authority": "虚构局", "reason": "虚构", "until": "2099-12-31"}]},
        "expired": {"waive": [{"item": "T.1", **waive, "until": "2020-12-31"}]}, "tightened": {"tighten": [{"item": "T.1", "limit": {"at_least": 99}, "reason": "虚构"}]},
        "corrected": {"corrected": [{"item": "T.1", "limit": {"at_least": 1}, "place": "表1", **seen}]},
        "confirmed": {"confirmed": [{"items": ["T.1", "T.2"], **seen}]},
        "all together": {"waive": [{"item": "T.1", **waive}], "tighten": [{"item": "T.2", "limit": {"at_least": 99}, "reason": "虚构"}],
                         "corrected": [{"item": "T.3", "limit": {"at_least": 1}, "place": "表1", **seen}], "confirmed": [{"items": ["T.4"], **seen}]},
        **{f"{count} confirmed": {"confirmed": [{"items": [f"T.{number}" for number in range(1, count + 1)], **seen}]} for count in (20, 21, 22)},
        **{f"{count} waived apart": {"waive": [{"item": f"T.{number}", **waive, "reason": f"虚构{number}"} for number in range(1, count + 1)]} for count in (20, 21, 22)}}
    for kind, more in kinds.items():
        given = {**OVERLAY, "base": {"ruleset": "tiny", "digest": rules.digest}, **more}
        part = _part(rules, given)
        yield kind, [*provisions([part]), *loosened([part])]
    parts = [_part(rules, {**OVERLAY, "base": {"ruleset": "tiny", "digest": rules.digest}, "waive": [{"item": f"T.{number}", **waive}]}) for number in (1, 2)]
    yield "two parts", [*provisions([parts[0], _part(rules, None), parts[1]]), *loosened(parts)]


def _part(rules: Ruleset, overlay: Mapping[str, Any] | None) -> CapsuleVerdict:
    from checker.ruleset.amended import amended, overlay_from

    if overlay is None:
        return CapsuleVerdict("", rules, rules, (), False, {})
    read = overlay_from(dict(overlay))
    return CapsuleVerdict("", rules, amended(rules, read, DAY), (read,), False, {})


Subject = Callable[[], Iterator[tuple[str, Any]]]
SUBJECTS: Mapping[str, Subject] = {"ours": ours, "strangers": strangers, "provisions": under_provisions}
