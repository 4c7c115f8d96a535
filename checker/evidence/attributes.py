"""What a dossier says of its subject: its attributes, and what somebody declares of it.

Owns that what is declared one way and another is not known.  How one fact is read is
:mod:`checker.evidence.answering_words`' business.  It must not judge.
"""

from __future__ import annotations

from checker.dossier.dossier import StatedAttribute
from checker.evidence.answering_words import answers, fact
from checker.evidence.evidence import AttributeFact
from checker.evidence.facts import BASE
from checker.evidence.meeting import Meeting
from checker.evidence.sameness import refines
from checker.evidence.spelling import AskedDatum
from checker.places import Path
from checker.ruleset.code_names import CodesCalled
from checker.text.normal import folded
from checker.validation import FIRST_YEAR, LAST_YEAR, choice_hint, shorten, slip


def bind_attributes(meeting: Meeting) -> None:
    """The facts that are stated, the base year among them; stated one way and another they are not known."""
    known = meeting.ruleset.model.attributes
    for name, attribute in sorted(meeting.dossier.attributes.items()):
        if name not in known:
            meeting.evidence.unused.append((name, slip(name, known)))
            continue
        said = _stated(meeting, name, attribute)
        if len(said) > 1:
            meeting.evidence.disputed[name] = list(said.values())
        elif said:
            meeting.evidence.attributes[name] = next(iter(said))
    base = meeting.evidence.attributes.get(BASE)
    if isinstance(base, int) and not isinstance(base, bool):
        meeting.evidence.base = base
        if base >= meeting.period:
            meeting.problem("attribute.base_not_before", ("attributes", BASE, "value"),
                            label=known[BASE].label, base=base, period=meeting.period)


def _stated(meeting: Meeting, name: str, attribute: StatedAttribute) -> dict[AttributeFact, str]:
    """What is stated of one fact, each with its words; a coarser code says nothing beside a finer one."""
    known = meeting.ruleset.model.attributes[name]
    said: dict[AttributeFact, str] = {}
    for i, one in enumerate(attribute.everywhere):
        path: Path = ("attributes", name, *(("also", i - 1) if i else ()), "value")
        if known.declared:
            meeting.problem("attribute.not_declared", path, label=known.label)
        elif not _nothing(meeting, one.value, name):
            value = _fact(meeting, name, one.value, path)
            if value is not None:
                said.setdefault(value, known.label_of(str(one.value)))
    return {value: words for value, words in said.items() if not any(refines(other, value) for other in said)}


def bind_declarations(meeting: Meeting) -> None:
    """What somebody answers for; said one way and another it is not known."""
    known = meeting.ruleset.model.attributes
    names = meeting.ruleset.attribute_names
    said: dict[str, dict[AttributeFact, str]] = {}
    for i, declaration in enumerate(meeting.dossier.declarations):
        name = names.get(folded(declaration.about), declaration.about)
        if name not in known:
            meeting.evidence.unused.append((name, slip(name, known)))
            continue
        meeting.answered(declaration.by, ("declarations", i, "by"))
        if _nothing(meeting, declaration.value, name):
            continue
        value = _fact(meeting, name, declaration.value, ("declarations", i, "value"))
        if value is not None:
            said.setdefault(name, {})[value] = f"{declaration.value}（{declaration.by}）"
    for name, values in said.items():
        stated = meeting.evidence.attributes.get(name)
        also = meeting.evidence.disputed.get(name, [])
        if stated not in (None, *values):
            also = [str(meeting.dossier.attributes[name].value)]
        if len(values) > 1 or also:
            meeting.evidence.disputed[name] = [*values.values(), *also]
            meeting.evidence.attributes.pop(name, None)
            if name == BASE:
                meeting.evidence.base = None
        else:
            meeting.evidence.attributes[name] = next(iter(values))


def _fact(meeting: Meeting, name: str, stated: object, path: Path) -> AttributeFact | None:
    """An attribute's value, or None after naming what is wrong with it."""
    known = meeting.ruleset.model.attributes[name]
    value, right = fact(stated, known, meeting.ruleset.model.classifications)
    if right:
        return value
    system = meeting.ruleset.model.classifications.get(known.system or "")
    words = [known.label_of(word) for word in known.words or []]
    hint = CodesCalled(f"{known.system}:{stated}") if known.system else choice_hint(str(stated), words)
    meeting.problem(f"attribute.not_{known.kind}", path, label=known.label, given=shorten(stated),
                    words="、".join(words), hint=hint, first=FIRST_YEAR,
                    last=LAST_YEAR, system=system.label if system else "")
    return None


def _nothing(meeting: Meeting, value: object, name: str) -> bool:
    """Whether what stands for an attribute states nothing."""
    known = meeting.ruleset.model.attributes[name]
    return meeting.writing.nothing(value, AskedDatum("attribute", name), answers(known))
