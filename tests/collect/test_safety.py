"""What counts as unsafe is declared; the table tells apart what interpreters answer differently."""

from pathlib import Path

from collect import safety, safety_rules
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
        row("full_shm", "crash"),
        row("leak_of_all", "yes"),
        row("torn_item", "untried", backend="two"),
    )
    assert safety.reasons_unsafe(found, "one", "3.8") == ["torn items", "crash: full_shm"]
    assert safety.reasons_unsafe(found, "one", "3.13") == []
    assert safety.reasons_by_backend(found) == {("one", "3.8"): ["torn items", "crash: full_shm"], ("one", "3.13"): []}
    assert safety.reasons_by_backend(None) == {} and matrix(None) is None
    assert safety.read(Path("no/such.csv")) is None


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
    assert [probe["probe"] for probe in found["probes"]] == ["torn_item", "visitor_untracked", "big_int"]
    (_, (one,)), (_, (two,)) = found["groups"]
    parts = [[(part["answer"], part["labels"]) for part in cell] for cell in one["cells"]]
    assert parts == [[("yes", [])], [("no", [])], [("yes", ["3.8"]), ("no", ["3.13"])]]
    assert [labels for labels, _ in one["unsafe"]] == [["3.8"], ["3.13"]]
    assert two["backend"] == "two" and two["unsafe"] == [([], [])] and two["labels"] == ["3.8"] and one["labels"] == []
    assert found["left_out"] == [("three", "needs a moon")]


def test_the_evidence_joins_interpreters_that_found_the_same():
    found = matrix(table(row("torn_item", "yes"), row("torn_item", "yes", interpreter="3.13")))
    (probe,) = found["evidence"]
    assert [one["interpreters"] for one in probe["rows"]] == [["3.8", "3.13"]]
    assert probe["counts"] == {"yes": 2} and probe["unsafe_answers"] == "yes"
