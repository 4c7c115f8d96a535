"""An independent evaluation of HJ 274-2015, written from the published descriptions alone.

It shares no code and no data with ``checker/`` or ``rulesets/``: its limits and formulas stand here
a second time, as plain Python over exact numbers.  A datum that is absent raises :class:`Gap`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction as F

MET, UNMET, OPEN, NONE = "met", "unmet", "undetermined", "not_applicable"
ADDED = "industrial_value_added"
POLLUTANTS = ("cod_emissions", "so2_emissions", "ammonia_nitrogen_emissions", "nox_emissions")
REQUIRED = (5, 10, 13, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 29, 30, 31, 32)
GROUPS = {"economy": (1, 2, 3, 4), "circularity": (6, 7), "land": (8, 9), "energy": (11, 12),
          "water": (14, 15, 16), "discharge": (27, 28)}


class Gap(Exception):
    """A datum is absent, or a value is not defined."""


@dataclass
class Park:
    """What is known of a park: numbers by quantity and year in base units, words, lists, reports."""

    year: int
    base: int | None = None
    numbers: dict[tuple[str, int], F] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    truths: dict[str, bool] = field(default_factory=dict)
    lists: dict[str, tuple[bool, list[dict[str, object]]]] = field(default_factory=dict)
    reports: dict[int, F] = field(default_factory=dict)

    def __call__(self, name: str, year: int | None = None) -> F:
        key = (name, self.year if year is None else year)
        if key not in self.numbers:
            raise Gap(name)
        return self.numbers[key]


def whole_root(x: int, n: int) -> int:
    low, high = 0, 1 << (x.bit_length() // n + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**n <= x else (low, middle - 1)
    return low


def root(x: F, n: int) -> F:
    top, bottom = whole_root(x.numerator, n), whole_root(x.denominator, n)
    if top**n == x.numerator and bottom**n == x.denominator:
        return F(top, bottom)
    scale = 10**60
    return F(whole_root(x.numerator * scale**n // x.denominator, n), scale)


def growth(first: F, last: F, years: int) -> F:
    if first <= 0 or last < 0 or years < 1:
        raise Gap("growth")
    return root(last / first, years) - 1


def over(a: F, b: F) -> F:
    if b == 0:
        raise Gap("zero")
    return a / b


Value = Callable[[Park], F]
SIMPLE: dict[int, tuple[Value, str, F]] = {
    1: (lambda p: 100 * over(p("high_tech_output"), p("industrial_output")), ">=", F(30)),
    3: (lambda p: 100 * growth(p(ADDED, p.year - 3), p(ADDED), 3), ">=", F(15)),
    4: (lambda p: 100 * over(p("resource_recovery_value_added"), p(ADDED)), ">=", F(30)),
    6: (lambda p: 100 * over(p("solid_waste_utilised"),
                             p("solid_waste_generated") + p("solid_waste_stock_utilised")), ">=", F(70)),
    7: (lambda p: 100 * over(p("secondary_resources_recycled"), p("secondary_resources_collected")),
        ">=", F(80)),
    # base units are yuan and m2; a hundred million yuan per km2 is 100 yuan per m2
    8: (lambda p: over(p(ADDED), p("industrial_land")) / 100, ">=", F(9)),
    9: (lambda p: 100 * growth(over(p(ADDED, p.year - 3), p("industrial_land", p.year - 3)),
                               over(p(ADDED), p("industrial_land")), 3), ">=", F(6)),
    11: (lambda p: over(p("energy_use"), p(ADDED)) * 10000, "<=", F("0.5")),
    14: (lambda p: over(p("fresh_water_use"), p(ADDED)) * 10000, "<=", F(8)),
    15: (lambda p: 100 * over(p("reused_water"), p("reused_water") + p("fresh_water_use")), ">=", F(75)),
    17: (lambda p: 100 * over(p("key_sources_compliant"), p("key_sources")), "==", F(100)),
    21: (lambda p: 100 * over(p("audited_enterprises"), p("audit_obliged_enterprises")), "==", F(100)),
    24: (lambda p: 100 * over(p("solid_waste_disposed") + p("solid_waste_utilised"),
                              p("solid_waste_generated") + p("solid_waste_stock_treated")), "==", F(100)),
    27: (lambda p: over(p("wastewater_discharged"), p(ADDED)) * 10000, "<=", F(7)),
    28: (lambda p: over(p("solid_waste_generated"), p(ADDED)) * 10000, "<=", F("0.1")),
    30: (lambda p: 100 * over(p("disclosing_enterprises"), p("disclosure_obliged_enterprises")),
         "==", F(100)),
}
CHOICES: dict[int, tuple[list[Value], F]] = {
    2: ([lambda p, who=who: over(p(ADDED), p(who)) / 10000  # type: ignore[misc]
         for who in ("industrial_employees", "employees", "residents")], F(15)),
    12: ([lambda p: 100 * over(p("renewable_energy_use"), p("energy_use")),
          lambda p: 100 * over(p("renewable_energy_use") + p("grid_hydropower_use"), p("energy_use"))], F(9)),
    29: ([lambda p, where=where: 100 * over(p("green_cover_area"), p(where))  # type: ignore[misc]
          for where in ("built_up_area", "park_area")], F(15)),
}
ELASTIC = {10: F("0.6"), 13: F("0.55"), 25: F("0.3")}


def agree(outcomes: list[str]) -> str:
    return outcomes[0] if len(set(outcomes)) == 1 else OPEN


SHARES = (1, 4, 6, 7, 12, 15, 17, 21, 24, 29, 30)


def possible(value: F) -> F:
    """A share of more than the whole is no value: the data contradict each other."""
    if not 0 <= value <= 100:
        raise Gap("share")
    return value


def attempt(judge: Callable[[], str]) -> str:
    try:
        return judge()
    except Gap:
        return OPEN


def fulfils(value: F, relation: str, limit: F) -> str:
    good = {">=": value >= limit, "<=": value <= limit, "==": value == limit}[relation]
    return MET if good else UNMET


def elasticities(park: Park, no: int, start: int) -> list[list[F]]:
    """For each way of combining: the values that all have to fulfil the limit."""
    years = park.year - start
    added = growth(park(ADDED, start), park(ADDED), years)
    if no != 25:
        name = {10: "energy_use", 13: "fresh_water_use"}[no]
        return [[over(growth(park(name, start), park(name), years), added)]]
    single = [growth(park(name, start), park(name), years) for name in POLLUTANTS]
    summed = growth(F(sum(park(n, start) for n in POLLUTANTS)), F(sum(park(n) for n in POLLUTANTS)), years)
    return [[over(g, added) for g in single], [over(F(sum(single)) / 4, added)], [over(summed, added)]]


def elastic(park: Park, no: int) -> str:
    outcomes = []
    for start in (park.base, park.year - 3):
        def judge(start: int | None = start) -> str:
            if start is None or park.year - start <= 1:
                raise Gap("base")
            sign = growth(park(ADDED, start), park(ADDED), park.year - start)
            if sign == 0:
                raise Gap("zero growth")
            ways = [MET if all(v <= ELASTIC[no] if sign > 0 else v >= ELASTIC[no] for v in values) else UNMET
                    for values in elasticities(park, no, start)]
            return agree(ways)

        outcomes.append(attempt(judge))
    return agree(outcomes)


def carbon(park: Park) -> str:
    def judge(start: int | None) -> str:
        if start is None or park.year - start <= 1:
            raise Gap("base")
        first = over(park("co2_emissions", start), park(ADDED, start))
        last = over(park("co2_emissions"), park(ADDED))
        return fulfils(-100 * growth(first, last, park.year - start), ">=", F(3))

    return agree([attempt(lambda s=start: judge(s)) for start in (park.base, park.year - 3)])  # type: ignore[misc]


def reclaimed(park: Park) -> str:
    def judge() -> str:
        rate = possible(100 * over(park("reclaimed_water_reused"), park("wastewater_plant_effluent")))
        scarce, capital = park.truths.get("water_scarce_city"), park.truths.get("jing_jin_ji")
        limits = {limit for s in ([scarce] if scarce is not None else [True, False])
                  for c in ([capital] if capital is not None else [True, False])
                  for limit in ({20, 30} if s and c else {20} if s else {30} if c else {10})}
        return agree([fulfils(rate, ">=", F(limit)) for limit in limits])

    return attempt(judge)


def counted(park: Park, no: int) -> str:
    name = {5: "chain_projects", 18: "control_targets", 19: "environmental_events",
            32: "publicity_events"}[no]
    if name not in park.lists or (no == 5 and park.base is None):
        return OPEN
    complete, entries = park.lists[name]
    if no == 5:
        assert park.base is not None
        sure = sum(park.base <= int(str(e["completed"])) <= park.year for e in entries if "completed" in e)
        vague = sum("completed" not in e for e in entries)
        return MET if sure >= 6 else OPEN if not complete or sure + vague >= 6 else UNMET
    if no == 32:
        return MET if len(entries) >= 2 else UNMET if complete else OPEN
    if no == 18 and not entries:
        return NONE if complete else OPEN
    if no == 18:
        bad = [F(str(e["actual"])) > F(str(e["assigned"])) if {"actual", "assigned"} <= set(e) else None
               for e in entries]
    else:
        bad = [e["grade"] in ("特别重大", "重大") if "grade" in e else None for e in entries]
    if True in bad:
        return UNMET
    return MET if complete and None not in bad else OPEN


def stated(park: Park, name: str) -> bool:
    """Whether there is a number: what is counted in addition can only raise the share."""
    return attempt(lambda: str(park(name))) != OPEN


def item(park: Park, no: int) -> str:
    """The outcome of one indicator."""
    if no in SIMPLE:
        value, relation, limit = SIMPLE[no]
        real = possible if no in SHARES else F
        return attempt(lambda: fulfils(real(value(park)), relation, limit))
    if no in CHOICES:
        ways, limit = CHOICES[no]
        real = possible if no in SHARES else F
        found = [attempt(lambda w=way: fulfils(real(w(park)), ">=", limit))  # type: ignore[misc]
                 for way in ways]
        return found[0] if no == 12 and found[0] == MET and not stated(park, "grid_hydropower_use") else (
            agree(found))
    if no in ELASTIC:
        return elastic(park, no)
    if no in (20, 23, 31):
        return attempt(lambda: fulfils(possible(park.reports[no]), "==", F(100))) if no in park.reports else OPEN
    if no == 22:
        return {"具备": MET, "不具备": UNMET}.get(park.words.get("wastewater_facility", ""), OPEN)
    return {16: reclaimed, 26: carbon}[no](park) if no in (16, 26) else counted(park, no)


def verdict(park: Park) -> tuple[str, dict[int, str]]:
    """The verdict and the outcome of each of the 32 indicators."""
    items = {no: item(park, no) for no in range(1, 33)}
    required = [items[no] for no in REQUIRED if items[no] != NONE]
    parts = [UNMET if UNMET in required else OPEN if OPEN in required else MET]
    for members in GROUPS.values():
        outcomes = [items[no] for no in members]
        parts.append(MET if MET in outcomes else OPEN if OPEN in outcomes else UNMET)
    return (UNMET if UNMET in parts else OPEN if OPEN in parts else MET), items
