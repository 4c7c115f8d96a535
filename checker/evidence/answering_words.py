"""What a dossier says of its subject besides amounts: facts of a few kinds, and free words.

Owns the reading of one fact and the gathering of what describes the subject.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.dossier.dossier import Dossier
from checker.evidence.evidence import AttributeFact, Saying
from checker.quantity.day import year
from checker.ruleset.codes import CodeSystem
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute
from checker.text.normal import folded, same
from checker.text.unstated import states_nothing
from checker.validation import FIRST_YEAR, LAST_YEAR

TICKS = dict.fromkeys("√✓✔☑", True) | dict.fromkeys("×✗✘☒", False)
_YES = ("是", "有", *(mark for mark, meant in TICKS.items() if meant))
_NO = ("否", "无", *(mark for mark, meant in TICKS.items() if not meant))


def fact(stated: object, known: Attribute, systems: Mapping[str, CodeSystem]) -> tuple[AttributeFact, bool]:
    """The value of an attribute as it was stated, and whether it is one of its kind."""
    match known.kind:
        case "yes_no":
            truth = truth_of(stated) if isinstance(stated, str) else stated
            return (truth, True) if isinstance(truth, bool) else ("", False)
        case "year":
            meant = year(stated) if isinstance(stated, str) else stated
            right = type(meant) is int and FIRST_YEAR <= meant <= LAST_YEAR
            return (meant, True) if right and isinstance(meant, int) else ("", False)
        case "code":
            if isinstance(stated, bool) or not isinstance(stated, (str, int)):
                return "", False
            code = systems[known.system or ""].read(stated)
            return (code, True) if code else ("", False)
        case "text":
            return (stated, True) if isinstance(stated, str) else (str(stated), not isinstance(stated, bool))
    word = _word(str(stated), known)
    return (word, True) if word is not None else (str(stated), False)


def answers(known: Attribute) -> tuple[str, ...]:
    """What may be answered in words: a word that would state nothing elsewhere states something here."""
    if known.kind == "yes_no":
        return (*_YES, *_NO)
    return (*(known.words or ()), *known.shown.values())


def truth_of(words: str) -> bool | None:
    """What an answer to a yes-or-no question means; None where it is none."""
    if same(words, _YES):
        return True
    return False if same(words, _NO) else None


def _word(words: str, known: Attribute) -> str | None:
    """The word that is meant: one of the choice, or its label."""
    by_label = {label: word for word, label in known.shown.items()}
    label = same(words, by_label)
    return by_label[label] if label is not None else same(words, known.words or ())


def sayings(dossier: Dossier, ruleset: Ruleset) -> list[Saying]:
    """Everything that the subject is described with: its name, free texts, words in lists."""
    return list(_sayings(dossier, ruleset))


def _sayings(dossier: Dossier, ruleset: Ruleset) -> Iterator[Saying]:
    yield Saying(("name",), dossier.subject.name)
    for name, known in ruleset.model.attributes.items():
        if known.describes and name in dossier.attributes:
            for one in dossier.attributes[name].everywhere:
                if not states_nothing(said := str(one.value)):
                    yield Saying(("attribute", name), said)
    names = ruleset.list_names
    for stated in dossier.lists:
        listed = names.get(folded(stated.name), "")
        entries = ruleset.model.lists.get(listed)
        for entry in stated.entries if entries else ():
            for key, value in entry.items():
                field = entries.fields.get(key) if entries else None
                if entries and field and field.kind == "text" and value is not None:
                    yield Saying(("field", listed, key), str(value))
