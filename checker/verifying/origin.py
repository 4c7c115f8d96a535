"""Who made a page, as far as seals and a register show it, and in words that they don't.

Owns the last of the six questions.  What it is not shown it calls unproven.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.capsule.issue import Issue
from checker.errors import Problem
from checker.files.canonical import digest
from checker.messages import text
from checker.sealing.found_seals import Review, Seal
from checker.sentence import Sentence, Told
from checker.verifying.answers import Answer, Holds
from checker.zone import moment_shown

if TYPE_CHECKING:
    from checker.register.entry import Entry
    from checker.register.store import Register

    Shown = tuple[Holds, Sequence[Sentence]]

ISSUE, TOOLCHAIN = "issue.json", "toolchain.json"
EXPIRED = "seal.expired"


@dataclass(frozen=True)
class Trust:
    """What an origin may be proven by: trusted certificates, a register, and the moment that counts.

    ``faults`` is what a check of the register found; then it proves nothing.
    """

    at: dt.datetime
    trust: Sequence[bytes] = field(default_factory=tuple)
    register: Register | None = None
    faults: Sequence[Problem] = ()


@dataclass(frozen=True)
class Bearer:
    """What of a page a register may know: the digests of its unsealed bytes and of its capsule's files."""

    pdf: str
    issue: Issue
    files: Mapping[str, str]


def origin(page: Bearer, after: Review, ground: Trust) -> Answer:
    """Question 6."""
    shown = [*(_sealed(seal, ground) for seal in after.seals), _registered(page, after, ground)]
    held, said = {holds for holds, _ in shown}, [one for _, words in shown for one in words]
    if "no" in held or "yes" in held:
        return Answer("origin", "no" if "no" in held else "yes", said)
    return Answer("origin", "told", [*said, Told("origin.unproven")])


def _sealed(seal: Seal, ground: Trust) -> Shown:
    """Who sealed; a seal by a key outside what is trusted is not as it has to be.

    One whose certificate has expired since, without a trusted time, is as it was made but proves nothing.
    """
    signer = f"{seal.signer}（{seal.organisation}）" if seal.organisation else seal.signer
    named = {"signer": signer, "issuer": seal.issuer or text("seal.unreadable_issuer"),
             "role": text(f"seal.role.{seal.role}"), "level": seal.level}
    kind = Problem if seal.chain == "untrusted" else Told
    said = [Told("origin.sealed", named), kind(f"origin.chain.{seal.chain}", named),
            Told(f"origin.time.{seal.time}", {
                "claimed": _moment(seal.claimed_at), "stamped": _moment(seal.stamped_at)}), *seal.notes]
    if seal.chain == "trusted" and seal.intact:
        return "yes", said
    expired = any(note.code == EXPIRED for note in seal.notes)
    return "no" if ground.trust and not expired else "told", said


def _registered(page: Bearer, after: Review, ground: Trust) -> Shown:
    """What the register says of the page's number and of its bytes.

    Behind what is registered nothing may stand but sound seals; whatever else does, it was added since.
    """
    issue = page.issue
    if ground.faults:
        return "told", [Problem("origin.register_unsound", {"count": len(ground.faults)})]
    if ground.register is None:
        code = "origin.not_looked_up" if issue.number else "origin.unregistered"
        return "told", [Told(code, {"number": issue.number or ""})]
    if issue.number is None:
        return "told", [Told("origin.not_in_register")]
    entry = ground.register.entry(issue.number)
    if entry is None:
        return "no", [Problem("origin.no_such_number", {"number": issue.number})]
    if entry.pdf == page.pdf:
        return _entered(("origin.registered", "origin.registered_added"), after, entry, ground.register)
    if _made_again(page, entry):
        return _entered(("origin.made_again", "origin.made_again_added"), after, entry, ground.register)
    return "no", [Problem("origin.other_page", {"number": issue.number})]


def _entered(codes: tuple[str, str], after: Review, entry: Entry, register: Register) -> Shown:
    """That the register has the page, or that the page isn't all of the file."""
    alone, added = codes
    said = entered(alone, entry, register)
    if after.clean:
        return "yes", said
    return "no", [Problem(added, said[0].params), *said[1:]]


def _made_again(page: Bearer, entry: Entry) -> bool:
    """Whether a page made again elsewhere holds just what the registered one held."""
    source = page.issue.regenerated_from
    issued = digest(page.issue.model_copy(update={"regenerated_from": None}).content())
    held = {**page.files, ISSUE: issued}
    return source is not None and source.pdf == entry.pdf and _but_tools(held) == _but_tools(entry.files)


def _but_tools(files: Mapping[str, str]) -> dict[str, str]:
    """The files but for what a page made again has of its own."""
    return {name: key for name, key in files.items() if name != TOOLCHAIN}


def entered(code: str, entry: Entry, register: Register) -> list[Told]:
    """The entry and its place in the chain, and what took its place."""
    head = register.head()
    said = [Told(code, {
        "number": entry.number, "day": entry.issued_on.isoformat(), "by": entry.by,
        "sequence": entry.sequence, "hash": entry.hash.removeprefix("sha256:"),
        "head": head.hash.removeprefix("sha256:"), "count": head.sequence})]
    later = register.superseded_by(entry.number)
    if later is not None:
        correction = register.entry(later)
        said.append(Told("origin.superseded", {
            "number": later, "reason": correction.reason if correction else ""}))
    return said


def _moment(at: dt.datetime | None) -> str:
    return moment_shown(at) if at else "—"
