"""A page, beside WeasyPrint alone from the same HTML, and beside Typst with the same words.

Owns what each is given.  How a page is rewritten for Typst is :mod:`typst_page`'s business.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any
from unittest.mock import patch

import typst
from paired import Costs, Work, side_by_side
from section import PAIR, Section, pair, table
from subjects import PARK, PROJECT
from typst_page import typst_page
from weasyprint import CSS, HTML, Attachment

from checker.assessment.assess import Terms, assess
from checker.capsule.capsule import Attached
from checker.capsule.record import Record
from checker.capsule.toolchain import FONTS
from checker.intake import received
from checker.reporting.document import document
from checker.reporting.pdf import render

DAY = dt.date(2025, 5, 31)
GOAL = 1.05
# The most that a page may weigh, in thousands of bytes.
SIZES = {"park": 220, "project": 140}
ABOUT = """
In one process, everything loaded: ours is the page of a verdict that was found, its HTML and its capsule made, the
fonts cut to what is used, Python's collector at rest; WeasyPrint alone renders the same HTML with the same style sheet and attachments, as
PDF/A-3u, tagged. Typst sets the same headings, paragraphs and tables in the same fonts, as PDF/A-3a, tagged, without
attachments, colours, figures or links: for reference only. Sizes are of the whole files.
"""


def section() -> Section:
    """A park's and a project's page."""
    rows, sizes = [], []
    for kind, sample in (("park", PARK), ("project", PROJECT)):
        [record] = assess(received(sample, (), DAY.year), Terms(DAY))
        works, given = _works(record)
        costs: Costs = side_by_side(works, rounds=5)
        rows += [pair(f"a {kind}'s page", costs, "ours", "WeasyPrint alone", GOAL),
                 pair(f"a {kind}'s page", costs, "ours", "Typst")]
        made = {name: len(work()) // 1000 for name, work in works.items()}
        own = f"≤ {SIZES[kind]} {'kept' if made['ours'] <= SIZES[kind] else '**missed**'}"
        attached = sum(len(file.content) for file in given) // 1000
        sizes.append([f"a {kind}'s page", *(str(made[name]) for name in works), str(attached), own])
    of_sizes = table(("size, kB", *works, "attached, unpacked", "goal"), sizes)
    return Section("Pages", ("weasyprint", "typst"), f"{ABOUT}\n{table(PAIR, rows)}\n\n{of_sizes}")


def _works(record: Record) -> tuple[dict[str, Any], tuple[Attached, ...]]:
    """The three ways to the same page, and what is attached."""
    with patch("checker.reporting.document.render", wraps=render) as rendering:
        document([record])  # leaves the environment with our fonts, too
    html, css, attached, _, _ = rendering.call_args.args
    source, fonts = typst_page(html).encode(), typst.Fonts(font_paths=[path.parent for path in FONTS], include_system_fonts=False)

    def alone() -> bytes:
        files = [Attachment(string=file.content, name=file.name, description=file.description,
                            relationship=file.relationship) for file in attached]
        data: bytes = HTML(string=html).write_pdf(
            stylesheets=[CSS(string=css)], attachments=files, pdf_variant="pdf/a-3u", pdf_tags=True)
        return data

    def by_typst() -> bytes:
        data: bytes = typst.compile(source, format="pdf", font_paths=fonts,
                                    pdf_standards="a-3a", timestamp=int(os.environ["SOURCE_DATE_EPOCH"]))
        return data

    works: dict[str, Work] = {"ours": lambda: document([record]).pdf, "WeasyPrint alone": alone, "Typst": by_typst}
    return works, tuple(attached)
