"""Notes of a verdict: a code, the item, and what the sentence needs; the sentence is made elsewhere."""

from checker.verdict.found import NoteCode
from checker.verdict.part import Param
from checker.verdict.vocabulary import Noticed


def note(code: Noticed, item: str | None = None, **params: Param) -> NoteCode:
    """A note; a parameter of one key says what its ids are (``checker.wording.naming`` has them all)."""
    return NoteCode(code=code, item=item, params=params)
