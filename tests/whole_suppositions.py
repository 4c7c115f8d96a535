"""What comes of everything that somebody may ask, as text that can be compared line by line.

``tests/made_up/supposed.yaml`` holds the rules, the subjects and what is asked.
``python tests/whole_suppositions.py`` writes them anew: only where a change is meant to change what is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conftest import ENGINES, ROOT, dossier
from whole_explanations import DAY, rules, subject

from checker.dossier.dossier import Dossier
from checker.dossier.submission import dossier_digest
from checker.errors import DossierError, UsageError
from checker.explaining.asked_statement import as_asked
from checker.explaining.hypothesis import Supposed, hypothesis
from checker.explaining.supposed_limit import with_limits
from checker.explaining.supposition import suppose
from checker.files.textfile import read
from checker.judging.judge import judge
from checker.ruleset.compiled import Ruleset

PLACE = ROOT / "tests/kept/suppositions"


def parts() -> dict[str, Sequence[str]]:
    """What is asked, by the subject and what it is about."""
    data: dict[str, Sequence[str]] = _table()["of"]
    return data


def _table() -> dict[str, Any]:
    data: dict[str, Any] = read(ROOT / "tests/made_up/supposed.yaml").data
    return data


def told(part: str, asked: Sequence[str]) -> str:
    """All that comes of it."""
    return "".join(f"{line}\n" for line in _of(part.partition("-")[0], asked, _table()))


def _of(name: str, asked: Sequence[str], data: Mapping[str, Any]) -> Iterator[str]:
    ruleset = rules(name, data["clauses" if name == "project" else "rules"])
    made = dossier(subject(data[name], ruleset))
    for several in asked:
        yield f"# {several}"
        options: dict[str, list[str]] = {"set": [], "unset": [], "limit": []}
        for one in several.split(" | "):
            option, _, rest = one.partition(" ")
            options[option].append(rest.strip('"').replace("\\u202e", "\u202e"))
        try:
            yield from _supposed(made, ruleset, options)
        except UsageError as error:
            yield from (f"{problem.code}: {problem}" for problem in error.problems)


def _supposed(made: Dossier, ruleset: Ruleset, options: Mapping[str, Sequence[str]]) -> Iterator[str]:
    period = made.period or DAY.year
    other, limits = with_limits(ruleset, options["limit"])
    would_be = suppose(made, other, period, options["set"], options["unset"])
    yield from (f"given {place}: {words}" for place, words in would_be.given.items())
    before, after = _written(made), _written(would_be.dossier)
    yield from (f"- {line}" for line in before if line not in after)
    yield from (f"+ {line}" for line in after if line not in before)
    try:
        was, now = (judge(one, by, DAY, ENGINES[0], dossier_digest(one)).verdict
                    for one, by in ((made, ruleset), (would_be.dossier, other)))
    except DossierError as error:
        raise UsageError(as_asked(error.problems, would_be.given)) from None
    found = hypothesis(was, now, Supposed(statements=would_be.statements, limits=limits)).plain()
    seen = [found["before"]["ruleset"]["digest"], found["before"]["dossier"]]
    for key, value in found.items():
        said = json.dumps(value, ensure_ascii=False)
        for number, digest in enumerate((*seen, found["after"]["ruleset"]["digest"], found["after"]["dossier"])):
            said = said.replace(digest, f"#{number}")
        if key == "supposed":
            yield from (f"{part} {json.dumps(one, ensure_ascii=False)}" for part, all_of in value.items() for one in all_of)
        elif key not in ("schema", "subject", "period", "assessed_on", "purpose", "before"):
            yield f"{key} {said}"


def _written(made: Dossier) -> list[str]:
    """A dossier's statements, one a line."""
    data = made.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return [f"{section} {json.dumps(one, ensure_ascii=False)}" for section, all_of in data.items()
            for one in (all_of if isinstance(all_of, list) else all_of.items() if isinstance(all_of, dict) else [all_of])]


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    for name, asked in parts().items():
        (PLACE / f"{name}.txt").write_text(told(name, asked), encoding="utf-8")
