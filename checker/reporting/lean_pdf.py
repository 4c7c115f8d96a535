"""What WeasyPrint has set, as a file that says the same in fewer bytes, and is written faster.

Owns the order of the passes: what is tagged, what is painted, how the file is packed.  None of them may
change what is seen or read out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from checker.reporting.painting import repainted
from checker.reporting.pdf_file import number_of, written
from checker.reporting.tag_tree import TagTree

# What it may draw on that has no place among what a page draws on.
_OWN = ("XObject", "Pattern", "Shading")


def lean(pdf: Any) -> None:
    """Make a tagged PDF of pydyf's that is about to be written leaner, and let it be written by us."""
    tree = TagTree(pdf)
    pages = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]
    forms = _taken_in(pdf, pages)
    for page in pages:
        number, content = page["StructParents"], pdf.objects[number_of(page["Contents"])]
        painted = repainted(content.stream, tree.owners(number), forms)
        content.stream = painted.operators
        tree.renumber(number, painted.numbers)
    tree.close()

    def write(output: BinaryIO, _version: object, identifier: bytes, _compress: bool) -> None:
        output.write(written(pdf, identifier))

    pdf.write = write


def _taken_in(pdf: Any, pages: Sequence[Any]) -> dict[bytes, Any]:
    """What pages draw by a name, by the operator that does; these have no object of their own any more.

    WeasyPrint makes one of each word in a picture that doesn't begin where it is put, with a list of its own
    of all that it may draw on.  Where anything can be seen through, what is drawn at once is left so.
    """
    resources = pdf.objects[number_of(pages[0]["Resources"])]
    drawn, found = resources["XObject"], dict[bytes, Any]()
    if any(value != 1 for state in resources["ExtGState"].values() for value in state.values()):
        return found
    for name, reference in list(drawn.items()):
        form = pdf.objects[number_of(reference)]
        own = pdf.objects[number_of(form.extra["Resources"])] if form.extra["Subtype"] == "/Form" else None
        if own is not None and not any(own[kind] for kind in _OWN):
            found[b"/%b Do" % name.encode()] = form.stream
            pdf.objects[form.number] = pdf.objects[own.number] = None
            del drawn[name]
    return found
