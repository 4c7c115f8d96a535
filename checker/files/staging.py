"""Writing a file whole or not at all, with the rights that the user's umask leaves.

Owns the temporary file beside its target.  It must not decide when it is put in place.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def staged(place: Path, content: bytes) -> str:
    """A temporary file with the content beside its place, ready to be put there by ``os.replace``."""
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".checker-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
