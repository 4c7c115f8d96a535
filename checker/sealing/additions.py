"""Exactly what a seal, or the proofs of its certificates, add to a page.

Owns the objects of the two kinds of revision there are.  Sealing writes them and the review writes them
anew to compare, so nothing may stand here that another version of this program would write otherwise.
It must not sign and must not judge a certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checker.sealing.objects import Ref, Stream, references, shifted, written
from checker.sealing.revisions import NotOurs, RevisedFile, Revision, revision
from checker.sealing.seal_places import SealPlace

# The room for a signature with its certificates and a time-stamp token.
RESERVED = 24_576
PREFIX = "seal-"
# Print, and locked in its place.
_FLAGS = 4 + 128
# Signatures exist; the file may only be appended to.
_SIGNED = 3
_KINDS = ("/Certs", "/CRLs", "/OCSPs")


@dataclass(frozen=True)
class Proofs:
    """Certificates, revocation lists and OCSP responses in DER."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    responses: tuple[bytes, ...] = ()

    @property
    def kinds(self) -> tuple[tuple[bytes, ...], ...]:
        """The three in the order in which they are written."""
        return self.certificates, self.lists, self.responses

    def with_(self, others: Proofs) -> Proofs:
        """These and others."""
        return Proofs(*(old + new for old, new in zip(self.kinds, others.kinds, strict=True)))


NOTHING = Proofs()


@dataclass(frozen=True)
class SealParts:
    """What one seal differs in from another: role, place, time in the PDF's form, picture, signature.

    The picture's first object is the form itself; it refers to its own objects by their index.
    """

    role: str
    place: SealPlace
    moment: bytes
    picture: tuple[Any, ...]
    contents: bytes


@dataclass(frozen=True)
class Sealed:
    """A revision with a seal: its objects and its bytes, and the two stretches that are signed."""

    objects: Mapping[int, Any]
    revision: Revision
    byte_range: tuple[int, int, int, int]

    def signed(self, pdf: bytes) -> bytes:
        """All bytes of the file but those of the signature itself, where ``pdf`` is what was there before."""
        _, end, start, _ = (place - len(pdf) for place in self.byte_range)
        return pdf + self.revision.data[:end] + self.revision.data[start:]


def sealed(document: RevisedFile, pdf: bytes, parts: SealParts) -> Sealed:
    """The revision that sets a seal on the first ``document.length`` bytes; raises :class:`NotOurs`."""
    objects, value = _seal_objects(document, parts)
    draft = revision(document, pdf, objects)
    start = draft.offsets[value] + len(b"%d 0 obj\n" % value) + written(objects[value]).index(b"/Contents <")
    start += len(b"/Contents ")
    end = start + 2 * len(parts.contents) + 2
    spans = (0, start, end, document.length + len(draft.data) - end)
    objects[value]["/ByteRange"] = list(spans)
    return Sealed(objects, revision(document, pdf, objects), spans)


def _seal_objects(document: RevisedFile, parts: SealParts) -> tuple[dict[int, Any], int]:
    """The objects of a seal, and the number of the signature among them."""
    catalog, page = document.catalog, document.page(parts.place.page)
    field, value = document.size, document.size + 1
    form, picture = _form(document)
    fields = [] if form == value + 1 else document.get(form)["/Fields"]
    page_entries = document.get(page)
    annotations = page_entries.get("/Annots", [])
    if not isinstance(annotations, list):
        raise NotOurs
    objects = {
        field: {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig", "/T": (PREFIX + parts.role).encode(),
                "/V": Ref(value), "/Rect": list(parts.place.box), "/F": _FLAGS, "/P": Ref(page),
                "/AP": {"/N": Ref(picture)}},
        value: {"/Type": "/Sig", "/Filter": "/Adobe.PPKLite", "/SubFilter": "/ETSI.CAdES.detached",
                "/ByteRange": [0, 0, 0, 0], "/Contents": parts.contents, "/M": parts.moment},
        form: {"/Fields": [*fields, Ref(field)], "/SigFlags": _SIGNED},
        page: {**page_entries, "/Annots": [*annotations, Ref(field)]},
    }
    if form == value + 1:
        objects[document.root] = {**catalog, "/AcroForm": Ref(form)}
    for number, part in enumerate(parts.picture):
        objects[picture + number] = shifted(part, picture)
    return objects, value


def _form(document: RevisedFile) -> tuple[int, int]:
    """The number of the form, new with the first seal, and of the first object of the picture."""
    value = document.size + 1
    known = document.catalog.get("/AcroForm")
    return (known.number, value + 1) if isinstance(known, Ref) else (value + 1, value + 2)


def seal_parts(document: RevisedFile, objects: Mapping[int, Any],
               places: Mapping[str, SealPlace]) -> SealParts | None:
    """What the seal in a revision says of itself; None where the revision sets no seal in a place of ours."""
    field, value = objects.get(document.size), objects.get(document.size + 1)
    if not (isinstance(field, dict) and isinstance(value, dict)):
        return None
    name, moment, contents = field.get("/T"), value.get("/M"), value.get("/Contents")
    if not (isinstance(name, bytes) and isinstance(moment, bytes) and isinstance(contents, bytes)):
        return None
    role = name.decode("latin-1").removeprefix(PREFIX)
    if role not in places or len(contents) != RESERVED:
        return None
    _, first = _form(document)
    picture = [objects[number] for number in sorted(objects) if number >= first]
    return SealParts(role, places[role], moment, tuple(shifted(part, -first) for part in picture), contents)


def stored(document: RevisedFile, pdf: bytes, proofs: Proofs) -> tuple[dict[int, Any], Revision]:
    """The revision that adds proofs to those that the file has."""
    number = document.size
    known = document.catalog.get("/DSS")
    store: dict[str, Any] = document.get(known.number) if isinstance(known, Ref) else {}
    objects: dict[int, Any] = {}
    lists: dict[str, list[Ref]] = {}
    for kind, entries in zip(_KINDS, proofs.kinds, strict=True):
        lists[kind] = list(store.get(kind, []))
        for content in entries:
            objects[number] = Stream({}, content)
            lists[kind].append(Ref(number))
            number += 1
    place = known.number if isinstance(known, Ref) else number
    objects[place] = {"/Type": "/DSS", **{kind: lists[kind] for kind in _KINDS if lists[kind]}}
    if known is None:
        objects[document.root] = {
            **document.catalog, "/DSS": Ref(place),
            "/Extensions": {"/ESIC": {"/BaseVersion": "/1.7", "/ExtensionLevel": 1}}}
    return objects, revision(document, pdf, objects)


def stored_proofs(document: RevisedFile, objects: Mapping[int, Any]) -> Proofs | None:
    """The proofs that a revision adds; None where it adds none."""
    known = document.catalog.get("/DSS")
    store = objects.get(known.number) if isinstance(known, Ref) else objects.get(max(objects))
    if not isinstance(store, dict) or store.get("/Type") != "/DSS":
        return None
    kinds = []
    for kind in _KINDS:
        added = [objects[number] for number in references(store.get(kind, [])) if number >= document.size]
        if not all(isinstance(stream, Stream) for stream in added):
            return None
        kinds.append(tuple(stream.data for stream in added))
    return Proofs(*kinds)
