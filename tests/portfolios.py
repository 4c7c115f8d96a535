"""The page of a screening in tests that screen many tables: in the short run it is written and not set.

That a portfolio is set, and what a reader of the PDF sees of it, is shown by the tests that ask for
``set_portfolio``, and in the whole run everywhere.
"""

from __future__ import annotations

import html as marks
import re
import subprocess
from pathlib import Path

import pytest

from checker.errors import DossierError, Problem
from checker.screening import portfolio

_PAPER = b"%PDF"


@pytest.fixture(autouse=True)
def portfolio_unset(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests of a module that imports this write the HTML of the portfolio in its place."""
    short = "not whole" in request.config.getoption("markexpr")
    if short and "set_portfolio" not in request.fixturenames:
        monkeypatch.setattr(portfolio, "render", lambda html, *_: html.encode())


class FontThatLacks:
    """In the place of what sets a page: writes it, and complains as of letters that a font lacks."""

    def __init__(self, *letters: str) -> None:
        self._letters = letters

    def __call__(self, html: str, *_: object) -> bytes:
        if lacking := [letter for letter in self._letters if letter in html]:
            raise DossierError(Problem("pdf.glyphs", {"characters": "、".join(lacking), "letters": lacking}))
        return html.encode()


@pytest.fixture
def set_portfolio() -> None:
    """Asked for by a test that is about the PDF itself."""


def portfolio_words(folder: Path) -> str:
    """What the portfolio of a folder says, without any space, as it was written."""
    path = folder / "portfolio.pdf"
    said = path.read_bytes()
    if said.startswith(_PAPER):
        text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    else:
        body = re.sub("<head>.*?</head>", "", said.decode(), flags=re.DOTALL)
        text = marks.unescape(re.sub("<[^>]*>", "", body))
    return "".join(text.split())
