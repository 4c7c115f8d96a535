"""The opposite of a condition, so that it can be said what the facts would have to be.

Owns the turning of conditions, with every denial moved to the innermost.  It must not evaluate.
"""

from __future__ import annotations

from checker.ruleset import nodes as n

_OPPOSITE: dict[n.Relation, n.Relation] = {"<": ">=", ">=": "<", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}


def negated(tree: n.Expression) -> n.Expression:
    """The condition that holds where ``tree`` doesn't; what has no opposite of its own is denied."""
    match tree:
        case n.Logic(operator="not", operands=(operand,)):
            return operand
        case n.Logic(operator="and"):
            return n.Logic("or", tuple(negated(operand) for operand in tree.operands))
        case n.Logic(operator="or"):
            return n.Logic("and", tuple(negated(operand) for operand in tree.operands))
        case n.Comparison():
            return n.Comparison(_OPPOSITE[tree.relation], tree.left, tree.right)
    return n.Logic("not", (tree,))
