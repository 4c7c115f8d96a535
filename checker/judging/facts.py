"""What a dossier says of its subject besides amounts: facts of a few kinds, and free words.

Owns the reading of one fact and the gathering of what describes the subject.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.dossier.model import Dossier
from checker.judging.evidence import Fact, Saying
from checker.messages import CATALOGUE
from checker.ruleset.codes import CodeSystem
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute, folded
from checker.validation import FIRST_YEAR, LAST_YEAR

_TRUTHS = {"是": True, "否": False}


def fact(stated: object, known: Attribute, systems: Mapping[str, CodeSystem]) -> tuple[Fact, bool]:
    """The value of an attribute as it was stated, and whether it is one of its kind."""
    match known.kind:
        case "yes_no":
            truth = _TRUTHS.get(stated, stated) if isinstance(stated, str) else stated
            return (truth, True) if isinstance(truth, bool) else ("", False)
        case "year":
            year = int(stated) if isinstance(stated, str) and stated.isdecimal() else stated
            right = type(year) is int and FIRST_YEAR <= year <= LAST_YEAR
            return (year, True) if right and isinstance(year, int) else ("", False)
        case "code":
            code = systems[known.system or ""].read(str(stated))
            return (code, True) if code and not isinstance(stated, bool) else ("", False)
        case "text":
            return (stated, True) if isinstance(stated, str) else (str(stated), not isinstance(stated, bool))
    by_label = {label: word for word, label in known.shown.items()}
    word = by_label.get(str(stated), str(stated))
    return word, word in (known.words or [])


def sayings(dossier: Dossier, ruleset: Ruleset) -> list[Saying]:
    """Everything that the subject is described with: its name, free texts, words in lists."""
    return list(_sayings(dossier, ruleset))


def _sayings(dossier: Dossier, ruleset: Ruleset) -> Iterator[Saying]:
    yield Saying(CATALOGUE["saying.name"], dossier.subject.name)
    for name, known in ruleset.model.attributes.items():
        if known.describes and name in dossier.attributes:
            yield Saying(known.label, str(dossier.attributes[name].value))
    by_label = {folded(entry.label): name for name, entry in ruleset.model.lists.items()}
    for stated in dossier.lists:
        entries = ruleset.model.lists.get(by_label.get(folded(stated.name), stated.name))
        for entry in stated.entries if entries else ():
            for key, value in entry.items():
                field = entries.fields.get(key) if entries else None
                if entries and field and field.kind == "text" and value is not None:
                    yield Saying(f"{entries.label}·{field.label}", str(value))
