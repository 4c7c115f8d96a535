"""Pages from templates, in the visitor's language.

Owns what every page knows of the visitor and of the folder.  It must not judge and must not read a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from checker.messages import speaking
from checker.web.doorkeeping import Visitor

KEPT = "kept_as"
_NUMBERED = re.compile(r"(.+)\(\d+\)(\.\w+)")
HTML_LANGUAGES = {"zh_CN": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Setting:
    """What every page shows of where it is shown: to whom, in which folder; ``here`` is its own address.

    ``leaves`` where somebody who logged in here can log out; ``kept_as`` are the names that uploads were
    given because theirs were taken.
    """

    visitor: Visitor | None
    token: str = ""
    folder: str = ""
    here: str = "/"
    leaves: bool = False
    kept_as: Sequence[str] = ()

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """The names that were taken, each with the one that was given instead."""
        found = ((_NUMBERED.fullmatch(name), name) for name in self.kept_as)
        return [(f"{parts[1]}{parts[2]}", name) for parts, name in found if parts]

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
        first = "rules" if first == "policy" else first
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
