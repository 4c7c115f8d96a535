"""Quotients of polynomials of one number, and where they come to a number.

Owns their arithmetic and the roots up to the second degree: exact where they are rational, else to the digits
of roots.  It must not know what the number is.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from checker.quantity.interval import root

Polynomial = tuple[Fraction, ...]
_MOST = 2  # the degree up to which roots are found


class Quotient(NamedTuple):
    """One polynomial over another, the lowest power first."""

    above: Polynomial
    below: Polynomial

    def at(self, target: Fraction) -> list[Fraction] | None:
        """Where it comes to a number, and perhaps places that mean nothing; None where that isn't found."""
        return _roots(_sum(self.above, tuple(-target * c for c in self.below)))


def _sum(a: Polynomial, b: Polynomial) -> Polynomial:
    return tuple(x + y for x, y in zip_longest(a, b, fillvalue=Fraction(0)))


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    found = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return tuple(found)


def _roots(polynomial: Polynomial) -> list[Fraction] | None:
    """The real roots of a polynomial: exact where they are rational, else to the digits of roots."""
    while polynomial and polynomial[-1] == 0:
        polynomial = polynomial[:-1]
    if len(polynomial) <= 1:
        return []
    if len(polynomial) == 2:
        return [-polynomial[0] / polynomial[1]]
    if len(polynomial) > _MOST + 1:
        return None
    c, b, a = polynomial
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    half = root(discriminant, 2)
    return [(-b - half) / (2 * a), (-b + half) / (2 * a)]


ONE_POLYNOMIAL: Polynomial = (Fraction(1),)


def combined(operator: Literal["+", "-", "*", "/"], a: Quotient, b: Quotient) -> Quotient:
    """Two quotients and an arithmetic operator as one quotient, not in lowest terms."""
    if operator == "*":
        return Quotient(_product(a.above, b.above), _product(a.below, b.below))
    if operator == "/":
        return Quotient(_product(a.above, b.below), _product(a.below, b.above))
    if a.below == b.below:
        other, whole = b.above, a.above
        below = a.below
    else:
        other, whole = _product(b.above, a.below), _product(a.above, b.below)
        below = _product(a.below, b.below)
    return Quotient(_sum(whole, other if operator == "+" else tuple(-c for c in other)), below)
