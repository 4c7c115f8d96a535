"""The pictures over the years as images, for documents that take no drawings.

Owns their size.  What is drawn is the page's own picture; nothing of it is decided here.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pypdfium2

from checker.reporting.kind_chart import KindChart
from checker.reporting.page import environment_of_pages
from checker.reporting.pdf import render
from checker.reporting.year_charts import YearChart

SCALE = 4  # 288 dots an inch
KINDS_WIDTH, EDGES = 1500, 40  # of a drawing of kinds and both edges of its page, in its own units


def chart_images(charts: Sequence[YearChart | KindChart], day: dt.date) -> dict[str, bytes]:
    """Each picture as PNG, by what it says in words."""
    if not charts:
        return {}
    environment = environment_of_pages()
    html = environment.get_template("chart_sheet.html.j2").render(charts=charts, title=charts[0].said)
    css = environment.get_template("chart_sheet.css.j2").render()
    document = pypdfium2.PdfDocument(render(html, css, (), day, "charts"))
    try:
        return {chart.said: _image(document[place], chart) for place, chart in enumerate(charts)}
    finally:
        document.close()


def _image(page: pypdfium2.PdfPage, chart: YearChart | KindChart) -> bytes:
    image = page.render(scale=SCALE, grayscale=True).to_pil()
    if isinstance(chart, KindChart):  # as high as it is; its page is as high as the highest
        high = image.width * (chart.height + EDGES) // (KINDS_WIDTH + EDGES)
        image = image.crop((0, 0, image.width, min(image.height, high)))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
