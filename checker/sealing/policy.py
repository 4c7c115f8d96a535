"""A second opinion on what was appended: pyHanko's difference policy, from the page itself onwards.

Owns the rules that the policy is made of: signature fields and proofs may be added, nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DSSCompareRule,
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)

from checker.sealing.revisions import LIMITS

_FORM_KEYS = {"/Fields", "/SigFlags"}


class _Form(FormUpdatingRule):
    """pyHanko's rule, which asks that there be a form already; the page as it was made has none."""

    def apply(self, old: HistoricalResolver,
              new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        if "/AcroForm" not in new.root:
            return
        form = new.root["/AcroForm"]
        if ("/AcroForm" in old.root or not isinstance(form, generic.DictionaryObject)
                or form.keys() != _FORM_KEYS):
            raise SuspiciousModification("a form before the first seal, or with other keys")
        reference = new.root.get_value_as_reference("/AcroForm")
        yield ModificationLevel.LTA_UPDATES, FormUpdate(updated_ref=reference)
        specs = {str(field["/T"]): FieldComparisonSpec(
            field_type=field["/FT"], old_field_ref=None, new_field_ref=place.reference,
            old_canonical_path=None)
            for place in map(form["/Fields"].raw_get, range(len(form["/Fields"])))
            for field in [place.get_object()]}
        context = FieldComparisonContext(field_specs=specs, old=old, new=new)
        for rule in self.field_rules:
            yield from rule.apply(context)


def _policy() -> StandardDiffPolicy:
    allowed = frozenset({"/AcroForm", "/DSS", "/Extensions"})
    plain: list[Any] = [CatalogModificationRule(allowed)]  # type: ignore[no-untyped-call]
    plain += [rule.as_qualified(ModificationLevel.LTA_UPDATES)
              for rule in (XrefStreamRule(), DSSCompareRule())]
    created = SigFieldCreationRule()  # type: ignore[no-untyped-call]
    return StandardDiffPolicy(
        plain, _Form([created, SigFieldModificationRule()], frozenset({"/Fields"})),
        ignore_orphaned_objects=False, ignore_identical_objects=False)


def accepted(pdf: bytes) -> bool:
    """Whether the policy accepts each step from the page onwards; whatever pyHanko raises is passed on."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=LIMITS)
    _read_ahead(reader)
    return isinstance(_policy().review_file(reader, 0), DiffResult)


def _read_ahead(reader: PdfFileReader) -> None:
    """Read the page's object streams once each; object by object, pyHanko takes most of a minute."""
    packs = reader.get_historical_resolver(0).object_streams_used()  # type: ignore[no-untyped-call]
    for place in packs:
        packed = place.get_object()
        content, first = io.BytesIO(packed.read_data(DecodePurpose.OBJECT_STREAM)), int(packed["/First"])
        numbers = [int(word) for word in content.read(first).split()]
        for index, (number, offset) in enumerate(_by_two(numbers)):
            reference = generic.Reference(number, 0, reader)
            if reader.xrefs[reference] == ObjStreamRef(place.idnum, index):
                content.seek(first + offset)
                found = generic.read_object(content, reference)
                reader.cache_indirect_object(0, number, found)  # type: ignore[no-untyped-call]


def _by_two(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Numbers and offsets, which stand by turns."""
    return zip(numbers[::2], numbers[1::2], strict=True)
