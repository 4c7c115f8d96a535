"""What is done with a draft on the page: a statement kept, taken back, reviewed; evidence beside it.

Owns that each deed is noted, and who may do it to whose statement.  It must not render.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from checker.errors import Problem, UsageError
from checker.evidence.facts import BASE
from checker.files.textfile import UNPRINTABLE
from checker.messages import text
from checker.places import Path as FieldPath
from checker.quantity.whole_number import whole
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
from checker.services.handling import Person, StatementStanding, deeds, key_of, note, reviewable, standing
from checker.services.stating import Stated, Wrong, place_of
from checker.web.datum_form import DatumForm, asked_of

BASE_YEAR = "base"


def kept(place: str, version: str, said: Stated, document: str, by: Person, at: dt.datetime) -> Wrong | None:
    """Keep a statement in the draft; what is wrong with it, where it isn't kept.

    ``document`` is the title of a source that isn't among the draft's yet.  What somebody else entered is
    never overwritten: another one's value stands beside it.
    """
    draft = read_draft(Path(place))
    ruleset = rules_of(draft)
    data = draft.data
    form = asked_of(f"{said.kind}:{said.name}", ruleset)  # raises for what the ruleset doesn't ask
    if draft.version != version:
        return Wrong(moved=True)
    wrong = _refused(said, document, data, ruleset)
    if wrong:
        return wrong
    said = _dated(_coded(said, form), data)
    if said.place is not None and _anothers(draft.data, said.place, Path(place), by):
        said = replace(said, place=None)
    if document:
        data, name = document_named(data, document)
        said = replace(said, words={**said.words, "document": name})
    next_, where = stated(data, said, ruleset)
    wrong = wrong_with(next_, where, ruleset, at.year)
    if wrong:
        return wrong
    def noted(now: DraftState) -> None:
        note(Path(place), by, at, "entered", key_of(now.data, where), form.label)

    return None if _written(place, next_, version, noted) else Wrong(moved=True)


def _refused(said: Stated, document: str, data: DraftData, ruleset: Ruleset) -> Wrong:
    """What is wrong with a form before anything is made of it."""
    if document and said.words.get("document"):
        return Wrong({"document": [text("draft.two_documents")]})
    told = text("draft.unprintable")
    entries = {f"entries.{number}.{name}": words for number, entry in enumerate(said.entries)
               for name, words in entry.items()}
    fields = {name: [told] for name, words in {**said.words, **entries}.items() if UNPRINTABLE.search(words)}
    if said.year == BASE_YEAR and not said.words.get("year") and _base(data) is None:
        fields["year"] = [text("draft.no_base", label=ruleset.model.attributes[BASE].label)]
    return Wrong(fields)


def _dated(said: Stated, data: DraftData) -> Stated:
    """The statement with its calendar year where it was asked for of the base year."""
    year = _base(data)
    if said.year != BASE_YEAR or said.words.get("year") or year is None:
        return said
    return replace(said, words={**said.words, "year": str(year)})


def _base(data: DraftData) -> int | None:
    """The base year, where the draft states one."""
    fact = data.get("attributes", {}).get(BASE, {})
    stated = (one.get("value") for one in (fact, *fact.get("also", ())))
    years = {str(value) for value in stated if value is not None}
    return whole(years.pop()) if len(years) == 1 else None


def _coded(said: Stated, form: DatumForm) -> Stated:
    """The statement with a code for the name of a class, where just that name was typed."""
    value = said.words.get("value", "")
    code = next((code for code, called in form.codes if value in (called, called.split(" ", 1)[-1])), None)
    return replace(said, words={**said.words, "value": code}) if code and value else said


def _anothers(data: DraftData, where: FieldPath, draft: Path, by: Person) -> bool:
    """Whether somebody else entered what stands there; what nobody put a name to is anybody's to mend.

    Raises :class:`UsageError` where nothing stands there.
    """
    found = _standing(data, where, draft)
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
    found = _standing(draft.data, place_of(where), Path(place))
    if not reviewable(found, by):
        named = found.entered is not None and found.entered.by
        return text("review.own", name=by.name) if named else text("review.nobodys")
    key, label = key_of(draft.data, place_of(where)), found.entered.label if found.entered else ""
    note(Path(place), by, at, did, key, label, word)
    return None


def _standing(data: DraftData, where: FieldPath, draft: Path) -> StatementStanding:
    """What the record says of what stands in a place; raises :class:`UsageError` where nothing does."""
    try:
        return standing(deeds(draft), data, where)
    except (LookupError, TypeError):
        raise UsageError(Problem("draft.no_statement")) from None


def taken_back(place: str, version: str, where: str, by: Person, at: dt.datetime) -> str | None:
    """Take a statement out of the draft; why not, where somebody else entered it or the draft has moved."""
    draft = read_draft(Path(place))
    if draft.version != version:
        return text("draft.moved")
    next_ = without(draft.data, place_of(where))
    if _anothers(draft.data, place_of(where), Path(place), by):
        return text("review.anothers")
    key = key_of(draft.data, place_of(where))
    entered = _standing(draft.data, place_of(where), Path(place)).entered

    def noted(_: DraftState) -> None:
        note(Path(place), by, at, "removed", key, entered.label if entered else "")

    return None if _written(place, next_, version, noted) else text("draft.moved")


def evidence(place: str, version: str, files: Sequence[tuple[str, str]], by: Person,
             at: dt.datetime) -> str | None:
    """Name files among the draft's sources, each by title and digest; what the last is called there.

    None where the draft isn't as it was.
    """
    data, name = read_draft(Path(place)).data, ""
    for title, sha256 in files:
        data, name = document_named(data, title, sha256)

    def noted(_: DraftState) -> None:
        for title, sha256 in files:
            note(Path(place), by, at, "evidence", f"sha256:{sha256}", title)

    return name if _written(place, data, version, noted) else None


def _written(place: str, data: DraftData, version: str, noted: Callable[[DraftState], None]) -> bool:
    """Whether the draft is as it was, and its next state in the file; the deed is ``noted`` before.

    A deed that nothing came of is told apart by its digest; a statement without one would be nobody's.
    """
    try:
        write_draft(Path(place), data, version, noted)
    except DraftMoved:
        return False
    return True


def rules_of(draft: DraftState) -> Ruleset:
    """The one ruleset that a draft is filled in for; raises :class:`UsageError`."""
    stated_ = [one.get("ruleset") for one in draft.data.get("against", []) if isinstance(one, dict)]
    if len(stated_) != 1 or not isinstance(stated_[0], str):
        raise UsageError(Problem("draft.not_one"))
    return load(stated_[0])
