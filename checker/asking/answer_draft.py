"""What a filled question sheet states, in the making: statements with the sheet as their source.

Owns how an answer becomes a statement of a dossier: an observation, a fact, a declaration, a reported value.
It must not know where a row stands in its sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.asking.question_rows import AskedFor, bare
from checker.dossier.dossier import Defaults
from checker.forms.draft import FormDraft
from checker.forms.filled_tables import fact_value
from checker.forms.grid import GridLine
from checker.forms.values import unit_of
from checker.messages import verbatim
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Ruleset
from checker.sheets.spreadsheet import Cell
from checker.text.unstated import states_nothing
from checker.validation import shorten

ATTRIBUTES = "attributes"


@dataclass
class AnswerDraft(FormDraft):
    """The statements of a sheet; ``by`` and ``on`` are who answers and when.

    ``defaults`` hold for what the dossier itself states; an answer has to say so itself.
    """

    by: str = ""
    on: str = ""
    defaults: Defaults = field(default_factory=Defaults)

    def source(self, line: GridLine, stated: Cell, words: str = "") -> dict[str, str]:
        """The cell of the sheet with what was typed, and what the answer says it is taken from."""
        said = {key: line[key].text if key in line.cells else "" for key in ("document", "place", "remark")}
        title = verbatim("answers.document", title=said["document"]) if said["document"] else ""
        more = verbatim("answers.from", origin=title + said["place"]) if title or said["place"] else ""
        more += verbatim("answers.remark", remark=said["remark"]) if said["remark"] else ""
        own = line["words"].text if "words" in line.cells else ""
        return {"document": str(self.document), "words": own or words or stated.worded.text,
                "place": verbatim("answers.place", cell=stated.address) + more}

    def state(self, name: str, values: Mapping[str, Any], cells: Mapping[str, Cell]) -> None:
        """One more statement of a fact."""
        facts = self.data.setdefault(ATTRIBUTES, {})
        if name not in facts:
            self.put(ATTRIBUTES, name, values, cells)
            return
        also = facts[name].setdefault("also", [])
        also.append(dict(values))
        self._placed((ATTRIBUTES, name, "also", len(also) - 1), cells)


def answer(line: GridLine, datum: AskedFor, draft: AnswerDraft, ruleset: Ruleset) -> None:
    """State what a row answers of a datum, or complain of it; there has to be something in its cell."""
    model = ruleset.model
    if datum.kind == "attribute":
        _fact(line, datum.name, draft, ruleset)
        return
    words = model.quantities[datum.name].words if datum.kind == "quantity" else \
        ruleset.items[datum.name].model.words
    if words:
        draft.not_due(line, ["unit"])
    due = model.quantities[datum.name].unit if datum.kind == "quantity" else None
    unit, right = unit_of(line, line["value"], words, draft, DIMENSIONLESS if bare(datum, ruleset) else due)
    source = draft.source(line, line["value"])
    said = _scopes(line, datum, draft, ruleset)
    if right and said and line.sound and isinstance(datum.year, int | None):
        about = {"quantity": datum.name} if datum.kind == "quantity" else {"item": datum.name}
        beside = {key: line[key].text for key in ("scope", "price_basis") if key in line.cells}
        draft.append("observations" if datum.kind == "quantity" else "reported", {
            **about, "year": datum.year, "value": line["value"].text, "unit": unit, **beside,
            "source": source}, {"value": line["value"], **line.cells})


def _scopes(line: GridLine, datum: AskedFor, draft: AnswerDraft, ruleset: Ruleset) -> bool:
    """Whether scope and price basis stand where they are due, and nowhere else."""
    quantity = ruleset.model.quantities[datum.name] if datum.kind == "quantity" else None
    takes = {"scope": quantity is None or quantity.scoped, "price_basis": bool(quantity and quantity.priced)}
    draft.not_due(line, [key for key, there in takes.items() if not there])
    for key, there in takes.items():
        silent = there and key in line.cells and states_nothing(line[key].text)
        default = getattr(draft.defaults, key)
        if silent and default and not line[key].fault:
            draft.complain(line[key], "answers.default", heading=line.heading(key), default=shorten(default))
            return False
    return True


def _fact(line: GridLine, name: str, draft: AnswerDraft, ruleset: Ruleset) -> None:
    known = ruleset.model.attributes[name]
    draft.not_due(line, ("unit", "scope", "price_basis"))
    stated = line["value"].worded  # of a number the digits that the cell shows: 0111, not 111
    value, source = fact_value(stated, known, draft), draft.source(line, line["value"])
    if value is None or not line.sound:
        return
    if known.declared:
        draft.append("declarations", {"about": name, "value": stated.text, "by": draft.by, "on": draft.on,
                                      "source": source}, {"value": line["value"], **line.cells})
    else:
        draft.state(name, {"value": value, "source": source}, {"value": line["value"], **line.cells})
