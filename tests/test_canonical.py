"""The canonical form: the same bytes by whatever way they are made."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from checker.files.canonical import canonical

GREATEST = 2**53 - 1
ODD = st.sampled_from(["", "a", "Z", "_", "\x00", "\x1f", "\x7f", "\"\\/", "\b\f\n\r\t", "é", "亿元", "\u2028", "\ue000",
                       "\uffff", "\U00010000", "\U0002a6d6", "1"])
WORDS = st.one_of(ODD, st.text(st.characters(exclude_categories=["Cs"]), max_size=6))
DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-GREATEST, GREATEST), st.floats(allow_nan=False, allow_infinity=False),
              WORDS),
    lambda parts: st.one_of(st.lists(parts, max_size=4), st.dictionaries(WORDS, parts, max_size=5),
                            st.lists(parts, max_size=3).map(tuple)), max_leaves=12)


@given(DATA)
def test_our_own_way_gives_the_bytes_of_the_standard(data: Any) -> None:
    assert canonical(data) == rfc8785.dumps(data)


@pytest.mark.parametrize("data", [{1: "a"}, GREATEST + 1, -GREATEST - 1, "\ud800", [float("nan")], {"a": {1}}])
def test_what_has_no_canonical_form_is_refused_as_ever(data: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(data)
