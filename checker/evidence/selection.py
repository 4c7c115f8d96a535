"""The optional items that a dossier selects.

Owns what a selection has to hold.  It must not judge the items.
"""

from __future__ import annotations

from checker.evidence.meeting import Meeting


def bind_selection(meeting: Meeting) -> None:
    """The items that were selected, with those that every dossier has."""
    if meeting.dossier.selected is None:
        return
    chosen = set()
    for i, item in enumerate(meeting.dossier.selected):
        if meeting.own_item(item, ("selected", i)):
            chosen.add(item)
    if not meeting.dossier.selected and meeting.ruleset.model.requirements:
        meeting.problem("selected.empty", ("selected",))
    if not chosen:
        return
    required = set()
    for requirement in meeting.ruleset.model.requirements:
        if not requirement.optional:
            required.update(requirement.members)
        elif not chosen & set(requirement.members):
            meeting.problem("selected.group_empty", ("selected",), label=requirement.label,
                            members="、".join(requirement.members))
    required |= _picked(meeting, chosen)
    dropped = [item for item in meeting.ruleset.items if item in required - chosen]
    if dropped:
        meeting.problem("selected.required_missing", ("selected",), items="、".join(dropped))
    meeting.evidence.selected = frozenset(chosen | required)


def _picked(meeting: Meeting, chosen: set[str]) -> set[str]:
    """The items that an index always counts, after a look at how many of the others were picked."""
    always: set[str] = set()
    for index in meeting.ruleset.model.indices:
        for group in index.parts:
            picked = sum(member in chosen for member in group.members)
            if group.pick is None:
                always.update(group.members)
            elif picked != group.pick:
                meeting.problem("selected.pick_count", ("selected",), index=index.label, due=group.pick,
                                given=picked, members="、".join(group.members))
    return always
