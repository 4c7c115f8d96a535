"""Writes ``bench/README.md``: what we promise of speed, measured against others in the same run.

``python bench/speed.py [part ...]`` measures all parts, or those named, and renews only their tables.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from section import Section, bodies, body, joined

REPORT = Path(__file__).resolve().with_name("README.md")
HEAD = """# Speed, measured against others in the same run

Written by `make bench`; `make bench PART=judging` renews one part. In each row both take their turn in the same run,
five rounds or more, but for screening and the cluster, which run once, and *before*, which is the least of three; figures
are medians, a ratio is the median of the rounds' ratios. Processor time is what counts:
the time on the clock stands beside it, and is longer where the machine has other work. Goals are of the processor's
time, but where it says otherwise. What a peer does less of is said with it.
"""


def judging() -> Section:
    """Beside other engines."""
    import judging

    return judging.section()


def growth() -> Section:
    """By the size of what is judged."""
    import growth

    return growth.section()


def start() -> Section:
    """Whole processes, beside one that loads click."""
    import start

    return start.section()


def pages() -> Section:
    """Beside other renderers."""
    import rendering

    return rendering.section()


def verifying() -> Section:
    """Beside making the page."""
    import verifying

    return verifying.section()


def explanations() -> Section:
    """Beside judging."""
    import explaining

    return _printed("Explaining", "What an explanation costs beside the judging (plain engine), least of thirty.",
                    explaining.report)


def register() -> Section:
    """Beside the disk."""
    import register

    return _in_a_folder("Register", "Entries that are durable one by one, beside what the disk itself can do.",
                        register.report)


def screening() -> Section:
    """Very many rows, and pages beside WeasyPrint alone."""
    import screening

    with tempfile.TemporaryDirectory() as folder:
        return Section("Screening", ("weasyprint",), screening.report(Path(folder)))


def cluster() -> Section:
    """The same rows by a scheduler's workers."""
    sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
    import on_cluster

    with tempfile.TemporaryDirectory() as folder:
        return Section("Screening on a cluster", ("distributed",), on_cluster.report(Path(folder)))


def before() -> Section:
    """Beside the last published version."""
    import before

    return _in_a_folder("The last published version", "Installed from its lock, run by its own Python; least of many.",
                        before.report)


def serving() -> Section:
    """Twenty people before one server."""
    import serve

    return _printed("Pages in a browser", "Twenty people for two minutes, one of them screening a hundred rows.",
                    serve.report)


PARTS: dict[str, Callable[[], Section]] = {part.__name__: part for part in (
    judging, growth, start, pages, verifying, explanations, register, screening, cluster, before, serving)}


def main(parts: list[str]) -> None:
    """Measure the parts, each written as soon as it is found."""
    if strange := [part for part in parts if part not in PARTS]:
        sys.exit(f"no such part: {', '.join(strange)}; there are {', '.join(PARTS)}")
    for part in parts or PARTS:
        print(part, flush=True)
        found = body(part, PARTS[part]())
        known = bodies(REPORT.read_text(encoding="utf-8")) if REPORT.is_file() else {}
        known[part] = found
        REPORT.write_text(joined(HEAD, {name: known[name] for name in PARTS if name in known}), encoding="utf-8")


def _printed(title: str, about: str, report: Callable[[], None]) -> Section:
    """What a script of plain lines prints."""
    with redirect_stdout(io.StringIO()) as said:
        report()
    return Section(title, (), f"{about}\n\n```text\n{said.getvalue().strip()}\n```")


def _in_a_folder(title: str, about: str, report: Callable[[Path], None]) -> Section:
    with tempfile.TemporaryDirectory() as folder:
        return _printed(title, about, lambda: report(Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
