"""Canonical JSON (RFC 8785) and its digest: the form in which files are compared and kept."""

import hashlib
import json
from contextlib import suppress
from typing import Any

import rfc8785
from pydantic import BaseModel

# The greatest whole number that every reader of JSON keeps.
_EXACT = 2**53 - 1


def canonical(data: Any) -> bytes:
    """The canonical bytes of plain data without floats."""
    if _plain(data):
        with suppress(UnicodeEncodeError):
            return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return rfc8785.dumps(data)


def _plain(data: Any) -> bool:
    """Whether the JSON of Python's own library, with keys in order, is the canonical one.

    It differs in floats, in numbers that not all readers keep, and in the order of keys beyond U+FFFF.
    """
    kind = type(data)
    if kind is str or kind is bool or data is None:
        return True
    if kind is int:
        return bool(-_EXACT <= data <= _EXACT)
    if kind is list or kind is tuple:
        return all(map(_plain, data))
    return kind is dict and all(
        type(key) is str and (key.isascii() or max(key) <= "\uffff") and _plain(value)
        for key, value in data.items())


def digest(data: bytes) -> str:
    """``sha256:`` and the hexadecimal digest."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def canonical_model(model: BaseModel) -> bytes:
    """A model as it was filled in: decimals as strings, nothing that was not stated."""
    return canonical(model.model_dump(mode="json", by_alias=True, exclude_unset=True))
