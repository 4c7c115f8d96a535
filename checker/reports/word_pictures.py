"""Pictures in a Word document, each with what it says in words beside it.

Owns their size and how they stand.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from docx.document import Document as Drawn
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from checker.reporting.kind_chart import KindChart
from checker.reporting.year_charts import YearChart
from checker.reports import word_styles as looks

BESIDE = 2  # pictures in a row
PICTURE_WIDTH, WIDE = Mm(68), Mm(148)


def draw_beside(drawn: Drawn, charts: Sequence[YearChart], images: Mapping[str, bytes]) -> None:
    """Small pictures in rows, in a table without lines."""
    table = drawn.add_table(rows=-(-len(charts) // BESIDE), cols=BESIDE)
    for place, chart in enumerate(charts):
        paragraph = table.cell(*divmod(place, BESIDE)).paragraphs[0]
        looks.styled(paragraph, looks.TABLE).paragraph_format.keep_with_next = True
        _draw(paragraph, images[chart.said], PICTURE_WIDTH, chart.said)


def draw_wide(paragraph: Paragraph, chart: KindChart, images: Mapping[str, bytes]) -> None:
    """One picture over the width of the text."""
    paragraph.paragraph_format.keep_with_next = True
    _draw(paragraph, images[chart.said], WIDE, chart.said)


def _draw(paragraph: Paragraph, image: bytes, width: Length, said: str) -> None:
    shape = paragraph.add_run().add_picture(io.BytesIO(image), width=width)
    shape._inline.docPr.set("descr", said)
