"""The templates' own punctuation in a language that isn't Chinese.

Owns the signs of the ink alone: what is put into a template, as the words of a law, keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_SIGNS = {"，": ", ", "；": "; ", "：": ": ", "。": ".", "、": ", ", "（": " (", "）": ")",
          "《": "“", "》": "” ", "　": "  ", "～": "–", "／": "/"}
_MAP = str.maketrans(_SIGNS)


class WesternSigns(Extension):
    """Sets what stands between the values of a template in western signs."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The same tokens; of texts in expressions those that are nothing but signs."""
        for token in stream:
            signs = token.type == "data" or (token.type == "string" and bool(token.value)
                                             and all(sign in _SIGNS or sign == " " for sign in token.value))
            yield Token(token.lineno, token.type, token.value.translate(_MAP)) if signs else token
