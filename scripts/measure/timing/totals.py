"""A sum that leaves the processor as it was for the lines that call `sum`."""

from __future__ import annotations

from collections.abc import Iterable


def total(numbers: Iterable[int]) -> int:
    """The sum of `numbers`, by a loop of Python's.

    Once `sum` has met a second kind of iterator in a process, it is 10% slower there from then on (AMD EPYC, 3.8):
    its jump to the next item is foretold from one target as long as there is one, and from the branches before it
    later. ShareableList of 3.8 sums up a tuple at each access, and looked 10% slower here than to pyperf.
    """
    found = 0
    for number in numbers:
        found += number
    return found
