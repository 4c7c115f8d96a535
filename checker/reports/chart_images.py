"""The pictures over the years as images, for documents that take no drawings.

Owns their size.  What is drawn is the page's own picture; nothing of it is decided here.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pypdfium2

from checker.reporting.page import environment_of_pages
from checker.reporting.pdf import render
from checker.reporting.year_charts import YearChart

SCALE = 4  # 288 dots an inch


def chart_images(charts: Sequence[YearChart], day: dt.date) -> dict[str, bytes]:
    """Each picture as PNG, by what it says in words."""
    if not charts:
        return {}
    environment = environment_of_pages()
    html = environment.get_template("chart_sheet.html.j2").render(charts=charts, title=charts[0].title)
    css = environment.get_template("chart_sheet.css.j2").render()
    document = pypdfium2.PdfDocument(render(html, css, (), day, "charts"))
    try:
        return {chart.said: _image(document[place]) for place, chart in enumerate(charts)}
    finally:
        document.close()


def _image(page: pypdfium2.PdfPage) -> bytes:
    made = io.BytesIO()
    page.render(scale=SCALE, grayscale=True).to_pil().save(made, "PNG")
    return made.getvalue()
