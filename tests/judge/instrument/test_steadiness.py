"""A reading rests on the worst of its conditions; conditions are counted by class and size."""

import pandas as pd

from collect.cells import CONDITION
from judge.instrument import steadiness


def steady(*rows):
    """What collect.drift gives, of (operation, size, word)."""
    where = dict.fromkeys(CONDITION, "x") | {"processes": 1}
    frame = pd.DataFrame([where | dict(operation=name, size_bytes=size, steadiness=word) for name, size, word in rows])
    return frame.set_index(CONDITION)


STEADY = steady(
    ("read_item", 1024, "at rest"),
    ("read_item", 4096, "drifting"),
    ("write_item", 4096, "not shown"),
    ("copy_out", 4096, "at rest"),
)


def test_cells_get_the_word_of_their_condition_and_nothing_where_there_is_none():
    cells = STEADY.reset_index().drop(columns="steadiness")
    cells = pd.concat([cells, cells.tail(1).assign(operation="create")], ignore_index=True)
    found = steadiness.with_steadiness(cells.astype({"operation": "category"}), STEADY)
    assert found["steadiness"].tolist() == ["at rest", "drifting", "not shown", "at rest", ""]


def test_the_worst_counts():
    for words, worst in (
        (["at rest", "drifting", "not shown"], "drifting"),
        (["at rest", "not shown", ""], "not shown"),
        (["at rest", ""], "at rest"),
        ([""], ""),
    ):
        assert steadiness.worst(pd.DataFrame({"steadiness": words})) == worst


def test_conditions_are_counted_by_class_and_size():
    found = {(row["class"], row["size"]): row for row in steadiness.counts(STEADY)}
    assert list(found) == [("access", 1024), ("access", 4096), ("whole", 4096)]
    assert found["access", 4096] == {
        "class": "access", "size": 4096, "conditions": 2, "drifting": 1, "at_rest": 0, "not_shown": 1,
    }  # fmt: skip


def test_the_empty_loop_is_no_access():
    assert steadiness.counts(steady(("empty_loop", 1024, "at rest"))) == []


def test_the_counts_of_several_kinds_of_node_add_up():
    counted = steadiness.counts(STEADY)
    assert steadiness.merge([]) == steadiness.merge([[]]) == []
    merged = steadiness.merge([counted, counted[:1]])
    assert [row["conditions"] for row in merged] == [2, 2, 1]
    assert merged[1:] == counted[1:] and merged[0] == counted[0] | {"conditions": 2, "at_rest": 2}
