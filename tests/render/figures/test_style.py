"""Labels stand side by side, and ticks say their value."""

import pytest

from render.figures import style
from support import units


@pytest.mark.parametrize("places", [[0.1, 0.11, 0.12], [0.98, 0.99, 1.0], [0.0, 0.5], []])
def test_labels_never_overlap_nor_leave_the_panel_above(places):
    found = style.push_apart(places, 0.1)
    assert all(after - before > 0.0999 for before, after in zip(found, found[1:], strict=False))
    assert not found or max(found) <= 1.0001


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.001, "0.001"), (2, "2"), (10000, "10,000"), (1e5, "10⁵"), (2e5, "2·10⁵"), (1e-5, "10⁻⁵")],
)
def test_ticks_say_their_value(value, words):
    assert units.format_number(value) == words
