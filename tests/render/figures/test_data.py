"""A figure has no more lines than colours, and a backend keeps its family."""

import pandas as pd
import pytest

from render.figures import style
from render.figures.data import Data


def data(count):
    """Made-up facts of `count` backends, without samples."""
    found = object.__new__(Data)
    names = [f"backend_{place:02}" for place in range(count)]
    found.summary = pd.DataFrame({"backend": names})
    found.facts = {
        name: {"shared": place > 1, "servers": place % 3 == 0, "needs": ["x"] * (place % 2)}
        for place, name in enumerate(names)
    }
    return found


@pytest.mark.parametrize("count", [3, 8, 9, 36])
def test_no_figure_has_more_lines_than_colours_and_none_is_lost(count):
    found = data(count)
    families = found.families(found.summary)
    members = [name for some in families.values() for name in some]
    assert sorted(members) == sorted(found.facts)
    assert max(map(len, families.values())) <= len(style.COLOURS) == len(set(style.COLOURS))
    assert (list(families) == [""]) == (count <= 8)


def test_a_part_of_the_backends_keeps_its_families():
    found = data(36)
    few = found.summary.iloc[[0, 3, 5]]
    home = {name: title for title, some in found.families(found.summary).items() for name in some}
    families = found.families(few)
    assert sorted(name for some in families.values() for name in some) == sorted(few["backend"])
    assert all(home[name] == title for title, some in families.items() for name in some)
