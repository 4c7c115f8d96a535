"""The words of a policy's cells: what is listed in one, and how a formula writes a word.

Owns the spelling alone.  It must not know terms.
"""

from __future__ import annotations

import re

from checker.text.normal import folded, visible

_BETWEEN = frozenset("、，,；;\n")
_OPEN, _CLOSE = "（(《“「【[", "）)》”」】]"
_BESIDE = "()[]{}<>《》、,.:;·-/_“”\"' "


_APART = re.compile(r"[0-9]\s+[0-9]")


def apart(words: str) -> bool:
    """Whether blanks or a new line stand between digits: two numbers, or one that somebody broke up."""
    return _APART.search(visible(words)) is not None


def quoted(word: str) -> str:
    """A word as a formula writes it."""
    return '"' + word + '"'


def parts(words: str) -> list[str]:
    """What is listed in a cell, one after the other; what stands in brackets belongs to the word before."""
    found, depth = [""], 0
    for letter in words:
        depth = max(0, depth + (letter in _OPEN) - (letter in _CLOSE))
        if letter in _BETWEEN and not depth:
            found.append("")
        else:
            found[-1] += letter
    return [part.strip() for part in found if part.strip()]


def beside_code(words: str, code: str) -> str:
    """What stands beside a code, but for brackets and for the letter of its section."""
    rest = folded(words).upper().replace(code, "", 1).strip(_BESIDE)
    if code.isdecimal() and rest[:1].isascii() and rest[:1].isalpha():
        rest = rest[1:].strip(_BESIDE)
    return folded(rest)
