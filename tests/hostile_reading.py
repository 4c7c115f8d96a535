"""Gives files to one reader, one after the other, with little memory; says what came of each.

Run as a process of its own: ``hostile_reading.py MEGABYTES FOLDER OUT COMMAND...``, where ``{file}`` and
``{out}`` stand for a file of the folder and a place for results.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from pathlib import Path

from bad.command import run


def main() -> None:
    megabytes, folder, out, *words = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20,) * 2)
    for path in sorted(Path(folder).iterdir()):
        place = Path(out) / path.stem
        began = time.monotonic()
        said = run(*(word.format(file=path, out=place) for word in words))
        print(json.dumps([path.name, said.status, round(time.monotonic() - began, 1), said.err[-400:]]), flush=True)
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
