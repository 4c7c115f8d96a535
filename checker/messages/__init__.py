"""Every sentence for a person, in one catalogue; Chinese is the source language.

Owns the way from a message code to words.  The words stand in the modules of this package by
audience; translations come from ``checker/locale`` through gettext.  It must not know who asks.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

from checker.messages.admission import ADMISSION
from checker.messages.archive import ARCHIVE
from checker.messages.command import COMMAND
from checker.messages.files import FILES
from checker.messages.forms import FORMS
from checker.messages.lint import LINT
from checker.messages.register import REGISTER
from checker.messages.rules import RULES
from checker.messages.screening import SCREENING
from checker.messages.sealing import SEALING
from checker.messages.verdict import VERDICT

CATALOGUE: dict[str, str] = {**FILES, **RULES, **VERDICT, **ADMISSION, **COMMAND, **FORMS, **LINT,
                             **SCREENING, **ARCHIVE, **REGISTER, **SEALING}
DOMAIN = "checker"
SOURCE_LANGUAGE = "zh_CN"


@cache
def translation() -> gettext.NullTranslations:
    """The translation that ``CHECKER_LANGUAGE`` asks for; without one, the source language."""
    language = os.environ.get("CHECKER_LANGUAGE", SOURCE_LANGUAGE)
    return gettext.translation(
        DOMAIN, Path(__file__).resolve().parent.parent / "locale", languages=[language], fallback=True)


class _Parameters(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""


def text(code: str, **params: object) -> str:
    """The sentence for ``code`` with its parameters filled in."""
    return translation().gettext(CATALOGUE[code]).format_map(_Parameters(params))
