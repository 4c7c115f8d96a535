"""The API described in OpenAPI 3.1.

Owns the description.  A test holds it against the addresses there are and against what they answer.
"""

from __future__ import annotations

import json
from typing import Any

from checker import __version__
from checker.services.schemas import schema

_ASKED = {
    "ruleset": "a ruleset by its id; several are judged side by side", "overlay": "a local provision's file",
    "answers": "a filled question sheet", "previous": "an earlier verdict's file", "as_of": "a date",
    "purpose": "formal or trial"}
_SEVERAL = ("ruleset", "overlay", "answers")


def described() -> dict[str, Any]:
    """The description as plain data."""
    verdict = json.loads(schema("verdict"))
    definitions = verdict.pop("$defs", {})
    schemas = {"Verdict": _moved(verdict), **{name: _moved(one) for name, one in definitions.items()},
               "Problems": _problems()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "checker", "version": __version__, "description":
                 "The same JSON as the command's. Every problem is in words for a person."},
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description":
                       "the content of .checker/api-key in the served folder"}}, "schemas": schemas},
        "security": [{"key": []}],
        "paths": {
            "/api/rulesets": {"get": _call("the rulesets there are", [])},
            "/api/register": {"get": _call("the register's entries", [
                _query(name, said) for name, said in (("words", "in the subject or the number"),
                                                      ("year", "of issue"), ("outcome", "a code"))])},
            "/api/check/{place}": {"get": _call("the verdict on a dossier", _dossier(), "Verdict")},
            "/api/explain/{place}": {"get": _call("what would turn it, what to ask next", _dossier())},
            "/api/verify/{place}": {"get": _call("the answers on a page, or on all in a folder", [_place()])},
            "/api/files/{name}": {"put": {
                **_call("keep a file in the folder", [_place("name")], status="201"),
                "requestBody": {"required": True, "content": {"application/octet-stream": {}}}}},
            "/api/openapi.json": {"get": _call("this description", [])}}}


def _call(summary: str, parameters: list[dict[str, Any]], answer: str | None = None,
          status: str = "200") -> dict[str, Any]:
    shape = {"$ref": f"#/components/schemas/{answer}"} if answer else {"type": "object"}
    return {"summary": summary, "parameters": parameters, "responses": {
        status: {"description": summary, "content": {"application/json": {"schema": shape}}},
        "403": {"description": "no key, or another one"},
        "422": {"description": "what is wrong, in words", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Problems"}}}}}}


def _dossier() -> list[dict[str, Any]]:
    return [_place(), *(_query(name, said, several=name in _SEVERAL) for name, said in _ASKED.items())]


def _place(name: str = "place") -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"},
            "description": "a file's place below the served folder"}


def _query(name: str, said: str, *, several: bool = False) -> dict[str, Any]:
    kind = {"type": "array", "items": {"type": "string"}} if several else {"type": "string"}
    return {"name": name, "in": "query", "schema": kind, "description": said}


def _problems() -> dict[str, Any]:
    return {"type": "object", "required": ["schema", "exit", "problems"], "properties": {
        "schema": {"const": "problems/1"}, "exit": {"type": "integer"},
        "problems": {"type": "array", "items": {"type": "string"}}}}


def _moved(value: Any) -> Any:
    """A schema whose references lead to where its definitions stand here."""
    if isinstance(value, dict):
        return {key: one.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(one)
                for key, one in value.items() if key != "$schema"}
    return [_moved(one) for one in value] if isinstance(value, list) else value
