"""From plain data to models, with every mistake named in words.

Owns the strict base of all models, the fields that several models share, and the translation of
pydantic's errors into problems with their path.  It must not know dossiers or rulesets.
"""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from checker.errors import Problem
from checker.limits import LONGEST_TEXT, MOST_PROBLEMS
from checker.places import Path
from checker.quantity.day import days, year
from checker.text.normal import cut_or_drawn_out

FIRST_YEAR, LAST_YEAR = 1949, 2099
ALIKE = Fraction(7, 10)


class Model(BaseModel):
    """Immutable, and no key is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, str_strip_whitespace=True)


def empty_list() -> list[Any]:
    """What a list is by default.

    pydantic looks at what a factory takes, of each field of each model; of ``list`` that is slow to find.
    """
    return []


def _year(value: Any) -> Any:
    number = year(value) if isinstance(value, str) else value
    number = number if isinstance(number, (int, Decimal)) and not isinstance(number, bool) else None
    if number is None or not FIRST_YEAR <= number <= LAST_YEAR or number != int(number):
        raise PydanticCustomError(
            "field.year", "", {"given": shorten(value), "first": FIRST_YEAR, "last": LAST_YEAR})
    return int(number)


def _date(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    meant = days(value) if isinstance(value, str) else None
    if meant and meant[0] == meant[1]:
        return meant[0]
    raise PydanticCustomError("field.date", "", {"given": shorten(value)})


def _text(value: Any) -> Any:
    """A number written where words are due is taken as the words that it is."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def _count(value: Any) -> Any:
    """Truth isn't a number."""
    return str(value).lower() if isinstance(value, bool) else value


def up_to(limit: int) -> AfterValidator:
    """A validator of a text's length: not empty, at most ``limit`` characters."""
    def check(value: str) -> str:
        if not value.strip():
            raise PydanticCustomError("field.empty_text", "", {})
        if len(value) > limit:
            raise PydanticCustomError("field.long_text", "", {"given": shorten(value), "limit": limit})
        return value

    return AfterValidator(check)


def spelled(code: str, pattern: str) -> AfterValidator:
    """A validator of a text's spelling that says in its own words what the spelling is."""
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError(code, "", {"given": shorten(value)})
        return value

    return AfterValidator(check)


Year = Annotated[int, BeforeValidator(_year, json_schema_input_type=int | str)]
Count = Annotated[int, BeforeValidator(_count, json_schema_input_type=int | str), Field(ge=0)]
Date = Annotated[dt.date, BeforeValidator(_date, json_schema_input_type=dt.date)]
Text = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | float), up_to(LONGEST_TEXT)]
Sha256 = Annotated[str, spelled("field.sha256", "[0-9a-f]{64}")]
Id = Annotated[str, spelled("field.id", "[a-z][a-z0-9_]{0,79}")]


M = TypeVar("M", bound=Model)


def build(model: type[M], data: Any) -> tuple[M | None, list[Problem]]:
    """The model, or None with every problem of the data in one go."""
    try:
        return model.model_validate(data), []
    except ValidationError as bad:
        errors = bad.errors(include_url=False)
        problems = [_problem(model, error) for error in errors[:MOST_PROBLEMS - 1]]
        rest = len(errors) - len(problems)
        more = [Problem("field.more", {"count": rest})] if rest else []
        return None, [*list({problem.path: problem for problem in reversed(problems)}.values())[::-1], *more]


_CODES = {
    "missing": "field.missing",
    "extra_forbidden": "field.unknown",
    "string_type": "field.not_text",
    "bool_type": "field.not_boolean",
    "bool_parsing": "field.not_boolean",
    "int_type": "field.not_integer",
    "int_parsing": "field.not_integer",
    "int_from_float": "field.not_integer",
    "decimal_type": "field.not_number",
    "decimal_parsing": "field.not_number",
    "list_type": "field.not_list",
    "tuple_type": "field.not_list",
    "dict_type": "field.not_mapping",
    "model_type": "field.not_mapping",
    "model_attributes_type": "field.not_mapping",
    "literal_error": "field.not_one_of",
    "date_type": "field.date_type",
    "too_short": "field.empty_list",
    "finite_number": "field.not_number",
    "greater_than_equal": "field.too_small",
    "less_than_equal": "field.too_big",
}


