"""Exactly what can change a byte of a page: versions and digests.

Owns the inventory.  It reads libraries and fonts, never a dossier or a verdict.
"""

from __future__ import annotations

import ctypes
import hashlib
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from itertools import filterfalse
from pathlib import Path

from checker import __version__
from checker.errors import InternalError, Problem
from checker.files.resources import PACKAGE, folder

SCHEMA = "toolchain/2"
RECORDS = "locks"
BROWSER = "web"
FONTS = tuple(Path("/usr/share/fonts/opentype/noto") / name
              for name in ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"))
# What WeasyPrint and we load of the system; each brings along what it needs itself.
LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0",
             "libharfbuzz-subset.so.0", "libfontconfig.so.1", "libfreetype.so.6")
PACKAGES = ("weasyprint", "pydyf", "fonttools", "uharfbuzz", "pillow", "jinja2", "tinycss2", "cssselect2",
            "tinyhtml5", "pyphen")


@cache
def toolchain() -> dict[str, object]:
    """Component to version or digest, as plain data; raises :class:`InternalError` where one is missing."""
    require_parts()
    return {
        "schema": SCHEMA,
        "checker": __version__,
        **folder_digests(PACKAGE, folder("templates")),
        "packages": {name: version(name) for name in PACKAGES},
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "libraries": {
            "pango": _text("libpango-1.0.so.0", "pango_version_string"),
            "harfbuzz": _text("libharfbuzz.so.0", "hb_version_string"),
            # both come from one source package, and only one of them tells
            "harfbuzz_subset": _text("libharfbuzz.so.0", "hb_version_string"),
            "freetype": _freetype(),
            "fontconfig": str(_library("libfontconfig.so.1").FcGetVersion()),
        },
        "fonts": {path.name: _digest(path) for path in FONTS},
    }


def folder_digests(package: Path, templates: Path) -> dict[str, str]:
    """One digest over the names and contents of all modules and translations, one over all templates.

    Records of releases lie inside the package in some installations and beside it in others; what stands
    among them is none of the program.  What is shown in a browser can't change a byte of a page.
    """
    modules = [path for kind in ("*.py", "*.mo") for path in package.rglob(kind)
               if path.relative_to(package).parts[0] != RECORDS]
    return {"code": _digest_of(package, modules),
            "templates": _digest_of(templates, [p for p in templates.rglob("*") if p.suffix != ".pyc"
                                                and p.relative_to(templates).parts[0] != BROWSER])}


def _digest_of(place: Path, paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        total.update(path.relative_to(place).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def require_parts() -> None:
    """Raise :class:`InternalError` where this machine lacks a part: no page can be made or compared here."""
    missing = missing_parts()
    if missing:
        raise InternalError(Problem("pdf.parts_missing", {"parts": tuple(missing)}))


def missing_parts() -> list[str]:
    """The system parts that a page needs and this machine lacks: fonts by their place, libraries by name."""
    return [*(str(path) for path in FONTS if not path.is_file()), *filterfalse(_loads, LIBRARIES)]


def _loads(name: str) -> bool:
    try:
        _library(name)
    except OSError:
        return False
    return True


def _library(name: str) -> ctypes.CDLL:
    return ctypes.CDLL(name)


def _text(library: str, function: str) -> str:
    call = getattr(_library(library), function)
    call.restype = ctypes.c_char_p
    return bytes(call()).decode()


def _freetype() -> str:
    library = _library("libfreetype.so.6")
    handle = ctypes.c_void_p()
    library.FT_Init_FreeType(ctypes.byref(handle))
    parts = [ctypes.c_int() for _ in range(3)]
    library.FT_Library_Version(handle, *(ctypes.byref(part) for part in parts))
    library.FT_Done_FreeType(handle)
    return ".".join(str(part.value) for part in parts)


def _digest(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
