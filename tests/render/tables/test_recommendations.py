"""The answer in words and tables says what the answer says, and says so when there is none."""

from dataclasses import asdict

from judge import ranking, serialise
from render import markdown
from render.figures import rankings
from render.tables import recommendations
from tests.judge.test_ranking import trial

RUN = {"backends": {name: {"what": name} for name in ("shared_memory", "shareable_list", "manager_list")}}
TRUTH = {"shared_memory": 1e-6, "shareable_list": 3e-6, "manager_list": 5e-5}


def answer(data, probed):
    """As verdicts.json has it."""
    return serialise.rounded(asdict(ranking.answer(data, probed)))


def reading(estimate, verdict="fails", size=1024, among="all"):
    place = {"operation": "create", "payload": "items", "size": size, "processes": 1}
    conditions = {"among": among, "interpreter": "3.12", **place}
    return {"conditions": conditions, "estimate": estimate, "verdict": verdict}


def told(found, readings=()):
    return recommendations.to_context(found, [{"readings": list(readings)}], RUN)


def words(found, readings=()):
    return " ".join(markdown.text("report", "answer", {"answer": told(found, readings)}).split())


def test_it_names_the_mechanism_and_what_it_is_for():
    text = words(answer(trial(TRUTH), {}), [reading(3.0), reading(50.0, size=2), reading(None, size=3)])
    assert "is one: **shared_memory** for everything (many ints)." in text
    assert "takes 26.5 times as long" in text and "50 times in the worst; in 1 more it can't be followed" in text
    assert "was not probed" in text


def test_of_several_mechanisms_each_has_its_tasks():
    rows = {"many ints": ["read one item", "write one item (64 KiB)"], "one object of bytes": ["create it"]}
    told = recommendations.format_uses(list(rows.items()), alone=False)
    assert told == "to read one item, write one item (64 KiB) (many ints); to create it (one object of bytes)"


def test_the_safe_choice_may_be_another_one():
    probed = {("shared_memory", "3.12"): ["torn reads"], ("shareable_list", "3.12"): []}
    text = words(answer(trial(TRUTH), probed))
    assert "that passed every probe of safety: **shareable_list**" not in text  # three times the best
    assert "No mechanism passed" in text
    text = words(answer(trial(dict(TRUTH, shareable_list=1.1e-6)), probed))
    assert "that passed every probe of safety: **shareable_list** for everything (many ints)" in text


def test_without_intervals_or_contenders_it_says_so():
    assert "too few blocks" in words(answer(trial(TRUTH, blocks=2), {}))
    assert "too few mechanisms" in words(answer(trial({"shared_memory": 1e-6}), {}))


def test_the_tables_have_the_best_first_and_the_figure_one_row_a_mechanism():
    found = answer(trial(TRUTH), {})
    (table,) = told(found)["tables"]
    assert [name for name, *_ in table["rows"]] == ["shared_memory", "shareable_list", "manager_list"]
    assert table["columns"] == ["64 KiB"]
    (axis, *_) = rankings.chart(found).figure.axes
    assert [text.get_text() for text in axis.get_yticklabels()] == ["shared_memory", "shareable_list", "manager_list"]
    assert rankings.chart({"boards": [], "interpreter": None}) is None
