"""YAML 1.2 and JSON as plain data: numbers from their text, lines for every field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.files.textfile import parse


def data(text: str, name: str = "x.yaml") -> object:
    return parse(text.encode(), name).data


@pytest.mark.parametrize(("written", "value"), [
    ("1e-5", Decimal("0.00001")), ("010", "010"), ("no", "no"), ("yes", "yes"), ("on", "on"),
    ("12:30", "12:30"), ("2022-01-01", "2022-01-01"), ("~", None), ("null", None), ("", None), ("true", True),
    ("False", False), ("0x1F", "0x1F"), ("1_000", "1_000"), (".5", Decimal("0.5")), ("'010'", "010"),
    ('"1e-5"', "1e-5"), ("0.0640", Decimal("0.0640")), (".inf", ".inf"), (".nan", ".nan"), ("+3", Decimal(3))])
def test_scalars_follow_yaml_1_2(written: str, value: object) -> None:
    assert data(f"a: {written}") == {"a": value}


def test_a_decimal_keeps_every_digit_that_was_written() -> None:
    assert str(data("a: 0.10000000000000000001")["a"]) == "0.10000000000000000001"  # type: ignore[index]
    assert str(data('{"a": 0.10}', "x.json")["a"]) == "0.10"  # type: ignore[index]


def test_lines_are_known_for_every_field_in_yaml_and_json() -> None:
    file = parse(b"a: 1\nb:\n  - c: 2\n    d: 3\n", "x.yaml")
    assert file.lines[("b", 0, "d")] == 4
    file = parse(b'{\n "a": 1,\n\t"b": [\n {"c": 2}]}', "x.json")
    assert file.lines[("b", 0, "c")] == 4


def test_json_escapes_beyond_the_basic_plane_are_read() -> None:
    assert data('{"a": "\\ud83d\\ude00\\/"}', "x.json") == {"a": "😀/"}


def test_a_byte_order_mark_and_windows_lines_are_no_obstacle() -> None:
    assert parse("\ufeffa: 1\r\nb: 2\r\n".encode(), "x.yaml").data == {"a": Decimal(1), "b": Decimal(2)}


def test_full_width_keys_are_the_keys_they_mean() -> None:
    assert data("ｐｅｒｉｏｄ: 2022") == {"period": Decimal(2022)}
