"""Every sentence for a person, in one catalogue by its code; Chinese is the source language.

Owns the way from a message code to words.  The words stand in the modules of this package by
audience; translations come from ``checker/locale`` through gettext, where the code is the context of
its sentence.  It must not know who asks.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar

from checker.messages.admission import ADMISSION
from checker.messages.archive import ARCHIVE
from checker.messages.asking import ASKING
from checker.messages.bounds import BOUNDS
from checker.messages.browser import BROWSER
from checker.messages.command import COMMAND
from checker.messages.confirmations import CONFIRMATIONS
from checker.messages.derivation import DERIVATION
from checker.messages.doubts import DOUBTS
from checker.messages.drafting import DRAFTING
from checker.messages.explaining import EXPLAINING
from checker.messages.figures import FIGURES
from checker.messages.files import FILES
from checker.messages.forms import FORMS
from checker.messages.lint import LINT
from checker.messages.names import NAMES
from checker.messages.officer import OFFICER
from checker.messages.on_page import ON_PAGE
from checker.messages.overlays import OVERLAYS
from checker.messages.recalling import RECALLING
from checker.messages.register import REGISTER
from checker.messages.reports import REPORTS
from checker.messages.rules import RULES
from checker.messages.screening import SCREENING
from checker.messages.sealing import SEALING
from checker.messages.tables import TABLES
from checker.messages.verdict import VERDICT
from checker.messages.verdict_names import VERDICT_NAMES
from checker.messages.what_if import WHAT_IF
from checker.messages.workbooks import WORKBOOKS

CATALOGUE: dict[str, str] = {**FILES, **RULES, **VERDICT, **ADMISSION, **COMMAND, **FORMS, **LINT,
                             **SCREENING, **ARCHIVE, **REGISTER, **SEALING, **DOUBTS, **TABLES, **BOUNDS,
                             **NAMES, **VERDICT_NAMES, **RECALLING, **CONFIRMATIONS, **OVERLAYS,
                             **WORKBOOKS, **EXPLAINING, **DERIVATION, **WHAT_IF, **ASKING,
                             **FIGURES, **BROWSER, **DRAFTING, **OFFICER, **REPORTS}
# What a page says instead of a sentence stands under its code with this behind.
PAGES = "@page"
CATALOGUE |= {f"{code}{PAGES}": sentence for code, sentence in ON_PAGE.items()}
DOMAIN = "checker"
SOURCE_LANGUAGE = "zh_CN"
P = ParamSpec("P")
T = TypeVar("T")


_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)
_ON_PAGE: ContextVar[bool] = ContextVar("on_page", default=False)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in this language for a while; ``zh_CN`` is the source."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


@contextmanager
def for_pages(page: bool = True) -> Iterator[None]:
    """Word for a while as a page does what the command words by its options; or as the command does."""
    before = _ON_PAGE.set(page)
    try:
        yield
    finally:
        _ON_PAGE.reset(before)


def on_page() -> bool:
    """Whether what is said now is said on a page."""
    return _ON_PAGE.get()


def in_source_language(work: Callable[P, T]) -> Callable[P, T]:
    """Work that speaks the source language whatever is spoken around it.

    What is filled in by hand and read back is in that language alone.
    """
    @wraps(work)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> T:
        with speaking(SOURCE_LANGUAGE):
            return work(*args, **kwargs)

    return spoken


def spoken_language() -> str:
    """The language that is spoken now: the one that was asked for, or that of ``CHECKER_LANGUAGE``."""
    return _SPOKEN.get() or os.environ.get("CHECKER_LANGUAGE", SOURCE_LANGUAGE)


def language_tag() -> Literal["zh-CN", "en"]:
    """The language that is spoken, as documents name it; where there is no translation, the source."""
    return "en" if spoken_language() == "en" else "zh-CN"


def speaking_as(tag: str) -> AbstractContextManager[None]:
    """Speak the language that a document names."""
    return speaking("en" if tag == "en" else SOURCE_LANGUAGE)


@cache
def translation(language: str) -> gettext.NullTranslations:
    """The translation into a language; where there is none, the source."""
    return gettext.translation(
        DOMAIN, Path(__file__).resolve().parent.parent / "locale", languages=[language], fallback=True)


@cache
def _translated(language: str) -> Mapping[str, str]:
    """What a language says otherwise than the source, by code."""
    chosen = translation(language)
    said = ((code, sentence, chosen.pgettext(code, sentence)) for code, sentence in CATALOGUE.items())
    return {code: words for code, sentence, words in said if words != sentence}


def template(code: str) -> str:
    """The sentence for ``code`` with the names of its parameters in it."""
    if _ON_PAGE.get() and f"{code}{PAGES}" in CATALOGUE:
        code = f"{code}{PAGES}"
    return _translated(spoken_language()).get(code) or CATALOGUE[code]


# What would move the cursor, end a line or turn the direction of writing, wherever it is printed.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def harmless(said: str) -> str:
    """Given text as it may stand in a sentence: on one line, and what one can't see as ``\\u001b``."""
    lines = said.replace("\n", " ").replace("\t", " ")
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", lines)


class Spoken(str):
    """A value that people are told otherwise than programs: see :meth:`said`."""

    __slots__ = ()

    def said(self) -> str:
        """The value as it stands in a sentence."""
        return str(self)


class Term(Spoken):
    """A word of ours by its code."""

    __slots__ = ()

    def said(self) -> str:
        """The word."""
        return text(str(self))


def as_data(value: object) -> str:
    """A parameter as programs read it, several values of one in a row."""
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def pattern(code: str, **parameters: str) -> re.Pattern[str]:
    """What the sentence for ``code`` looks like in the source, each parameter by a pattern of its own."""
    parts = re.split(r"\{([a-z_]+)\}", CATALOGUE[code])
    return re.compile("".join(parameters[part] if number % 2 else re.escape(part)
                              for number, part in enumerate(parts)))


class _Parameters(dict[str, object]):
    def __getitem__(self, name: str) -> object:
        value = super().__getitem__(name)
        if isinstance(value, tuple):
            value = text("join.names").join(one.said() if isinstance(one, Spoken) else str(one) for one in value)
        value = value.said() if isinstance(value, Spoken) else value
        return harmless(str(value)) if isinstance(value, str | os.PathLike) else value

    def __missing__(self, name: str) -> str:
        return ""


def text(code: str, /, **params: object) -> str:
    """The sentence for ``code`` with its parameters filled in; several values of one are said in a row."""
    sentence = template(code)
    return sentence.format_map(_Parameters(params)) if "{" in sentence else sentence


def aside(said: object) -> str:
    """What is said in brackets behind something else; nothing where there is nothing to say."""
    return text("join.aside", said=said) if said else ""


def verbatim(code: str, /, **params: object) -> str:
    """The sentence with its parameters as they stand, for what is kept; who shows it makes it harmless."""
    return template(code).format_map(params)


def word(code: str, otherwise: str) -> str:
    """The word for a code, or what is said where the code isn't one of ours."""
    return text(code) if code in CATALOGUE else otherwise


def source(code: str, /, **params: object) -> str:
    """The sentence in the source language, for a file that is in it whatever language is spoken."""
    return CATALOGUE[code].format_map(params)
