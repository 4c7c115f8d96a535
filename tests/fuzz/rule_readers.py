"""How each reader of rules is called: formulas, rulesets with their cases, local provisions, confirmations.

Owns the calls and what is compared after each.  It must not make files.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from fuzz.agreements import differ, judged_anew
from fuzz.fence import ROOT
from fuzz.readers import DAY, TODAY, chosen
from fuzz.trial import worded
from tiny_ruleset import RULESET

from checker.cli import cli
from checker.confirmations.confirmed import read_filled
from checker.confirmations.provision import outcome_of, overlay_bytes
from checker.files.canonical import canonical_model
from checker.files.textfile import parse
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.formula_words import labels
from checker.ruleset.loading import from_data, load
from checker.ruleset.trees import Trees
from checker.services.judging_files import JudgingTerms, judged
from checker.services.producing import produce


def command(*words: object) -> int:
    """A command in this process; its status."""
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")), redirect_stderr(io.TextIOWrapper(io.BytesIO(), "utf-8")):
        status = cli.main(args=[str(word) for word in words], standalone_mode=False)
    return int(status or 0)


def rules(path: Path) -> None:
    """A ruleset in a folder of its own: read, written anew, shown, tested, checked, and used on a dossier."""
    name = parse(path.read_bytes(), path.name).data.get("id", "tiny") if chosen(path, 2) else "tiny"
    folder = path.parent / (name if isinstance(name, str) and name.isascii() and name.replace("-", "").isalnum() else "tiny")
    (folder / "cases").mkdir(parents=True)
    (folder / "ruleset.yaml").write_bytes(path.read_bytes())
    rules_read = load(str(folder))
    kept = canonical_model(rules_read.model)
    differ("ruleset as kept", rules_read.digest, from_data(parse(kept, "ruleset.json").data).digest)
    command("rules", "show", folder)
    command("rules", "lint", folder)
    command("rules", "test", folder)
    kind = rules_read.model.judges
    (path.parent / "d.json").write_text(json.dumps({
        "schema": "dossier/1", "subject": {"name": "某", "kind": kind}, "period": 2024, "assessed_on": "2025-05-31",
        "observations": [{"quantity": each, "value": str(10 + number), "source": {"place": "表1", "words": "见"},
                          **({"unit": known.unit} if known.unit else {})}
                         for number, (each, known) in enumerate(rules_read.model.quantities.items())]}), encoding="utf-8")
    records = judged(JudgingTerms(path.parent / "d.json", TODAY, (str(folder),)))
    produce(records, "text")
    judged_anew(records)


def cases(path: Path) -> None:
    """The cases of a ruleset."""
    folder = path.parent / "tiny"
    (folder / "cases").mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    (folder / "cases/tiny.yaml").write_bytes(path.read_bytes())
    command("rules", "test", folder)


def last_form(path: Path) -> None:
    """An earlier verdict printed into the next blank form."""
    command("form", "admission-yunnan" if b'"admission-yunnan"' in path.read_bytes() else "hj274-2015", "--previous", path, "-o", path.parent / "form.xlsx")


def overlay(path: Path) -> None:
    """Local provisions, on the dossier or the table that they may be about."""
    sample = "made-up-project" if b"admission" in path.read_bytes() else "made-up-park"
    records = judged(JudgingTerms(ROOT / f"samples/{sample}.yaml", TODAY, overlays=(path,)))
    produce(records, "text")
    judged_anew(records)


def formulas(path: Path) -> None:
    """A formula under the names of a ruleset: read, said in words; in brackets it is the same."""
    name, _, words = path.read_bytes().decode(errors="surrogatepass").partition("\n")
    ruleset = load(name)
    trees = Trees(ruleset.model)
    found = trees.tree(words, ("value",))
    for problem in trees.problems:
        worded(problem)
    if found is None:
        return
    labels(ruleset).say(found[0]).encode()
    again = Trees(ruleset.model).tree(f"({words}\n)", ("value",))
    if again is not None:
        differ("formula in brackets", (found[0], str(found[1])), (again[0], str(again[1])))


def confirming(path: Path) -> None:
    """A filled confirmation sheet, to the provision that it comes to, and that in use."""
    filled = read_filled(path)
    raw = overlay_bytes(filled, outcome_of(filled, str(path)), "overlay.yaml")
    amended(filled.ruleset, overlay_from(parse(raw, "overlay.yaml").data), DAY)
