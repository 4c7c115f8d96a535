"""A verdict, or several on one dossier, as a PDF with its capsule inside.

Owns the joining of page, capsule and renderer.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.capsule.capsule import Attached, capsule, remains
from checker.capsule.issue import Issue, unregistered
from checker.capsule.record import Record
from checker.capsule.toolchain import toolchain
from checker.errors import DossierError, Problem
from checker.explaining.stated_years import stated_years
from checker.files.canonical import canonical
from checker.limits import MOST_PRINTED
from checker.messages import speaking_as
from checker.reporting.crosswalk_page import render_crosswalk
from checker.reporting.figures import Figures, figures
from checker.reporting.next_steps import NextSteps, next_steps, without_dossier
from checker.reporting.page import render_html
from checker.reporting.pdf import render
from checker.wording.worded import WordedVerdict


@dataclass(frozen=True)
class PageFile:
    """The bytes of a PDF/A-3u and what is attached to it; to a public copy nothing is."""

    pdf: bytes
    attached: Sequence[Attached]


def document(records: Sequence[Record], issue: Issue | None = None,
             tools: Mapping[str, object] | None = None, *, public: bool = False) -> PageFile:
    """The page of one verdict, or of several on one dossier side by side.

    ``tools`` is the toolchain that the capsule is to name, this one unless another is given.  Raises
    :class:`checker.errors.DossierError` and :class:`checker.errors.InternalError` as the renderer does.
    """
    issued = issue or unregistered(records)
    with speaking_as(issued.language):
        attached = capsule(records, issued, tools or toolchain())
        steps = [next_steps(record, several=len(records) > 1) for record in records]
        shown = [figures(record.verdict, record.words, record.ruleset,
                         stated_years(record.case, record.ruleset)) for record in records]
        return _drawn([record.words for record in records], issued, attached, public, steps, shown)


def document_of_verdicts(verdicts: Sequence[WordedVerdict], given: Sequence[Mapping[str, object]],
                         issue: Issue, shown: Sequence[Figures], *, public: bool = False) -> PageFile:
    """The page of verdicts of which only their data are ``given``, with what these can show; it says so."""
    data = {verdict.ruleset.id: plain for verdict, plain in zip(verdicts, given, strict=True)}
    steps = [without_dossier() for _ in verdicts]
    return _drawn(verdicts, issue, remains(data, issue, toolchain()), public, steps, shown)


def _drawn(verdicts: Sequence[WordedVerdict], issue: Issue, attached: Sequence[Attached],
           public: bool, steps: Sequence[NextSteps], shown: Sequence[Figures]) -> PageFile:
    printed = max(len(verdict.data) + len(verdict.reported) + sum(len(part.entries) for part in verdict.lists)
                  for verdict in verdicts)
    if printed > MOST_PRINTED:
        raise DossierError(Problem("pdf.too_much", {"count": printed, "limit": MOST_PRINTED}))
    if len(verdicts) == 1:
        html, css = render_html(verdicts[0], attached, issue, public=public, steps=steps[0],
                                figures=shown[0])
    else:
        html, css = render_crosswalk(verdicts, attached, issue, public=public, steps=steps)
    named = canonical({"public": public, **{file.name: file.digest for file in attached}}).decode()
    return PageFile(render(html, css, () if public else attached, verdicts[0].assessed_on, named), attached)


def verdict_pdf(record: Record) -> bytes:
    """The bytes of one verdict's PDF, in no register."""
    return document([record]).pdf
