"""Verifying a page: the six questions, asked in an order in which each may rely on the ones before.

Owns the order and what each question needs.  No clock, network or terminal: day, register and trusted
certificates are given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from checker.capsule.opening import Opened, opened
from checker.capsule.releases import pretended
from checker.capsule.unpacking import issue_of, read_capsule, toolchain_of
from checker.errors import CapsuleError, CheckerError, Problem
from checker.files.canonical import digest
from checker.former.inquiry import Former
from checker.messages import text
from checker.reporting import words
from checker.sealing.found_seals import Review
from checker.sealing.review import review
from checker.sentence import Told
from checker.verifying import standing
from checker.verifying.agreeing import (
    Agreement,
    agreed,
    giving_back,
    judged_otherwise,
    made_by,
    mended_since,
    not_read,
    read_otherwise,
)
from checker.verifying.answers import Answer, Verification, unread
from checker.verifying.drift import drift_words, same_fonts, same_painter, same_words
from checker.verifying.examining import Examined
from checker.verifying.origin import Bearer, Trust, origin
from checker.verifying.page_check import added, byte_differences, painted, text_differences
from checker.verifying.public_copy import public_copy
from checker.verifying.remarks import remarks


def verified(pdf: bytes, day: dt.date, ground: Trust) -> Verification:
    """The six answers on one file as of ``day``; whatever is wrong with the file is an answer."""
    try:
        given = opened(pdf)
        if not given.files and (copy := public_copy(pdf, given, ground)):
            return copy
        if not given.files and given.contents and (kind := _without_capsule(given, ground)):
            return unread([Problem(kind)])
    except CheckerError as error:
        return unread(error.problems)
    try:
        capsule = read_capsule(given.files)
    except CheckerError as error:
        return _unread_today(pdf, given, error.problems, ground)
    try:
        # Of attachments that the page doesn't print there is no page to make.
        unprinted = given.unprinted()
        agreement = agreed(capsule, drawn=not unprinted)
        found = agreement.found
        due = found if unprinted else agreement.page
        base = _base(pdf, due)
        after = review(pdf, base, ground.trust, ground.at) if base is not None else Review([], [])
        whole, page = _whole(given, agreement, unprinted), _page(
            pdf, given, base, after, due, agreement.vouched)
    except CapsuleError as error:
        return unread(error.problems)
    bearer = Bearer(digest(pdf[:base]), capsule.issue, {
        name: digest(content) for name, content in given.files.items()})
    records = agreement.today[0] or found.records
    today = standing.today(records, day) if records else Answer("today", "not_examined")
    shown = origin(bearer, after, ground)
    return Verification(
        [whole, _judgement(agreement), page, standing.known(capsule.parts), today, shown],
        capsule.dossier.subject.name, capsule.issue.number,
        agreement.outcome,
        [*mended_since(agreement), *remarks(capsule, after, shown, ground)])


def _unread_today(pdf: bytes, given: Opened, problems: Sequence[Problem], ground: Trust) -> Verification:
    """The answers on a capsule that today's program doesn't read; the one that wrote it may give it back."""
    try:
        former = giving_back(given.files)
        if former is None or given.doubled or given.unprinted():
            return unread(problems)
        due = made_by(former, toolchain_of(given.files))
        base = _base(pdf, due)
        after = review(pdf, base, ground.trust, ground.at) if base is not None else Review([], [])
        page, issue = _page(pdf, given, base, after, due, former), issue_of(given.files)
    except CapsuleError:
        return unread(problems)
    shown = origin(Bearer(digest(pdf[:base]), issue, {
        name: digest(content) for name, content in given.files.items()}), after, ground)
    return Verification(
        [*not_read(former, problems), page, Answer("ruleset", "not_examined"),
         Answer("today", "not_examined"), shown], former.subject, issue.number, text("mended.not_judged"))


def _without_capsule(given: Opened, ground: Trust) -> str | None:
    """What a page of ours that bears no capsule is, by the words on it."""
    first = given.text(0)
    if given.reports:
        return "capsule.report"
    if text("portfolio.mark") in first:
        return "capsule.portfolio"
    if text("public.mark") not in first:
        return None
    if ground.register is None:
        return "capsule.copy"
    return "capsule.copy_unsound" if ground.faults else "capsule.copy_unknown"


def _base(pdf: bytes, found: Examined) -> int | None:
    """How many of the bytes are the page as it was made, before anything was appended."""
    if found.made is not None and pdf.startswith(found.made.pdf):
        return len(found.made.pdf)
    from checker.sealing.sections import base_length

    return base_length(pdf)


def _whole(given: Opened, agreement: Agreement, unprinted: list[str]) -> Answer:
    """Question 1: nothing doubled, every digest on a page, the submitted file the one that was read."""
    otherwise = read_otherwise(agreement)
    problems = [] if otherwise else list(agreement.found.problems)
    if given.doubled:
        problems.append(Problem("capsule.doubled", {"names": text("join.names").join(given.doubled)}))
    if unprinted:
        problems.append(Problem("capsule.unprinted", {"names": text("join.names").join(unprinted)}))
    if problems:
        return Answer("capsule", "no", problems)
    if otherwise is not None:
        return otherwise
    return Answer("capsule", "yes", [Told("capsule.whole", {"count": len(given.files)})])


def _judgement(agreement: Agreement) -> Answer:
    """Question 2: the same verdict, finding by finding."""
    return judged_otherwise(agreement) or Answer("judgement", "yes", [
        Told("judgement.same", {"ruleset": record.base.id, "count": len(record.verdict.findings),
                                "outcome": words.outcome(record.words)})
        for record in agreement.found.records])


def _page(pdf: bytes, given: Opened, base: int | None, after: Review, found: Examined,
          former: Former | None) -> Answer:
    """Question 3: the bytes of rendering, followed by nothing or by seals alone.

    ``former`` is the earlier program that rendered; None for today's.
    """
    if found.made is None:
        return Answer("page", "not_examined")
    broken = [Problem("page.seal_broken", {"signer": seal.signer}) for seal in after.seals if not seal.intact]
    if base is None:
        there = [*text_differences(given, found.page), *added(given, found.page)]
        return Answer("page", "no", [Problem("page.no_end"), *there])
    if found.drifts and pretended(found.toolchain):
        version = str(found.toolchain.get("checker"))
        return Answer("page", "no", [Problem("page.pretended", {"version": version}),
                                     *map(drift_words, found.drifts)])
    seals = [Told("page.sealed", {"count": len(after.seals)})] if after.seals else []
    wrong = [*after.problems, *broken]
    if pdf[:base] == found.made.pdf:
        if wrong:
            return Answer("page", "no", [Problem(_behind(wrong)), *wrong])
        if not found.drifts:
            same = Told("page.same_former" if former else "page.same", {
                "size": base, "version": former.version if former else ""})
            return Answer("page", "yes", [same, *seals])
        return Answer("page", "not_here", [Told("page.same_yet"), *map(drift_words, found.drifts), *seals])
    theirs, ours = given if base == len(pdf) else opened(pdf[:base]), found.page
    if not found.drifts:
        return Answer("page", "no", [*byte_differences(pdf[:base], found.made.pdf, theirs, ours), *wrong])
    return _drifted(theirs, wrong, found, seals)


def _behind(wrong: list[Problem]) -> str:
    """How to call what was appended: by the worst of it."""
    kinds = {problem.code for problem in wrong}
    if kinds <= {"sealing.blanks", "sealing.idle"}:
        return "page.trailing"
    return "page.seal_moved" if kinds == {"sealing.moved"} else "page.appended"


def _drifted(theirs: Opened, wrong: list[Problem], found: Examined, seals: list[Told]) -> Answer:
    """The page of another toolchain: its words have to be the same unless program or templates changed.

    Nothing may have been added to its structure, whatever set it.
    """
    ours = found.page
    drifted = [drift_words(one) for one in found.drifts]
    words = text_differences(theirs, ours)
    alike, fonts = same_painter(found.drifts), same_fonts(found.drifts)
    more = [*added(theirs, ours), *(painted(theirs, ours, fonts=fonts) if alike else [])]
    if wrong or more or (words and same_words(found.drifts)):
        return Answer("page", "no", [*words, *more, *wrong, Problem("page.drift"), *drifted])
    if words:
        return Answer("page", "doubtful", [Problem("page.words_unproven"), *words, *drifted, *seals])
    return Answer("page", "not_here", [Told("page.words_same"), *drifted, *seals])
