"""What verifying a page found: six answers and the status that follows.

Owns their shape and how they combine.  It must not find anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from checker.errors import Problem
from checker.exits import Exit
from checker.messages import as_data
from checker.sentence import Sentence, Told

SCHEMA = "verification/1"
QUESTIONS = ("capsule", "judgement", "page", "ruleset", "today", "origin")
# How an origin says that the register has the page, as it is or made again.
ENTERED = ("origin.registered", "origin.made_again")
Holds = Literal["yes", "no", "not_here", "doubtful", "not_examined", "told", "mended"]
AnswerStatus = Literal["identical", "confirmed", "mended", "doubtful", "different", "untrusted", "unreadable"]
EXITS = {"identical": Exit.MET, "confirmed": Exit.UNDETERMINED,
         "mended": Exit.UNDETERMINED,
         "doubtful": Exit.VERIFICATION_FAILED, "different": Exit.VERIFICATION_FAILED,
         "untrusted": Exit.VERIFICATION_FAILED, "unreadable": Exit.VERIFICATION_FAILED}
# What of an answer on the rules belongs to a status.
_BUT = {"known.stranger": "but.stranger", "known.unreadable": "but.unreadable",
        "known.own_unreadable": "but.unreadable"}
APPROVING = ("identical", "confirmed", "mended")


@dataclass(frozen=True)
class Answer:
    """One question's answer with everything that is to be said to it.

    ``told`` is information that changes no status; ``not_here`` what can't be proven on this machine;
    ``doubtful`` what isn't the same here, for which another version of the program may be the reason;
    ``mended`` what isn't the same here, for which it is the reason: that version gives it back.
    """

    question: str
    holds: Holds
    said: Sequence[Sentence] = ()

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return {"question": self.question, "holds": self.holds, "said": [plainly(one) for one in self.said]}


def plainly(said: Sentence) -> dict[str, Any]:
    """What is said as plain data."""
    return {"code": said.code, "text": str(said),
            "params": {name: as_data(value) for name, value in said.params.items()}}


@dataclass(frozen=True)
class Verification:
    """The six answers on one file.

    ``subject`` is what the page is about and ``outcome`` what judging anew gives, in words, where that
    could be found; ``remarks`` is what nobody who reads a list should miss.
    """

    answers: Sequence[Answer]
    subject: str = ""
    number: str | None = None
    outcome: str = ""
    remarks: Sequence[Told] = ()
    public: bool = False

    @property
    def status(self) -> AnswerStatus:
        """Different where anything is not as it has to be, confirmed where the page can't be proven here.

        Unreadable where nothing but the capsule could be looked at, untrusted where all but the origin is
        as it has to be, doubtful where the words of the page are others and the program is another too,
        mended where only the judgement is another one today and the program that made it gives it back.
        """
        held = {answer.holds for answer in self.answers}
        if held == {"no", "not_examined"} and not self.public:
            return "unreadable"
        if "no" in held:
            wrong = [answer.question for answer in self.answers if answer.holds == "no"]
            return "untrusted" if wrong == ["origin"] and "doubtful" not in held else "different"
        if "doubtful" in held:
            return "doubtful"
        if "mended" in held:
            return "mended"
        return "confirmed" if "not_here" in held else "identical"

    @property
    def but(self) -> list[Told]:
        """What has to be said in one breath with a status that sounds like approval.

        That nobody is shown to have issued it, and that the rules are none of ours or couldn't be compared.
        """
        if self.status not in APPROVING:
            return []
        unproven = [] if self.answer("origin").holds == "yes" else [Told("but.unproven")]
        return [*unproven, *(Told(_BUT[one.code], one.params)
                             for one in self.answer("ruleset").said if one.code in _BUT)]

    @property
    def entry(self) -> str | None:
        """The number under which the register has this very verdict; None where it wasn't shown to."""
        return next((str(one.params["number"]) for one in self.answer("origin").said if one.code in ENTERED),
                    None)

    @property
    def exit(self) -> Exit:
        """The exit status of the command for this file."""
        return EXITS[self.status]

    def answer(self, question: str) -> Answer:
        """The answer to one question."""
        return next(found for found in self.answers if found.question == question)

    def plain(self) -> dict[str, Any]:
        """As plain data, under the key of its schema."""
        return {"schema": SCHEMA, "status": self.status, "subject": self.subject, "number": self.number,
                "outcome": self.outcome, "public": self.public, "but": [plainly(one) for one in self.but],
                "remarks": [plainly(one) for one in self.remarks],
                "answers": [found.plain() for found in self.answers]}


def unread(problems: Sequence[Problem]) -> Verification:
    """Where the capsule can't be read nothing else can be answered."""
    return Verification([Answer("capsule", "no", problems),
                         *(Answer(question, "not_examined") for question in QUESTIONS[1:])])


def worst(found: Sequence[Verification]) -> Exit:
    """The exit status for several files."""
    held = {verification.exit for verification in found}
    order = (Exit.VERIFICATION_FAILED, Exit.UNDETERMINED, Exit.MET)
    return next((status for status in order if status in held), Exit.MET)
