"""Notes of a verdict: a code, its parameters, and the words in the source language."""

from checker.messages import CATALOGUE
from checker.verdict.verdict import Note


def note(code: str, item: str | None = None, **params: object) -> Note:
    """A note; its text is the untranslated sentence, so that a verdict never depends on language."""
    words = {name: str(value) for name, value in params.items()}
    return Note(code=code, text=CATALOGUE[code].format(**words), item=item, params=words)
