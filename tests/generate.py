"""What is generated and committed: JSON Schemas, message catalogue, exit statuses, rulesets, the release's record,
a policy's workbook.

``python tests/generate.py`` writes them anew; a test fails when a committed copy differs.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typed_policies import typed

from checker import __version__
from checker.exits import Exit, meaning
from checker.messages import CATALOGUE
from checker.recalling.kept_release import BUILD_LOCK, LOCK
from checker.reporting.catalogue import catalogue_page
from checker.ruleset.loading import installed, load
from checker.services.schemas import SCHEMAS, schema
from checker.typed.policy_export import exported

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)


def catalogue() -> bytes:
    """What there is to translate: each sentence of checker/messages under its code, then the templates' labels."""
    found = Catalog(project="checker", charset="utf-8")
    for code, sentence in sorted(CATALOGUE.items()):
        found.add(sentence, context=code)
    labels = {message for _, _, message, _, _ in extract_from_dir(ROOT / "templates", [("**.j2", "jinja2")])}
    for label in sorted(labels):
        found.add(label)
    out = io.BytesIO()
    write_po(out, found, omit_header=True, no_location=True, width=110)
    return out.getvalue()


def compiled(language: str) -> bytes:
    """The translations of a language as the program reads them; what nobody has translated stands in the source."""
    translated = read_po(io.BytesIO((ROOT / f"checker/locale/{language}/LC_MESSAGES/checker.po").read_bytes()))
    translated.creation_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # the same bytes at any time
    out = io.BytesIO()
    write_mo(out, translated)
    return out.getvalue()


def statuses() -> str:
    """The table of exit statuses, from the enum."""
    rows = "\n".join(f"| {status.value} | {meaning(status)} |" for status in Exit)
    return ("# 退出状态 / Exit statuses\n\n由 `checker/exits.py` 生成，每个命令相同。\n\n"
            f"| 状态 | 含义 |\n|---:|---|\n{rows}\n\n"
            "被系统的信号打断时不说明结论：130 是被中断（Ctrl+C），141 是接结果的程序先停了（如 `head`）。\n")


def record() -> bytes:
    """What is published with this version: the state of every ruleset."""
    states = {name: load(name).digest for name in installed()}
    data = {"schema": "release/1", "version": __version__, "rulesets": states}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


FILES = {f"docs/schemas/{name}.schema.json": name for name in SCHEMAS}


def generated() -> dict[str, bytes]:
    """Every generated file with its content."""
    made = {path: schema(name).encode() for path, name in FILES.items()}
    rulesets = catalogue_page([load(name) for name in installed()])
    translations = {f"checker/locale/{one}/LC_MESSAGES/checker.mo": compiled(one) for one in LANGUAGES}
    return {**made, **translations, "checker/locale/checker.pot": catalogue(), "docs/exit-statuses.md": statuses().encode(),
            "docs/rulesets.md": rulesets.encode(),
            "samples/policies/fuzhou-2024.xlsx": exported(typed("admission-fuzhou-2024").rules),
            f"locks/{__version__}/release.json": record(),
            **{f"locks/{__version__}/{name}": (ROOT / name).read_bytes() for name in (LOCK, BUILD_LOCK)}}


if __name__ == "__main__":
    for path, content in generated().items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
