"""How many sums hold among those that are steady, and every mix with its ratio, the furthest apart first."""

from render.tables import held

ROW = {
    "interpreter": "3.13",
    "payload": "items",
    "backend": "memfd",
    "operation": "read_100_write_1",
    "size": 65536,
    "processes": 4,
    "blocks": 7,
    "seconds": 1e-5,
    "ratio": 1.1,
    "low": 1.0,
    "high": 1.2,
    "deviation": 0.1,
    "halves": 1.0,
}


def test_only_steady_ones_are_counted_and_all_are_shown():
    rows = [ROW, ROW | {"backend": "redis", "ratio": 0.7}, ROW | {"backend": "lmdb", "ratio": 2.0, "deviation": 0.4}]
    told = held.to_context({"held": rows})
    assert (told["steady"], told["within"], told["halves"]) == (2, 1, "100%")
    assert [(row["backend"], row["apart"]) for row in told["rows"]] == [
        ("lmdb", True),
        ("redis", True),
        ("memfd", False),
    ]
    assert told["rows"][0]["loop"] == "100 reads and 1 write"
    assert told["rows"][0]["what"] == "64-bit ints, 64 KiB"


def test_a_run_without_mixes_says_nothing():
    assert held.to_context(None) is held.to_context({}) is held.to_context({"held": []}) is None


def test_a_mapping_is_told_by_its_keys():
    told = held.to_context({"held": [ROW | {"payload": "mapping", "size": 1600}]})
    assert told["rows"][0]["what"] == "ints by string key, 100 keys"
