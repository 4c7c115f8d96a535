"""The tables of a register, and the triggers that let one only add to them.

Owns the schema and the guards of both databases.  It must not read or write an entry.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    case,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

_BIG = BigInteger().with_variant(Integer, "sqlite")
METADATA = MetaData()
FOUNDING = Table("register_founding", METADATA, Column("hash", Text, primary_key=True),
                 Column("record", Text, nullable=False))
HEAD = Table("register_head", METADATA, Column("entries", _BIG, nullable=False),
             Column("hash", Text, nullable=False))
CONTENT = Table("register_content", METADATA, Column("digest", Text, primary_key=True),
                Column("size", _BIG, nullable=False), Column("packed", LargeBinary, nullable=False))
# The body holds everything; what stands beside it is there to be looked up by, and is checked against it.
ENTRY = Table(
    "register_entry", METADATA,
    Column("sequence", _BIG, primary_key=True, autoincrement=False),
    Column("year", _BIG, nullable=False), Column("running", _BIG, nullable=False),
    Column("number", Text, nullable=False, unique=True), Column("pdf", Text, nullable=False),
    Column("request", Text), Column("supersedes", Text),
    Column("body", Text, nullable=False), Column("hash", Text, nullable=False),
    Index("register_entry_running", "year", "running", unique=True),
    Index("register_entry_pdf", "pdf"))
for _column in (ENTRY.c.request, ENTRY.c.supersedes):
    # Most entries have neither, and each index that isn't written is a page less to sync.
    Index(f"register_entry_{_column.name}", _column, unique=True, sqlite_where=_column.is_not(None),
          postgresql_where=_column.is_not(None))

# What may not happen, by table and event; each is a query that finds a row when it happens nevertheless.
_FORBIDDEN = {
    ("register_founding", "insert"): "EXISTS (SELECT 1 FROM register_founding)",
    ("register_head", "insert"): "EXISTS (SELECT 1 FROM register_head)",
    ("register_content", "insert"): "EXISTS (SELECT 1 FROM register_content WHERE digest = NEW.digest)",
    ("register_entry", "insert"): "NOT EXISTS (SELECT 1 FROM register_head WHERE entries + 1 = NEW.sequence)",
    ("register_head", "update"):
        "NEW.entries <> OLD.entries + 1 OR NOT EXISTS "
        "(SELECT 1 FROM register_entry WHERE sequence = NEW.entries AND hash = NEW.hash)",
}
_EVENTS = ("insert", "update", "delete")
# How pg_trigger.tgtype tells row, before, and the event.
_TYPES = {"insert": 7, "update": 19, "delete": 11, "truncate": 34}


class _Octets(FunctionElement[int]):
    """How many bytes a value takes, of whatever type it turns out to be."""

    inherit_cache = True
    type = Integer()
    name = "octets"


@compiles(_Octets)
def _octets(element: _Octets, compiler: SQLCompiler, **options: Any) -> str:
    # PostgreSQL keeps to the types; there only text and bytes can be long.
    column = next(iter(element.clauses))
    return "8" if isinstance(column.type, Integer | BigInteger) else (
        f"octet_length({compiler.process(element.clauses, **options)})")


@compiles(_Octets, "sqlite")
def _octets_sqlite(element: _Octets, compiler: SQLCompiler, **options: Any) -> str:
    return f"length(CAST({compiler.process(element.clauses, **options)} AS BLOB))"


def bounded(column: Column[Any], most: int) -> ColumnElement[Any]:
    """The column as it is stored, unconverted, or null where it takes more than ``most`` bytes."""
    return case((_Octets(column) <= most, type_coerce(column, NullType()))).label(column.name)


def create(connection: Connection) -> None:
    """Make tables and guards in an open transaction."""
    METADATA.create_all(connection, checkfirst=False)
    for statements in guards(connection.dialect.name).values():
        for statement in statements:
            connection.exec_driver_sql(statement)


def guards(dialect: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The statements that make each trigger, by table and event."""
    events = (*_EVENTS, "truncate") if dialect == "postgresql" else _EVENTS
    made = _postgresql if dialect == "postgresql" else _sqlite
    return {(table.name, event): made(table.name, event)
            for table in METADATA.sorted_tables for event in events}


def unguarded(connection: Connection) -> list[str]:
    """The names of those triggers that are missing, switched off or not what was made."""
    if connection.dialect.name == "postgresql":
        return _unguarded_postgresql(connection)
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {row.name: row.sql for row in rows}
    return [_name(*key) for key, made in guards("sqlite").items() if there.get(_name(*key)) != made[0]]


def _unguarded_postgresql(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT c.relname, t.tgname, t.tgtype, t.tgenabled, p.prosrc, t.tgqual IS NULL FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid IN ("
        + ", ".join(f"to_regclass('{table.name}')" for table in METADATA.sorted_tables) + ")")
    there = {row[1]: tuple(row) for row in rows}
    return [_name(*key) for key in guards("postgresql")
            if there.get(_name(*key)) not in [
                (key[0], _name(*key), _TYPES[key[1]], on, _source(*key), True) for on in "OA"]]


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event}"


def _sqlite(table: str, event: str) -> tuple[str, ...]:
    when = _FORBIDDEN.get((table, event))
    return (f"CREATE TRIGGER {_name(table, event)} BEFORE {event.upper()} ON {table}"
            f"{f' WHEN {when}' if when else ''} BEGIN SELECT RAISE(ABORT, 'register: append only'); END",)


def _source(table: str, event: str) -> str:
    refuse = "RAISE EXCEPTION 'register: append only' USING ERRCODE = 'restrict_violation';"
    when = _FORBIDDEN.get((table, event))
    if when is None:
        return f" BEGIN {refuse} END "
    return f" BEGIN IF {when} THEN {refuse} END IF; RETURN NEW; END "


def _postgresql(table: str, event: str) -> tuple[str, ...]:
    name = _name(table, event)
    level = "STATEMENT" if event == "truncate" else "ROW"
    source = _source(table, event)
    return (f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${source}$$",
            f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION {name}()")
