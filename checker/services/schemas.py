"""The JSON Schemas of the public formats, made from their models.

Owns which formats there are.  The published copies in ``docs/schemas`` are generated from here.
"""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel

from checker.dossier.dossier import Dossier
from checker.reports.outline import FormModel
from checker.ruleset.definition import RulesetModel
from checker.ruleset.overlay import OverlayModel
from checker.ruleset.written import schema_of_file
from checker.screening.common import Common
from checker.testing.cases import CasesModel
from checker.verdict.verdict import Verdict

SCHEMAS: dict[str, type[BaseModel]] = {
    "dossier": Dossier, "ruleset": RulesetModel, "cases": CasesModel, "overlay": OverlayModel,
    "verdict": Verdict, "common": Common, "report-form": FormModel}


def schema(name: str) -> str:
    """The JSON Schema of a public format, as a text file; of a verdict as it is written."""
    mode: Literal["serialization", "validation"] = "serialization" if name == "verdict" else "validation"
    made = SCHEMAS[name].model_json_schema(by_alias=True, mode=mode)
    made = schema_of_file(made) if name == "ruleset" else made
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
