"""Files that go out to a browser: under a name in any letters, never shown in the page's place.

Owns their headers.  It must not make them.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response

TYPES = {".pdf": "application/pdf", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
         ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         ".zip": "application/zip", ".yaml": "application/yaml", ".jsonl": "application/jsonl"}


def download(content: bytes, name: str) -> Response:
    """A file to be kept."""
    kind = TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    return Response(content, media_type=kind, headers={
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"})
