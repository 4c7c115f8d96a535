"""What is done with a draft on the page: a statement kept, taken back, reviewed; evidence beside it.

Owns that each deed is noted, and who may do it to whose statement.  It must not render.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Literal

from checker.errors import Problem, UsageError
from checker.messages import text
from checker.places import Path as FieldPath
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.services.drafting import (
    DraftData,
    DraftMoved,
    DraftState,
    document_named,
    read_draft,
    stated,
    without,
    write_draft,
    wrong_with,
)
from checker.services.handling import Person, deeds, key_of, note, own, standing
from checker.services.stating import Stated, Wrong, place_of
from checker.web.datum_form import asked_of


def kept(place: str, version: str, said: Stated, document: str, by: Person, at: dt.datetime) -> Wrong | None:
    """Keep a statement in the draft; what is wrong with it, where it isn't kept.

    ``document`` is the title of a source that isn't among the draft's yet.  What somebody else entered is
    never overwritten: another one's value stands beside it.
    """
    draft = read_draft(Path(place))
    ruleset = rules_of(draft)
    data = draft.data
    label = asked_of(f"{said.kind}:{said.name}", ruleset).label  # raises for what the ruleset doesn't ask
    if document and said.words.get("document"):
        return Wrong({"document": [text("draft.two_documents")]})
    if said.place is not None and _anothers(draft.data, said.place, Path(place), by):
        said = replace(said, place=None)
    if document:
        data, name = document_named(data, document)
        said = replace(said, words={**said.words, "document": name})
    next_, where = stated(data, said, ruleset)
    wrong = wrong_with(next_, where, ruleset, at.year)
    if wrong:
        return wrong
    now = _written(place, next_, version)
    if now is None:
        return Wrong(moved=True)
    note(Path(place), by, at, "entered", key_of(now.data, where), label)
    return None


def _anothers(data: DraftData, where: FieldPath, draft: Path, by: Person) -> bool:
    """Whether somebody else entered what stands there; what nobody put a name to is anybody's to mend."""
    found = standing(deeds(draft), key_of(data, where))
    return found.entered is not None and found.entered.by not in ("", by.name)


def reviewed(place: str, version: str, where: str, did: Literal["accepted", "sent_back"], word: str,
             by: Person, at: dt.datetime) -> str | None:
    """Accept a statement as it was shown, or send it back, with a word; why not, where that can't be done."""
    if not by.name:
        return text("review.nobody")
    if did == "sent_back" and not word:
        return text("review.no_word")
    draft = read_draft(Path(place))
    if draft.version != version:  # nobody accepts what he has not seen
        return text("draft.moved")
    try:
        key = key_of(draft.data, place_of(where))
    except (LookupError, TypeError):
        return text("draft.no_statement")
    found = standing(deeds(Path(place)), key)
    if own(found, by):
        named = found.entered is not None and found.entered.by
        return text("review.own", name=by.name) if named else text("review.nobodys")
    note(Path(place), by, at, did, key, "", word)
    return None


def taken_back(place: str, version: str, where: str, by: Person, at: dt.datetime) -> str | None:
    """Take a statement out of the draft; why not, where somebody else entered it or the draft has moved."""
    draft = read_draft(Path(place))
    next_ = without(draft.data, place_of(where))
    if _anothers(draft.data, place_of(where), Path(place), by):
        return text("review.anothers")
    if _written(place, next_, version) is None:
        return text("draft.moved")
    note(Path(place), by, at, "removed", key_of(draft.data, place_of(where)))
    return None


def evidence(place: str, version: str, title: str, sha256: str, by: Person, at: dt.datetime) -> bool:
    """Name a file among the draft's sources, by its digest; whether the draft is as it was."""
    data, _ = document_named(read_draft(Path(place)).data, title, sha256)
    done = _written(place, data, version) is not None
    if done:
        note(Path(place), by, at, "evidence", f"sha256:{sha256}", title)
    return done


def _written(place: str, data: DraftData, version: str) -> DraftState | None:
    """The draft's next state as it stands in the file; None where it isn't as it was."""
    try:
        return write_draft(Path(place), data, version)
    except DraftMoved:
        return None


def rules_of(draft: DraftState) -> Ruleset:
    """The one ruleset that a draft is filled in for; raises :class:`UsageError`."""
    stated_ = [one.get("ruleset") for one in draft.data.get("against", []) if isinstance(one, dict)]
    if len(stated_) != 1 or not isinstance(stated_[0], str):
        raise UsageError(Problem("draft.not_one"))
    return load(stated_[0])
