"""The codes that a verdict holds: why something is open, what should be noticed.

Owns which there are; their sentences stand in the catalogue.  It must not compute.
"""

from __future__ import annotations

from typing import Literal

from checker.quantity.interval import UndefinedCode

# Why an evaluation or an item is open.
Reason = UndefinedCode | Literal[
    "reason.applies_unknown", "reason.approximate", "reason.code_coarse", "reason.code_lost_zero",
    "reason.data_conflict", "reason.effect_unclear", "reason.entry_unclear", "reason.impossible",
    "reason.limit_missing", "reason.list_open", "reason.missing", "reason.no_limit", "reason.no_reading",
    "reason.no_row", "reason.opinions_differ", "reason.price_basis_mismatch", "reason.price_basis_unstated",
    "reason.readings_differ", "reason.row_unknown", "reason.scope_mismatch", "reason.scope_other",
    "reason.scope_unstated", "reason.shortfall_unclear", "reason.straddles", "reason.too_many_choices",
    "reason.unknown_word", "reason.unread"]
# What a careful reader should notice.
Noticed = Literal[
    "note.added", "note.added_requirement", "note.adopted", "note.adopted_locally", "note.agree_despite",
    "note.attributes_unsourced", "note.bound_exceeded", "note.bounded", "note.confirmed", "note.corrected",
    "note.data_conflict", "note.declared_differently", "note.factors_by_copy", "note.factors_not_seen",
    "note.implied", "note.limits_are_targets", "note.limits_by_copy", "note.limits_not_seen",
    "note.limits_quoted", "note.list_uncounted", "note.list_year", "note.made_up", "note.no_ground",
    "note.normalised", "note.not_applicable", "note.not_covered", "note.not_in_force",
    "note.not_own_ruleset", "note.opinion_unused", "note.other_family", "note.other_year", "note.over",
    "note.overlay_idle", "note.overlay_made_up", "note.overlay_trial", "note.perhaps_not_in_force",
    "note.perhaps_over", "note.period_not_over", "note.promised", "note.report_aside",
    "note.report_other_scope", "note.report_without_reading", "note.requested_trial", "note.rounding",
    "note.same_entries", "note.start_unknown", "note.settled", "note.several_at_once", "note.several_values",
    "note.shown_otherwise", "note.stale", "note.tightened", "note.transitional", "note.unseen",
    "note.unstated", "note.unused", "note.unused_near", "note.waived", "note.waived_whole",
    "note.waiver_expired"]
