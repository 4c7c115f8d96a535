"""A tiny ruleset with its cases, faultless until a test changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checker.files.textfile import parse
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data

HERE = "  # here"  # marks the line that the message has to name
RULESET = """\
schema: ruleset/1
id: tiny
title: 微型标准
document: T 1-2024
issuer: 某局
judges: park
concludes: conformity
formula_language: 1
in_force: {from: 2020-01-01, seen: official}
attributes:
  coastal: {label: 是否沿海, kind: yes_no}
  grade: {label: 等级, kind: word, words: [甲, 乙]}
quantities:
  output: {label: 总产值, unit: 万元}
  people: {label: 人数, unit: 人}
  plant: {label: 处理设施, words: [有, 无]}
lists:
  events:
    label: 活动
    unit: 起
    fields:
      size: {label: 参加人数, kind: number, unit: 人}
definitions:
  per_head: output / people
indicators:
  - id: T.1
    label: 人均产值
    category: 经济
    unit: 万元/人
    value: per_head
    limit:
      at_least: 15
    source: {place: 表1, name: official, limit: official, formula: official}
  - id: T.2
    label: 处理设施
    category: 环境
    words: [有, 无]
    value: plant
    limit:
      is: 有
    source: {place: 表1, name: official, limit: official, formula: official}
requirements:
  - id: whole
    label: 全部指标
    all_of: [T.1, T.2]
    source: {group: official}
"""
CASES = """\
schema: cases/1
cases:
  - {name: 恰为限值, item: T.1, given: {output: 15, people: 1}, value: 15, expect: met}
  - {name: 低一步, item: T.1, given: {output: 14, people: 1}, value: 14, expect: unmet}
  - {name: 高, item: T.1, given: {output: 60, people: 2}, value: 30, expect: met}
  - {name: 缺人数, item: T.1, given: {output: 60}, expect: undetermined}
  - {name: 有设施, item: T.2, given: {plant: 有}, expect: met}
  - {name: 无设施, item: T.2, given: {plant: 无}, expect: unmet}
  - {name: 在建, item: T.2, given: {plant: 在建}, expect: undetermined}
  - {name: 未填设施, item: T.2, given: {}, expect: undetermined}
  - {name: 全达标, outcomes: {met: [T.1, T.2]}, expect: met, requirements: {whole: met}}
  - {name: 只有一, outcomes: {met: [T.1], unmet: [T.2]}, expect: unmet, requirements: {whole: unmet}}
  - {name: 只有二, outcomes: {met: [T.2], unmet: [T.1]}, expect: unmet, requirements: {whole: unmet}}
  - {name: 未定, outcomes: {undetermined: [T.1]}, rest: met, expect: undetermined,
     requirements: {whole: undetermined}}
"""
VALUE = "value: per_head"
USED = "given: {output: 60, people: 2}"
# An index before the requirements; what is left open is its one part.
INDEX = """\
indices:
  - id: T.GI
    label: 指数
    scale: 100
    parts:
      - {}
    readings: {{plain: {{label: 不封顶}}}}
    source: {{place: 表2, seen: official}}
requirements:
"""


@dataclass(frozen=True)
class Fault:
    """A message, words of it, and the change to a faultless file that provokes it."""

    code: str
    words: str
    old: str
    new: str
    also: tuple[str, str] = ("", "")
    more: tuple[str, str] = ("", "")


def changed(text: str, fault: Fault) -> str:
    assert fault.old in text, fault.old
    assert fault.also[0] in text, fault.also
    assert fault.more[0] in text, fault.more
    return text.replace(*fault.also, 1).replace(*fault.more, 1).replace(fault.old, fault.new, 1)


def folder(tmp_path: Path, ruleset: str = RULESET, cases: str = CASES) -> Path:
    made = tmp_path / "tiny"
    (made / "cases").mkdir(parents=True)
    (made / "ruleset.yaml").write_text(ruleset, encoding="utf-8")
    (made / "cases" / "tiny.yaml").write_text(cases, encoding="utf-8")
    return made


def line_of(text: str) -> int | None:
    return next((i for i, line in enumerate(text.splitlines(), 1) if HERE.strip() in line), None)


def named(faults: list[Fault]) -> list[object]:
    return [pytest.param(fault, id=fault.code) for fault in faults]


# As an admission: T.2 forbids instead of asking for a word.
_WORD = "    words: [有, 无]\n    value: plant\n    limit:\n      is: 有\n"
BANNED = (("concludes: conformity", "concludes: admission"), ("judges: park", "judges: project"), ("formula_language: 1", "formula_language: 2"),
          (_WORD, "    effect: prohibit\n    prohibited_when: y - base > 3 and count(events) > 0 and coastal\n"),
          ("requirements:\n  - id: whole\n    label: 全部指标\n    all_of: [T.1, T.2]\n    source: {group: official}\n", ""))


def rules(*pairs: tuple[str, str]) -> Ruleset:
    """The tiny ruleset with some of its text replaced."""
    text = RULESET
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return from_data(parse(text.encode(), "ruleset.yaml").data)


SOURCE = {"place": "虚构表", "words": "虚构"}


def subject(kind: str = "park", *, year: int = 2024, facts: Mapping[str, Any] | None = None, **amounts: str) -> dict[str, Any]:
    """A made-up dossier of amounts, ``name="value unit"``, and of facts."""
    stated = [(name, *amount.split(" "), None)[:3] for name, amount in amounts.items()]
    return {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构对象", "kind": kind}, "period": year,
            "attributes": {name: {"value": value, "source": SOURCE} for name, value in (facts or {}).items()},
            "observations": [{"quantity": name, "value": value, "year": year, "source": SOURCE, **({"unit": unit} if unit else {})}
                             for name, value, unit in stated]}
