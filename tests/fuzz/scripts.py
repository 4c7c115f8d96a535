"""Plain data written as a file: YAML in several hands, JSON, and both with something wrong in the text.

Owns the writing.  It must not choose what is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fuzz.chances import Chances
from fuzz.oddities import Bare, odd_words

# Where a text may stand without quotes and be nothing but that text.
_PLAIN = re.compile("[一-龥A-Za-z][一-龥A-Za-z0-9_.()（）]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "nan", "inf"}


def quoted(words: str) -> str:
    """A text as JSON has it; YAML reads the same."""
    said = json.dumps(words, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", lambda sign: f"\\u{ord(sign[0]):04x}", said)


def as_json(data: Any) -> str:
    """The data as JSON."""
    if isinstance(data, dict):
        return "{" + ",\n".join(f"{quoted(str(key))}: {as_json(part)}" for key, part in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(as_json, data)) + "]"
    if isinstance(data, (Bare, Decimal)):
        return str(data)
    return json.dumps(data) if data is None or isinstance(data, (bool, int, float)) else quoted(str(data))


def as_yaml(data: Any) -> str:
    """The data as block YAML."""
    return "\n".join(_block(data)) + "\n"


def _block(data: Any) -> Iterator[str]:
    if isinstance(data, dict) and data:
        for key, part in data.items():
            yield from _under(f"{_scalar(str(key))}:", part)
    elif isinstance(data, list) and data:
        for part in data:
            yield from _under("-", part)
    else:
        yield as_json(data)


def _under(head: str, part: Any) -> Iterator[str]:
    if isinstance(part, (dict, list)) and part:
        yield head
        for line in _block(part):
            yield f"  {line}"
    else:
        yield f"{head} {_scalar(part) if isinstance(part, str) else as_json(part)}"


def _scalar(words: str) -> str:
    if isinstance(words, Bare) or (_PLAIN.fullmatch(words) and words.lower() not in _WORDS):
        return words
    return quoted(words)


def text_of(data: Any, kind: str) -> bytes:
    """The data as a file of a kind."""
    return (as_json(data) if kind == "json" else as_yaml(data)).encode(errors="surrogatepass")


def mistyped(raw: bytes, chances: Chances) -> bytes:
    """The text of a file with a slip in it; more often none."""
    if chances.below(5):
        return raw
    kind = 9 + chances.below(7)
    lines = raw.split(b"\n")
    here = chances.below(len(lines))
    if kind == 9:  # the same once more, as a key that stands twice
        lines.insert(chances.below(len(lines) + 1), lines[here])
    elif kind == 10:
        lines[here] = chances.of((b"  ", b"\t", b" ", b"- ", b"# ", b"&a ", b"? ", b"%YAML 9.9", b"--- ", b"... ")) + lines[here]
    elif kind == 11:
        del lines[here]
    elif kind == 12:
        at = chances.below(len(lines[here]) + 1)
        lines[here] = lines[here][:at] + odd_words(chances).encode(errors="surrogatepass") + lines[here][at:]
    elif kind == 13:
        return spoiled_bytes(raw, chances)
    elif kind == 14:
        return raw.decode(errors="replace").encode(chances.of(("gb18030", "utf-16", "utf-8-sig", "utf-16-be", "utf-32")), "replace")
    else:
        lines[here] = re.sub(rb"[:\"'\[\]{},]", lambda _: chances.of((b"", b": ", b",", b"[", b"}", b"'", b'"')), lines[here], count=1)
    return b"\n".join(lines)


def spoiled_bytes(raw: bytes, chances: Chances) -> bytes:
    """The bytes cut off, turned, or with something put in."""
    data = bytearray(raw or b"\0")
    kind = chances.below(5)
    if kind == 0:
        return bytes(data[:chances.below(len(data))])
    for _ in range(chances.of((1, 3, 20))):
        data[chances.below(len(data))] = chances.below(256)
    at = chances.below(len(data))
    if kind == 1:
        data[at:at] = chances.of((b"\0" * 100, b"\xff\xfe", b"\xed\xa0\x80", bytes(data[:200]), b"\n", b"\r", b"\x1a"))
    elif kind == 2:
        del data[at:at + chances.below(200)]
    elif kind == 3:
        data[at:at] = data[chances.below(len(data)):][:chances.below(2000)]
    return bytes(data)
