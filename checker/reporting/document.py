"""A verdict, or several on one dossier, as a PDF with its capsule inside.

Owns the joining of page, capsule and renderer.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.archive.capsule import capsule
from checker.archive.record import Record
from checker.archive.toolchain import toolchain
from checker.canonical import canonical, digest
from checker.reporting.crosswalk_page import render_crosswalk
from checker.reporting.page import render_html
from checker.reporting.pdf import render


def verdict_pdf(record: Record) -> bytes:
    """The bytes of the verdict's PDF/A-3u."""
    attached = capsule([record], toolchain())
    html, css = render_html(record.verdict, attached)
    return render(html, css, attached, record.verdict.assessed_on, digest(canonical(record.verdict.plain())))


def crosswalk_pdf(records: Sequence[Record]) -> bytes:
    """The bytes of the PDF/A-3u of several verdicts on one dossier, side by side."""
    attached = capsule(records, toolchain())
    verdicts = [record.verdict for record in records]
    html, css = render_crosswalk(verdicts, attached)
    return render(html, css, attached, verdicts[0].assessed_on,
                  digest(canonical([verdict.plain() for verdict in verdicts])))
