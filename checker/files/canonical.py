"""Canonical JSON (RFC 8785) and its digest: the form in which files are compared and kept."""

import hashlib
from typing import Any

import rfc8785
from pydantic import BaseModel


def canonical(data: Any) -> bytes:
    """The canonical bytes of plain data without floats."""
    return rfc8785.dumps(data)


def digest(data: bytes) -> str:
    """``sha256:`` and the hexadecimal digest."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def canonical_model(model: BaseModel) -> bytes:
    """A model as it was filled in: decimals as strings, nothing that was not stated."""
    return canonical(model.model_dump(mode="json", by_alias=True, exclude_unset=True))
