"""What is written as YAML is read as what it was: a text stays a text, whatever it looks like."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.files.textfile import UNPRINTABLE, parse
from checker.files.yaml_writing import yaml_written

LOOKS = ("９００0", "１２", "1e3", ".5", "5.", "0610", "true", "yes", "null", "~", "", "-", "1/3", "3,5", "=1", "a: b",
         "# x", "2020-01-01", "1_000", "+5", "٣", " x ", "a\r\nb", "\x85", "\u2028")


def read_back(words: str) -> object:
    return parse(yaml_written({"value": words}, flow=False, width=1000).encode(), "x.yaml").data["value"]


@pytest.mark.parametrize("words", LOOKS)
def test_a_text_that_looks_like_something_else_is_read_as_the_text(words: str) -> None:
    assert read_back(words) == words


NUMBERS = ("1e40", "-1e40", "12e39", "9e-40", "1.5e-40", "1e-38", "0", "-0", "0.10", "1234567890123456789012345678901234567890", "5e30")


@pytest.mark.parametrize("written", NUMBERS)
def test_a_number_is_read_as_the_number_though_its_digits_be_more_than_one_may_have(written: str) -> None:
    number = parse(f"value: {written}".encode(), "x.yaml").data["value"]
    again = parse(yaml_written({"value": number}).encode(), "x.yaml").data["value"]
    assert isinstance(number, Decimal)
    assert (type(again), again) == (Decimal, number)


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda words: not UNPRINTABLE.search(words)))
def test_any_text_is_read_as_it_was(words: str) -> None:
    assert read_back(words) == words
