"""The thresholds from which data are told as doubtful.

Owns these numbers: habits of ours, wide so that few are told for nothing, and no numbers of a standard.
docs/semantics.md gives the reason of each.  None of them decides anything.
"""

from fractions import Fraction

# A share below the one where the limit or another year stands above the other may be a fraction.
SELDOM_BELOW = Fraction(2)
USUAL_FROM = Fraction(50)
# What is so many times another year's value, or the middle of a table's column, may have another unit.
JUMP = 100
# So many data that are the same in two years, or series that fit the other way round, are no chance.
MANY = 5
SEVERAL = 3
# Rows without which a column has no middle to speak of.
LEAST_ROWS = 5
# The most values of one thing that are compared with each other.
MOST_COMPARED = 64
RATIO_DIGITS = 4
# What may be so many times itself, as a wide range, is held against no power of ten.
MOST_APART = 2
# A slip of the unit is at most so many places.
MOST_PLACES = 9
# The most data of which is said what they would have to be, and the most of which corners are tried.
MOST_WAYS_OUT = 3
MOST_CORNERS = 6
# The most numbers of a thing that are tried one by one.
MOST_COUNTED = 1000
