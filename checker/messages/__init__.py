"""Every sentence for a person, in one catalogue; Chinese is the source language.

Owns the way from a message code to words.  The words stand in the modules of this package by
audience; translations come from ``checker/locale`` through gettext.  It must not know who asks.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from pathlib import Path

from checker.messages.admission import ADMISSION
from checker.messages.archive import ARCHIVE
from checker.messages.bounds import BOUNDS
from checker.messages.command import COMMAND
from checker.messages.doubts import DOUBTS
from checker.messages.files import FILES
from checker.messages.forms import FORMS
from checker.messages.lint import LINT
from checker.messages.register import REGISTER
from checker.messages.rules import RULES
from checker.messages.screening import SCREENING
from checker.messages.sealing import SEALING
from checker.messages.tables import TABLES
from checker.messages.verdict import VERDICT

CATALOGUE: dict[str, str] = {**FILES, **RULES, **VERDICT, **ADMISSION, **COMMAND, **FORMS, **LINT,
                             **SCREENING, **ARCHIVE, **REGISTER, **SEALING, **DOUBTS, **TABLES, **BOUNDS}
DOMAIN = "checker"
SOURCE_LANGUAGE = "zh_CN"


@cache
def translation() -> gettext.NullTranslations:
    """The translation that ``CHECKER_LANGUAGE`` asks for; without one, the source language."""
    language = os.environ.get("CHECKER_LANGUAGE", SOURCE_LANGUAGE)
    return gettext.translation(
        DOMAIN, Path(__file__).resolve().parent.parent / "locale", languages=[language], fallback=True)


# What would move the cursor, end a line or turn the direction of writing, wherever it is printed.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def harmless(said: str) -> str:
    """Given text as it may stand in a sentence: on one line, and what one can't see as ``\\u001b``."""
    lines = said.replace("\n", " ").replace("\t", " ")
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", lines)


class _Parameters(dict[str, object]):
    def __getitem__(self, name: str) -> object:
        value = super().__getitem__(name)
        return harmless(str(value)) if isinstance(value, str | os.PathLike) else value

    def __missing__(self, name: str) -> str:
        return ""


def text(code: str, **params: object) -> str:
    """The sentence for ``code`` with its parameters filled in."""
    return translation().gettext(CATALOGUE[code]).format_map(_Parameters(params))
