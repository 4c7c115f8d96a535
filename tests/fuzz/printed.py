"""A page with something changed in it: bytes, objects, or what is attached.

Owns the changes of PDFs.  It must not verify.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from typing import Any

import pikepdf
from fuzz.branches import spoiled
from fuzz.chances import Chances
from fuzz.oddities import odd_words
from fuzz.scripts import as_json, spoiled_bytes

_NAME = re.compile(rb"/[A-Za-z]{2,20}")
_NUMBER = re.compile(rb"(?<=[ \[])[0-9]{1,6}(?=[ \]>/])")
VALUES = (b"-1", b"0", b"99999999999", b"null", b"true", b"[]", b"<<>>", b"()", b"/X", b"1 0 R", b"3 0 R", b"1e9", b"[" * 500, b"<</A" * 200)


def changed_page(seeds: Sequence[bytes], chances: Chances) -> bytes:
    """One of the pages with a change."""
    raw = chances.of(seeds)
    kind = chances.below(6)
    if kind == 0:
        return spoiled_bytes(raw, chances)
    if kind == 1:
        return raw + chances.of((b"\n", b"%%EOF", raw[-400:], b"\0" * 1000, raw))
    return _attached(raw, chances) if kind < 4 else _objects(raw, chances)


def _objects(raw: bytes, chances: Chances) -> bytes:
    """Names and numbers of its objects, with what was compressed laid open."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    plain = out.getvalue()
    for _ in range(1 + chances.below(3)):
        found = list((_NAME if chances.below(2) else _NUMBER).finditer(plain))
        one, other = chances.of(found), chances.of(found)
        new = other[0] if chances.below(2) else chances.of(VALUES)
        plain = plain[:one.start()] + new + plain[one.end():]
    return plain


def _attached(raw: bytes, chances: Chances) -> bytes:
    """What is attached: a tree changed, a file exchanged, renamed, taken away or put in."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        files: dict[str, bytes] = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        name, other = chances.of(sorted(files)), chances.of(sorted(files))
        kind = chances.below(8)
        if kind < 5 and name.endswith(".json"):
            tree: Any = json.loads(files[name])
            _put(pdf, name, as_json(spoiled([tree], chances)).encode(errors="surrogatepass"))
        elif kind == 5:
            _put(pdf, name, files[other])
        elif kind == 6:
            del pdf.attachments[name]
            _put(pdf, chances.of(("overlay.json", "previous.json", "common.yaml", "answers-1.xlsx", "submitted.xlsx", "submitted.csv", "../x", "x.json")), files[name])
        else:
            _put(pdf, name, spoiled_bytes(files[name], chances) if chances.below(2) else odd_words(chances).encode(errors="replace"))
        out = io.BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


def _put(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name, description="", mime_type="", creation_date="", mod_date="")
