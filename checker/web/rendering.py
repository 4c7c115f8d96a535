"""Pages from templates, in the visitor's language.

Owns what every page knows of the visitor and of the folder.  It must not judge and must not read a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from checker.messages import speaking
from checker.web.doorkeeping import Visitor

HTML_LANGUAGES = {"zh_CN": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Setting:
    """What every page shows of where it is shown: to whom, in which folder; ``here`` is its own address.

    ``leaves`` where somebody who logged in here can log out.
    """

    visitor: Visitor | None
    token: str = ""
    folder: str = ""
    here: str = "/"
    leaves: bool = False

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.visitor.language if self.visitor else "zh_CN"

    @property
    def html_language(self) -> str:
        """The same as HTML names it."""
        return HTML_LANGUAGES.get(self.language, "zh-CN")

    @property
    def section(self) -> str:
        """Under which heading of the navigation the page stands."""
        first = self.here.lstrip("/").partition("/")[0].partition("?")[0]
        return f"/{first}" if first in ("verify", "register", "rules") else "/"


def rendered(page: str, setting: Setting, **context: object) -> str:
    """A page by the name of its template."""
    from checker.reporting.page import environment_of_pages

    with speaking(setting.language):
        template = environment_of_pages().get_template(f"web/{page}.html.j2")
        return str(template.render(setting=setting, **context))


def address(*parts: str) -> str:
    """A path of ours for names as people have them."""
    return "/" + "/".join(quote(part) for part in parts)
