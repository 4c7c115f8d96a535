"""A verdict as a PDF with its capsule inside.

Owns the joining of page, capsule and renderer.  It must not judge.
"""

from __future__ import annotations

from checker.archive.capsule import capsule
from checker.archive.toolchain import toolchain
from checker.canonical import canonical, digest
from checker.dossier.reading import Submission
from checker.judging.verdict import Verdict
from checker.reporting.page import render_html
from checker.reporting.pdf import render
from checker.ruleset.compiled import Ruleset


def verdict_pdf(submission: Submission, ruleset: Ruleset, verdict: Verdict) -> bytes:
    """The bytes of the verdict's PDF/A-3u."""
    attached = capsule(submission, ruleset, verdict, toolchain())
    html, css = render_html(verdict, attached)
    return render(html, css, attached, verdict.assessed_on, digest(canonical(verdict.plain())))
