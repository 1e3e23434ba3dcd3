"""What counts as unsafe is declared; the table tells apart what interpreters answer differently."""

from pathlib import Path

import pytest

from collect import safety, safety_rules
from collect.raw_schema import BadData
from render.tables.safety import matrix

RULES = Path("config/safety.yaml")


def row(probe, answer, backend="one", interpreter="3.8", **more):
    told = dict(backend=backend, interpreter=interpreter, probe=probe, answer=answer, version="", servers=0, group="")
    told.update(head=probe, evidence=f"it said {answer}", seen="", tries="", asks="?", source="", line="", lines="")
    return dict(told, **more)


def table(*rows):
    return safety.apply_rules(rows, safety_rules.load(RULES)).astype(str)


def test_the_reasons_are_those_of_the_interpreter():
    found = table(
        row("torn_item", "yes"),
        row("torn_item", "not seen", interpreter="3.13"),
        row("no_room", "crash"),
        row("leak_of_all", "yes"),
        row("torn_item", "untried", backend="two"),
    )
    assert safety.reasons_unsafe(found, "one", "3.8") == ["torn items", "crash: no_room"]
    assert safety.reasons_unsafe(found, "one", "3.13") == []
    assert safety.reasons_by_backend(found) == {("one", "3.8"): ["torn items", "crash: no_room"], ("one", "3.13"): []}
    assert safety.reasons_by_backend(None) == {} and matrix(None) is None
    assert safety.read(Path("no/such.csv")) is None


def test_what_every_mechanism_has_to_answer_and_did_not_is_told():
    found = table(
        row("no_room", "untried"),
        row("no_room", "refused", backend="two"),
        row("torn_item", "untried", backend="two"),  # it offers no items: nothing that it could fail
    )
    assert safety.untried_by_backend(found) == {("one", "3.8"): ["not tried: no_room"], ("two", "3.8"): []}
    assert safety.untried_by_backend(None) == {}


def test_what_a_channel_asks_of_its_user_is_no_harm():
    found = table(
        row("two_senders", "yes"), row("larger_message", "refused"), row("larger_message", "yes", backend="two")
    )
    assert safety.reasons_unsafe(found, "one", "3.8") == []
    asked = {("one", "3.8"): ["to know the largest message", "a lock where two send"]}
    assert safety.asks_by_backend(found) == asked and safety.asks_by_backend(None) == {}


def test_a_cell_is_told_apart_only_where_the_interpreters_differ():
    found = matrix(
        table(
            row("torn_item", "yes", interpreter="3.13"),
            row("torn_item", "yes"),
            row("big_int", "yes"),
            row("big_int", "no", interpreter="3.13"),
            row("visitor_untracked", "untried"),
            row("visitor_untracked", "no", interpreter="3.13"),
            row("torn_item", "not seen", backend="two", servers=1),
            row("torn_item", "untried", backend="three", evidence="needs a moon"),
        )
    )
    assert found["labels"] == ["3.8", "3.13"]
    (shown,) = found["tables"]
    assert [probe["probe"] for probe in shown["probes"]] == ["torn_item", "visitor_untracked", "big_int"]
    (_, (one,)), (_, (two,)) = found["groups"]
    parts = [[(part["answer"], part["labels"]) for part in cell] for cell in one["cells"]]
    assert parts == [[("yes", [])], [("no", [])], [("yes", ["3.8"]), ("no", ["3.13"])]]
    assert [labels for labels, _ in one["unsafe"]] == [["3.8"], ["3.13"]]
    assert two["backend"] == "two" and two["unsafe"] == [([], [])] and two["labels"] == ["3.8"] and one["labels"] == []
    assert found["left_out"] == [("three", "needs a moon")]


def test_channels_are_asked_their_own_questions_and_have_a_table_of_their_own():
    rows = [
        row("torn_item", "yes"),
        row("sender_killed", "not seen", backend="via_pipe", group="channels", servers=0),
        row("two_senders", "yes", backend="via_pipe", group="channels", servers=0),
        row("sender_killed", "yes", backend="via_wrong", group="channels", servers=1),
        row("sender_killed", "untried", backend="via_nothing", group="channels", servers=0),
    ]
    found = table(*rows)
    backends, channels = matrix(found)["tables"]
    assert [one["probe"] for one in backends["probes"]] == ["torn_item"]
    assert [one["probe"] for one in channels["probes"]] == ["sender_killed", "two_senders"]
    ((_, lines),) = channels["groups"]
    assert [one["backend"] for one in lines] == ["via_pipe", "via_wrong"] and len(matrix(found)["groups"]) == 2
    assert safety.reasons_by_backend(found) == {
        ("one", "3.8"): ["torn items"],
        ("via_pipe", "3.8"): [],
        ("via_wrong", "3.8"): ["takes for a message what isn't one"],
    }
    untried = safety.untried_by_backend(found)
    assert untried["via_pipe", "3.8"] == [] and untried["via_nothing", "3.8"] == ["not tried: sender_killed"]


def test_a_channel_that_lacks_one_of_its_probes_is_refused():
    rules, own = safety_rules.load(RULES), safety_rules.names(channels=True)
    rows = [row(name, "no", backend="via_pipe", group="channels") for name in sorted(own)]
    safety.refuse_other_probes(rows, rules)
    with pytest.raises(BadData, match=f"3.8/via_pipe.jsonl: {min(own)}: is missing; remove the file"):
        safety.refuse_other_probes(rows[1:], rules)


def test_the_evidence_joins_interpreters_that_found_the_same():
    found = matrix(table(row("torn_item", "yes"), row("torn_item", "yes", interpreter="3.13")))
    (probe,) = found["evidence"]
    assert [one["interpreters"] for one in probe["rows"]] == [["3.8", "3.13"]]
    assert probe["counts"] == {"yes": 2} and probe["unsafe_answers"] == "yes"


def test_a_process_that_is_killed_for_want_of_memory_tells_against_none():
    found = table(row("no_room", "killed"), row("memory_back", "no"), row("texts", "no", backend="two"))
    assert safety.reasons_unsafe(found, "one", "3.8") == []
    assert safety.reasons_unsafe(found, "two", "3.8") == ["texts come back changed"]


def test_the_answers_of_another_suite_are_refused_with_the_file_and_the_probe():
    rules = safety_rules.load(RULES)
    rows = [row(name, "yes") for name in rules["probes"] if name in safety_rules.names(channels=False)]
    safety.refuse_other_probes(rows, rules)
    with pytest.raises(BadData) as caught:
        safety.refuse_other_probes([*rows[1:], row("full_shm", "crash")], rules)
    assert [line.split("; ")[0] for line in str(caught.value).splitlines()] == [
        "3.8/one.jsonl: full_shm: there is no such probe",
        f"3.8/one.jsonl: {rows[0]['probe']}: is missing",
    ]


@pytest.mark.parametrize("path", sorted(Path("results/published").glob("*/safety.csv")), ids=str)
def test_an_archive_tells_of_the_probes_of_its_time_by_their_own_rules(path):
    """Also of one that there is no more."""
    archived = safety.read(path)
    archived["probe"] = archived["probe"].replace("no_room", "full_shm")
    found = matrix(archived)
    asked = {probe["probe"]: probe for probe in found["evidence"]}
    assert set(asked) == set(archived["probe"]) and "full_shm" in {
        column["probe"] for column in found["tables"][0]["probes"]
    }
    assert asked["full_shm"]["why"] and asked["full_shm"]["rows"] and "no_room" not in asked
