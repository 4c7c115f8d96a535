"""The one form in which texts are compared: names, words of a choice, scopes, headings, terms sought.

Owns what counts as the same writing.  What is printed stays as it was written; only what is compared or
searched is brought into this form.  It must not know what a text means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Radicals and strokes that NFKC leaves apart, each before the ideograph that it looks like
# (Unicode's EquivalentUnifiedIdeograph).
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺"
    "⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉"
    "⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦"
    "⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀㇆𠃌㇏乀㇐一㇑丨"
    "㇒丿㇓丿㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚㇠乙㇡𠄎")
# Unicode's default-ignorable code points, the other format characters, and the blank of Braille.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]")
# How workbooks write a control character into their text.
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|00[7-9][0-9A-Fa-f]|00[aA][dD0])_")
_WAVES = "\u301c\u3030"
# Dashes of every kind, and the lines of tables that are typed for one.
_DASHES = re.compile("[\u00af\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501"
                     "\u2e17\u2e1a\u2e3a\u2e3b\u2e40\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead]")
_SHORT, _KEPT = 40, 4096
_LEAST = 2
_DENYING = frozenset("不未无非没否")
_LETTERS = str.maketrans({**dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)),
                          **dict.fromkeys(_WAVES, "~")})


def visible(words: str) -> str:
    """The words in plain characters, without what no reader sees; blanks and dashes stay.

    That is NFKC, radicals as the ideographs that they look like, and nothing that is invisible.
    """
    if words.isascii() and "_x" not in words:
        return words
    return _visible_soon(words) if len(words) <= _SHORT else _visible(words)


def _visible(words: str) -> str:
    shown = _INVISIBLE.sub("", _ESCAPED.sub(" ", words))
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", shown.translate(_LETTERS)))


def folded(words: str) -> str:
    """THE form in which texts are compared: visible, one kind of dash, no blanks or line breaks."""
    return _folded_soon(words) if len(words) <= _SHORT else _folded(words)


def _folded(words: str) -> str:
    plain = "".join(_DASHES.sub("-", visible(words)).split())
    return plain if plain.isascii() else unicodedata.normalize("NFKC", plain)


# Names, units, words of a choice: the same ones come again and again.
_visible_soon = lru_cache(maxsize=_KEPT)(_visible)
_folded_soon = lru_cache(maxsize=_KEPT)(_folded)


def invisible(words: str) -> str:
    """The invisible characters that stand in the words, each once, in their order."""
    if words.isascii():
        return ""
    return "".join(dict.fromkeys(_INVISIBLE.findall(words)))


def seen(words: str) -> str:
    """The words without what no reader sees, for a sentence of ours; where they came from they stay whole."""
    return words if words.isascii() else _INVISIBLE.sub("", words)


def same(words: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that is written alike but for the case, in its own spelling; or None."""
    return _spellings(tuple(known)).get(folded(words).casefold())


def cut_or_drawn_out(words: str, known: Iterable[str]) -> str | None:
    """The only one of ``known`` that is ``words`` with something left off or added; or None.

    What is added must not deny it: 未达到标杆水平 is no 达到标杆水平.  Only to be asked about, never taken.
    """
    said = folded(words).casefold()
    if len(said) < _LEAST:
        return None
    found = []
    for word in known:
        due = folded(word).casefold()
        longer, shorter = (said, due) if len(said) > len(due) else (due, said)
        differ = set(longer.replace(shorter, "", 1))
        if len(shorter) >= _LEAST and shorter in longer and not differ & _DENYING:
            found.append(word)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _spellings(known: tuple[str, ...]) -> dict[str, str]:
    """The words by their normal form; of two that are alike the first."""
    return {folded(word).casefold(): word for word in reversed(known)}
