"""Keeps pages of this version, to be verified by every later one, with its program and its digests.

``python tests/keep.py`` publishes this version: a park's and a project's page, one with answers and a withdrawal,
the digests of program and templates, the program itself, by which later versions judge and render once more what
it judged, and its wheel, which they install beside themselves.
``python tests/keep.py PROGRAM`` lets another program, such as an older one in a worktree, make the pages of
``tests/kept/kinds`` that aren't kept for its version yet: of what is to be read or said otherwise from now on.
What was kept is never written again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from conftest import ROOT

from checker import __version__
from checker.capsule.releases import PUBLISHED
from checker.capsule.toolchain import toolchain
from checker.files.canonical import digest
from checker.files.resources import PACKAGE, folder
from checker.files.textfile import read
from checker.former.keeping import PROGRAM, packed
from checker.recalling.kept_release import BUILD_LOCK, LOCK, SUMS

PLACE = Path(__file__).resolve().parent / "kept"
KINDS = PLACE / "kinds"
MENDED = "mended"
DIGESTS = "digests.json"
COMMON = ".common.yaml"


def keep(place: Path, made: Mapping[str, bytes]) -> list[str]:
    """Write the pages that aren't there yet, with their digests; the names of those that were written."""
    place.mkdir(parents=True, exist_ok=True)
    record = place / DIGESTS
    digests = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    fresh = {name: content for name, content in made.items() if name not in digests}
    for name, content in fresh.items():
        (place / name).write_bytes(content)
    digests |= {name: digest(content) for name, content in fresh.items()}
    record.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return list(fresh)


def publish() -> None:
    """Everything that later versions need of this one."""
    from asked import answered_page
    from pages import PARK, PROJECT, page

    lock = ROOT / "locks" / __version__
    if (lock / PUBLISHED).exists():
        sys.exit(f"{__version__} was published")
    keep(PLACE / __version__, {**{f"{name}.pdf": page(name) for name in (PARK, PROJECT)},
                               "answered.pdf": answered_page()})
    here = toolchain()
    published = {name: here[name] for name in ("code", "templates")}
    (lock / PUBLISHED).write_text(json.dumps(published, indent=2) + "\n", encoding="utf-8")
    name, content = wheel()
    (lock / name).write_bytes(content)
    sums = [f"{digest((lock / file).read_bytes()).removeprefix('sha256:')}  {file}\n" for file in (name, BUILD_LOCK, LOCK)]
    (lock / SUMS).write_text("".join(sums), encoding="utf-8")
    (lock / PROGRAM).write_bytes(packed(PACKAGE, folder("templates")))


def wheel() -> tuple[str, bytes]:
    """The name of this version's wheel and the wheel; it has none of another version, or each would have all."""
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place) / "source", Path(place) / "out"
        for part in ("checker", "locks", "rulesets", "templates"):
            shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__", "*.whl", SUMS))
        for file in ("setup.cfg", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
            shutil.copy(ROOT / file, source)
        subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, source],
                       check=True, stdout=subprocess.DEVNULL)
        [made] = out.glob("*.whl")
        return made.name, made.read_bytes()


def kinds(program: Path, but: list[str]) -> Iterator[tuple[str, bytes]]:
    """The pages that the command of another program makes of the dossiers and rows of ``KINDS``."""
    for path in sorted(KINDS.iterdir()):
        if path.name.endswith(COMMON) or f"{path.stem}.pdf" in but:
            continue
        with tempfile.TemporaryDirectory() as name:
            out = Path(name) / "out"
            if path.suffix == ".csv":
                common = path.with_name(path.stem + COMMON)
                ruleset = read(common).data["against"][0]["ruleset"]
                asked = ["screen", str(path), "--ruleset", ruleset, "--common", str(common), "--pdf", "all",
                         "-o", str(out)]
            else:
                out.mkdir()
                asked = ["check", str(path), "-o", str(out / "page.pdf")]
            subprocess.run([program, *asked], check=False, stdout=subprocess.DEVNULL)
            found = [pdf for pdf in out.rglob("*.pdf") if pdf.name != "portfolio.pdf"]
            if len(found) == 1:
                yield f"{path.stem}.pdf", found[0].read_bytes()
            else:
                print(f"{path.name}: no page of it")


def keep_kinds(program: Path) -> None:
    """Keep the pages of ``KINDS`` under the version that ``program`` says it is."""
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
    place = PLACE / MENDED / said.split()[-1]
    there = [path.name for path in place.glob("*.pdf")]
    for name in keep(place, dict(kinds(program, there))):
        print(name)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        keep_kinds(Path(sys.argv[1]))
    else:
        publish()
