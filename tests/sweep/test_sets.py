"""Which cells are alive together: whatever is compared, as far as the memory reaches."""

from sweep import plan, sets
from tests.sweep.default import CHOSEN


def key(backend="b", payload="items", size=1024, processes=1, label="3.13"):
    return label, backend, payload, size, processes, "none"


def test_all_of_a_payload_are_one_set_where_they_fit():
    keys = [key(backend, payload, size) for backend in "ab" for payload in ("items", "blob") for size in (8, 1024)]
    assert sets.names(keys) == {one: one[2] for one in keys}


def test_what_does_not_fit_is_split_by_size_and_then_into_parts():
    keys = [key(f"b{place:03}", size=size) for place in range(sets.MOST_CELLS + 6) for size in (8, 1024)]
    found = sets.names(keys)
    assert set(found.values()) == {"items-8", "items-8-1", "items-1024", "items-1024-1"}
    assert found[keys[0]] == "items-8" and found[keys[-1]] == "items-1024-1"


def test_the_memory_is_a_limit_as_well():
    large = 2**28
    keys = [key(backend, size=large) for backend in "abcd"]
    found = sets.names(keys)
    assert sets.alive_bytes(keys[0]) <= sets.MOST_BYTES < 2 * sets.alive_bytes(keys[0])
    assert len(set(found.values())) == len(keys)
    whole = sets.names([key("a", "blob", large), key("b", "blob", large)])
    assert set(whole.values()) == {"blob"}


def test_interpreters_share_no_set_but_its_name(config):
    rows = plan.cells(config, CHOSEN)
    members = {}
    for row in rows:
        members.setdefault(plan.set_of(row), []).append(row)
    for some in members.values():
        assert len({(row["block"], row["interpreter"], row["payload"]) for row in some}) == 1
        assert len(some) <= sets.MOST_CELLS


def test_a_set_is_the_same_in_each_block(config):
    rows = plan.cells(config, CHOSEN)
    names = [sorted(row["name"].split("/", 1)[1] for row in rows if row["block"] == block) for block in (0, 1)]
    assert names[0] == names[1]
