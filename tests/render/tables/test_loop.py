"""What the empty loop's time would turn is said, and nothing where it turns nothing."""

from render.tables import loop


def reading(turned=None, verdict="holds"):
    return {"verdict": verdict, "less_loop": None if turned is None else {"turned": turned}}


def test_a_claim_says_what_its_verdict_and_its_readings_would_be():
    readings = [reading(True), reading(False), reading()]
    claim = {"id": "tenfold", "verdict": "holds", "less_loop": "depends", "readings": readings}
    assert loop.note(claim).striptags() == (
        "By the times less those of an empty loop the verdict would be depends and "
        "1 of its 3 readings would say the opposite."
    )
    assert loop.note(claim | {"less_loop": "holds", "readings": [reading(False)]}) == ""


def test_an_older_run_timed_no_empty_loop():
    claim = {"id": "tenfold", "verdict": "holds", "readings": [{"verdict": "holds"}]}
    assert loop.note(claim) == "" and loop.to_context([claim]) is None


def test_the_run_counts_them():
    claims = [
        {"verdict": "holds", "less_loop": "depends", "readings": [reading(True), reading()]},
        {"verdict": "fails", "less_loop": "fails", "readings": [reading(False), reading()]},
    ]
    assert loop.to_context(claims) == {"readings": 2, "turned": 1, "claims": 1}
