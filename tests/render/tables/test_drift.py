"""The page and the paper say how many conditions drift, and which claims rest on them."""

from render.tables import drift

COUNTS = [
    {"class": "access", "size": 1024, "conditions": 4, "drifting": 1, "at_rest": 3, "not_shown": 0},
    {"class": "access", "size": 65536, "conditions": 3, "drifting": 2, "at_rest": 0, "not_shown": 1},
]


def test_the_totals_are_those_of_all_classes_and_each_row_has_its_shares():
    found = drift.to_context(COUNTS)
    assert [found[name] for name in ("conditions", *drift.WORDS)] == [7, 3, 3, 1]
    assert [[row[name] for name in drift.WORDS] for row in found["rows"]] == [
        ["25%", "75%", "0%"],
        ["67%", "0%", "33%"],
    ]


def test_a_run_without_windows_says_nothing():
    assert drift.to_context([]) is None


def test_a_claim_says_how_many_of_its_readings_drift():
    def note(*words):
        return drift.note({"id": "tenfold", "readings": [{"steadiness": word} for word in words]}).striptags()

    assert note("at rest", "not shown", "") == note() == ""
    assert note("drifting", "at rest").startswith("1 of its 2 readings rests on drifting times")
    assert note("drifting", "drifting", "").startswith("2 of its 3 readings rest on drifting times")
