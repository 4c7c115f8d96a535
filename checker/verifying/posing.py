"""Whether a ruleset that we don't have gives itself out for one that we have.

Owns the likeness of ids, document numbers, titles and families of items: what one reader takes for another,
and a program doesn't.  It must not compare what the rules say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import family_of
from checker.text.normal import folded
from checker.verifying.ours import readable

# Letters of other alphabets, and digits, that look like a Latin letter; each before it.
_LIKE = ("аaαaвbβbсcԁdеeεeһhнhηnіiιiјjкkκkӏlмmμmоoοoσoрpρpԛqгrѕsтtτtυuνvѵvѡwωwхxχxуyγyᴢzζz0o1l|lil")
_LOOKS = str.maketrans(_LIKE[::2], _LIKE[1::2])
# Fewer letters than these are alike by chance.
_LEAST = 4
TITLE = "title"


def poses_as(ruleset: Ruleset) -> tuple[Ruleset, list[str]] | None:
    """The ruleset of ours that this one can be taken for, and by what: codes of its likenesses."""
    return next(((own, by) for own, by in _like(ruleset) if by != [TITLE]), None)


def namesake(ruleset: Ruleset) -> Ruleset | None:
    """The ruleset of ours that bears the same title and nothing else: an edition of it has to."""
    return next((own for own, by in _like(ruleset) if by == [TITLE]), None)


def _like(ruleset: Ruleset) -> Iterator[tuple[Ruleset, list[str]]]:
    for own in readable():
        likenesses = list(_likenesses(ruleset, own))
        if likenesses:
            yield own, likenesses


def _likenesses(given: Ruleset, own: Ruleset) -> Iterator[str]:
    theirs, ours = given.model, own.model
    if _alike(given.id, own.id):
        yield "id"
    if _alike(theirs.document, ours.document):
        yield "document"
    if _alike(theirs.title, ours.title):
        yield TITLE
    if _families(given) & _families(own):
        yield "items"


def _families(ruleset: Ruleset) -> set[str]:
    return {_skeleton(family_of(item)) for item in ruleset.items}


def _alike(one: str, other: str) -> bool:
    left, right = _skeleton(one), _skeleton(other)
    return left == right and len(left) >= _LEAST


def _skeleton(words: str) -> str:
    """Words as they look: letters and figures alone, accents and alphabets aside."""
    plain = unicodedata.normalize("NFD", folded(words).casefold())
    return "".join(letter for letter in plain.translate(_LOOKS) if letter.isalnum())
