"""How a page is tagged: headings, tables, lists, figures and paragraphs, and nothing without a meaning.

WeasyPrint makes an element of each box and of each line of text, and gives each cell of a table a list of
its headings.  Here what has no meaning of its own goes into what it stands in, a heading of a table says by
itself whether it is a row's or a column's, and what repeats on each page belongs to none.

Owns the tree of elements; it must not know what is painted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.reporting.pdf_file import number_of, reference_to

# What says nothing of what stands in it, and what content may stand in by itself.
_NEUTRAL = ("/Span", "/NonStruct", "/Div")
_HOLDING = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/TD", "/TH", "/Lbl", "/LBody", "/Caption",
            "/Figure", "/Link", "/Span")
_CELL, _HEADING = "/TD", "/TH"


class TagTree:
    """The elements of a PDF of pydyf's that is about to be written."""

    def __init__(self, pdf: Any) -> None:
        self._objects = pdf.objects
        self._elements: dict[int, Any] = {one.number: one for one in pdf.objects if _is_element(one)}
        root = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
        # Of each page its number, and then the elements to which its pieces of content belong, in order.
        self._contents = pdf.objects[number_of(root["ParentTree"])]["Nums"]
        self._top = root["K"]
        # The element that is kept for each, and those that are kept in the order in which they are read.
        self._owners: dict[int, int] = {}
        self._kept: list[int] = []
        self._top[:] = list(self._kids(self._top, root))

    def owners(self, page: int) -> list[int | None]:
        """To which element each piece of content of a page belongs; in the margins to none."""
        return [self._owners.get(number_of(element)) for element in self._contents[2 * page + 1]]

    def renumber(self, page: int, numbers: Mapping[int, int]) -> None:
        """Give pieces of content of a page new numbers; several may be one now, or not painted at all."""
        owners = self.owners(page)
        now = {new: owner for old, new in numbers.items() if (owner := owners[old]) is not None}
        self._contents[2 * page + 1][:] = [reference_to(now[number]) for number in sorted(now)]
        for owner in {owner for owner in owners if owner is not None}:
            kids = self._elements[owner]["K"]
            kids[:] = dict.fromkeys(numbers[kid] if isinstance(kid, int) else kid for kid in kids
                                    if not isinstance(kid, int) or kid in numbers)

    def close(self) -> None:
        """Leave the elements that are kept, in the order in which they are read, and no others."""
        places = dict(zip(self._kept, sorted(self._elements), strict=False))
        for number in self._elements:
            self._objects[number] = None
        for number, place in places.items():
            element = self._elements[number]
            if element["S"] == "/TR":
                self._say_headings(self._elements[number_of(kid)] for kid in element["K"])
            element.number, self._objects[place] = place, element
        _turn(self._contents, places)
        _turn(self._top, places)
        for number in places:
            self._settle(self._elements[number], places)

    def _kids(self, kids: Iterable[Any], parent: Any) -> Iterator[Any]:
        """What stands in an element, with what stands in neutral ones within it."""
        for kid in kids:
            element = None if isinstance(kid, int) else self._elements.get(number_of(kid))
            if element is None:
                yield kid
            elif _says_nothing(element, parent):
                self._owners[element.number] = parent.number
                yield from self._kids(element["K"], parent)
            else:
                self._owners[element.number] = element.number
                self._kept.append(element.number)
                element["P"] = parent.reference
                element["K"][:] = list(self._kids(element["K"], element))
                yield kid

    @staticmethod
    def _say_headings(row: Iterable[Any]) -> None:
        """A heading that stands beside other cells is its row's, else its column's."""
        cells = [element for element in row if element["S"] in (_CELL, _HEADING)]
        scope = "/Row" if any(cell["S"] == _CELL for cell in cells) else "/Column"
        for cell in cells:
            cell["A"].pop("Headers", None)
            if cell["S"] == _HEADING:
                del cell["ID"]
                cell["A"]["Scope"] = scope
            elif len(cell["A"]) == 1:
                del cell["A"]

    @staticmethod
    def _settle(element: Any, places: Mapping[int, int]) -> None:
        """What every element says anyway is left out, references are to the new places."""
        _turn(element["K"], places)
        element["P"] = _turned(element["P"], places)
        del element["Type"]
        if not any(isinstance(kid, int) for kid in element["K"]):
            element.pop("Pg", None)
        if len(element["K"]) == 1:
            element["K"] = element["K"][0]


def _is_element(one: Any) -> bool:
    return isinstance(one, dict) and one.get("Type") == "/StructElem"


def _says_nothing(element: Any, parent: Any) -> bool:
    """Whether an element may be left out; content that would stand in a mere group keeps one of its own."""
    return (element["S"] in _NEUTRAL and "Alt" not in element
            and (parent.get("S") in _HOLDING or not any(isinstance(kid, int) for kid in element["K"])))


def _turn(references: list[Any], places: Mapping[int, int]) -> None:
    for at, one in enumerate(references):
        if isinstance(one, list):
            _turn(one, places)
        else:
            references[at] = _turned(one, places)


def _turned(one: Any, places: Mapping[int, int]) -> Any:
    """A reference to an element, to where it is now; anything else as it is."""
    place = places.get(number_of(one)) if isinstance(one, bytes) else None
    return one if place is None else reference_to(place)
