"""What lies inside a report's document unseen: the files by which it can be checked from itself alone.

Owns the part that holds them, which office programs keep when they save, and the bounds on reading it.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.document import Document as Drawn
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from checker.errors import CheckerError, Problem
from checker.limits import MOST_REPORT_PARTS, MOST_REPORT_UNPACKED

NAMESPACE = "urn:checker:report:1"
_PLACE, _PROPERTIES = "/customXml/item9.xml", "/customXml/itemProps9.xml"
_KIND = "application/xml"
_KIND_OF_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_TO_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
_ABOUT = (b'<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
          b'ds:itemID="{6C9C4B1E-9B7A-4C11-9B53-0D5C4A7E9E01}"><ds:schemaRefs>'
          b'<ds:schemaRef ds:uri="urn:checker:report:1"/></ds:schemaRefs></ds:datastoreItem>')
_MEGA = 1_000_000


def enclose(drawn: Drawn, files: Mapping[str, bytes]) -> None:
    """Put files into a document, by their names."""
    lines = "".join(f'<file name="{name}">{base64.b64encode(files[name]).decode()}</file>'
                    for name in sorted(files))
    content = f'<report xmlns="{NAMESPACE}">{lines}</report>'
    package = drawn.part.package
    part = Part(PackURI(_PLACE), _KIND, content.encode(), package)
    about = Part(PackURI(_PROPERTIES), _KIND_OF_PROPERTIES, _ABOUT, package)
    part.relate_to(about, _TO_PROPERTIES)
    drawn.part.relate_to(part, RT.CUSTOM_XML)


def opened_report(raw: bytes, name: str, error: type[CheckerError]) -> tuple[Drawn, dict[str, bytes]]:
    """A document and what is enclosed in it, nothing where it is no report; raises ``error``."""
    with guarded_report(name, error):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
        heavy = sum(part.file_size for part in parts) > MOST_REPORT_UNPACKED
        if heavy or len(parts) > MOST_REPORT_PARTS:
            raise error(Problem("reports.too_much", {
                "parts": MOST_REPORT_PARTS, "limit": MOST_REPORT_UNPACKED // _MEGA}, file=name))
        drawn = Document(io.BytesIO(raw))
        return drawn, _files(drawn)


@contextmanager
def guarded_report(name: str, error: type[CheckerError]) -> Iterator[None]:
    """Whatever is stumbled on in a document that somebody may have damaged, as an ``error`` in words."""
    try:
        yield
    except CheckerError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OpcError, PythonDocxError, ValueError, LookupError,
            AttributeError, TypeError, SyntaxError, OSError, AssertionError, RuntimeError):
        raise error(Problem("reports.damaged", file=name)) from None


def _files(drawn: Drawn) -> dict[str, bytes]:
    for relation in drawn.part.rels.values():
        if relation.reltype != RT.CUSTOM_XML or relation.is_external:
            continue
        root: Any = parse_xml(relation.target_part.blob)
        if root.tag == f"{{{NAMESPACE}}}report":
            return {str(one.get("name")): base64.b64decode(one.text or "", validate=True) for one in root}
    return {}