def _problem(model: type[Model], error: Any) -> Problem:
    path: Path = tuple(part for part in error["loc"] if not _internal(part))
    kind, context = error["type"], error.get("ctx", {})
    given = shorten(error.get("input"))
    if kind == "extra_forbidden":
        known = fields_at(model, path[:-1])
        hint = suggestion(str(path[-1]), known)
        short = (*path[:-1], shorten(path[-1]))
        return Problem("field.unknown", {"name": shorten(path[-1]), "hint": hint}, short)
    if kind in ("missing", "field.missing"):
        return Problem("field.missing", {}, path)
    if kind == "literal_error":
        choices = "、".join(re.findall("'([^']*)'", context["expected"]))
        return Problem("field.not_one_of", {"given": given, "expected": choices}, path)
    if kind in _CODES:
        return Problem(_CODES[kind], {"given": given, **context}, path)
    if "." in kind:
        return Problem(kind, context, path)
    return Problem("field.invalid", {"given": given, "reason": error["msg"]}, path)


def _internal(part: str | int) -> bool:
    """Whether a part of a location is pydantic's own: a key's mark, or a branch of a union."""
    return isinstance(part, str) and (part in ("[key]", "str") or part.startswith(("function-", "list[")))


def shorten(value: Any, length: int = 40) -> str:
    """A value as it may stand in a message."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, (list, tuple)):
        return "[…]"
    text = "（空）" if value is None else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most alike, or an empty text."""
    import difflib

    return next(iter(difflib.get_close_matches(name, list(known), n=1)), "")


def slip(name: str, known: Iterable[str]) -> str:
    """The known name of which ``name`` is a slip of the pen, or an empty text.

    A dossier may serve several standards, whose names are alike by design: only one word may differ,
    and that not much.
    """
    near = nearest(name, known)
    words, others = re.split("[_-]", name), re.split("[_-]", near)
    different = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    if near and len(words) == len(others) and len(different) == 1 and _alike(*different[0]) >= ALIKE:
        return near
    return ""


def _alike(one: str, other: str) -> Fraction:
    """Twice the letters that both have in the same order, by all letters of both."""
    import difflib

    blocks = difflib.SequenceMatcher(None, one, other).get_matching_blocks()
    return Fraction(2 * sum(block.size for block in blocks), len(one) + len(other) or 1)


def suggestion(name: str, known: Sequence[str]) -> str:
    """``您是否想写“…”？`` or the whole list when it is short; empty when nothing fits."""
    from checker.messages import text

    near = nearest(name, known)
    if near:
        return text("hint.near", name=near)
    return text("hint.known", names="、".join(known)) if 0 < len(known) <= 20 else ""


def choice_hint(given: str, choices: Iterable[str]) -> str:
    """``您是否想写“…”？`` where what was written is a choice cut short or drawn out; else nothing."""
    from checker.messages import text

    meant = cut_or_drawn_out(given, choices)
    return "" if meant is None else text("hint.near", name=meant)


def fields_at(model: type[Model], path: Path) -> list[str]:
    """The keys that the model knows at ``path``."""
    here: Any = model
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            here = _by_alias(here).get(str(part))
        else:
            here = _inside(here)
        here = _plain(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return list(_by_alias(here))
    return []


def _by_alias(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a model's fields by the names that a file uses."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _plain(annotation: Any) -> Any:
    """Without ``Annotated`` and ``| None``."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _plain(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        models = [a for a in typing.get_args(annotation) if a is not type(None)]
        return _plain(models[0])
    return annotation


def _inside(annotation: Any) -> Any:
    arguments = [a for a in typing.get_args(annotation) if a is not Ellipsis]
    return arguments[-1] if arguments else None
