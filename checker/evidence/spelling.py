"""What a dossier's words are taken for when it meets a ruleset: spellings, and words that state nothing.

Owns which scopes are the same in another writing, and what is said of characters that are read for
something else than they look.  It must not read amounts or facts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from checker.dossier.dossier import Dossier
from checker.evidence.entries import unstated
from checker.evidence.evidence import Evidence
from checker.text.normal import folded, invisible, visible
from checker.text.unstated import states_nothing


class AskedDatum(NamedTuple):
    """What is asked for: a quantity, an attribute or an item's own value, and of which year."""

    kind: str
    name: str
    year: int | None = None


class Writing:
    """The spellings of one dossier, in the order in which they were met."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._spellings: dict[str, str] = {}
        self._met: dict[str, str | None] = {}

    def seen(self, dossier: Dossier) -> None:
        """Keep which invisible characters stand in what the dossier states, by what it is about."""
        written: set[str | None] = set()
        for _, texts in _stated(dossier):
            written.update(texts)
        if not invisible("".join([words for words in written if words and not words.isascii()])):
            return
        for about, texts in _stated(dossier):
            foreign = [words for words in texts if words and not words.isascii()]
            hidden = invisible("".join(foreign)) if foreign else ""
            if hidden:
                self.evidence.unseen[visible(about)] = hidden

    def nothing(self, value: object, datum: AskedDatum, known: Iterable[str]) -> bool:
        """Whether a value states nothing, which is kept."""
        if not unstated(value, known):
            return False
        self.evidence.unstated[datum].append(str(value))
        return True

    def spell(self, names: Iterable[str]) -> None:
        """Remember how the ruleset spells scopes."""
        for name in names:
            self._spellings.setdefault(folded(name), name)

    def spelled(self, *stated: str | None) -> str | None:
        """The first scope or price basis that states something, as it was spelled first."""
        for name in stated:
            if name is not None:
                if name not in self._met:
                    self._met[name] = None if states_nothing(name) else self._spellings.setdefault(
                        folded(name), name)
                if self._met[name] is not None:
                    return self._met[name]
        return None

    def normalised(self, written: str) -> None:
        """Full-width and compatibility letters are read for what they mean, and that is said."""
        if not written.isascii() and _otherwise(written):
            self.evidence.normalised.append((written, visible(written)))


@lru_cache(maxsize=1000)
def _otherwise(written: str) -> bool:
    """Whether a letter is full-width or a compatibility one; the wave between two ends is as it should be."""
    return any(unicodedata.decomposition(letter).startswith(("<wide>", "<compat>"))
               for letter in written if letter != "～")


def _stated(dossier: Dossier) -> Iterator[tuple[str, Sequence[str | None]]]:
    """Everything that is compared, by the name of what it is about."""
    yield dossier.subject.name, (dossier.subject.name, dossier.subject.owner, dossier.subject.place)
    yield from ((name, [str(one.value) for one in attribute.everywhere])
                for name, attribute in dossier.attributes.items())
    yield from ((o.quantity, (o.quantity, o.value, o.unit, o.scope, o.price_basis))
                for o in dossier.observations)
    yield from ((r.item, (r.value, r.unit, r.scope)) for r in dossier.reported)
    yield from ((d.about, (d.about, d.value)) for d in dossier.declarations)
    yield from ((e.name, (e.name, *(str(value) for entry in e.entries for value in entry.values())))
                for e in dossier.lists)
