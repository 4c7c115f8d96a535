"""What a programmer writes and a person should not have to read, sought in sentences.

Left aside are commands with their options, names of files, what is quoted, and the key that stands in brackets
beside a field's name for whoever writes it.
"""

from __future__ import annotations

import re

# A name of a program's own, a truth value, an index, the address of a cell.
_PROGRAM = re.compile(r"[A-Za-z]\w*(?:_\w+)+|\b(?:true|false|null|None)\b|\w+\[\d+\]|\b[a-z]{2,}\.[a-z]{2,}\b"
                      r"|[A-Za-z0-9\u4e00-\u9fff]+![A-Z]+[0-9]+")
_COMMAND = re.compile(r"checker [a-z]+( [^\s。；，（）]+)*")
_FILE = re.compile(r"[^\s“（]+\.(?:json|yaml|xlsx|csv|tsv|txt|jsonl|pdf)\b")
_GIVEN = re.compile("写的是 [^。，]*[。，]")
_KEY = re.compile(r"（[a-z][a-z0-9_]*）")
_QUOTED = re.compile("“[^“”]*”")
_NAMED = re.compile(r"\{[a-z_0-9]+\}")


def of_the_programmer(said: str) -> list[str]:
    """The words in what is said that are none of the reader's."""
    for aside in (_GIVEN, _COMMAND, _FILE, _KEY, _QUOTED, _NAMED):
        said = aside.sub("", said)
    return _PROGRAM.findall(said)
