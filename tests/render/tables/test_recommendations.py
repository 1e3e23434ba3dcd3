"""The tables say who stands where, and the words so when there is no answer."""

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
    values = {"answer": told(found, readings), "jobs": [], "margin": 1.5}
    return " ".join(markdown.text("report", "answer", values).split())


def test_it_says_what_the_articles_advice_takes():
    text = words(answer(trial(TRUTH), {}), [reading(3.0), reading(50.0, size=2), reading(None, size=3)])
    assert "takes 26.5 times as long" in text and "50 times in the worst; in 1 more it can't be followed" in text


def test_without_intervals_or_contenders_it_says_so():
    for found in (answer(trial(TRUTH, blocks=2), {}), answer(trial({"shared_memory": 1e-6}), {})):
        assert "too few blocks, or the parts of too few mechanisms, to say what to use" in words(found)


def test_the_tables_have_the_best_first_and_the_figure_one_row_a_mechanism():
    found = answer(trial(TRUTH), {})
    (table,) = told(found)["tables"]
    assert [name for name, *_ in table["rows"]] == ["shared_memory", "shareable_list", "manager_list"]
    assert table["columns"] == ["64 KiB"]
    (axis, *_) = rankings.chart(found).figure.axes
    assert [text.get_text() for text in axis.get_yticklabels()] == ["shared_memory", "shareable_list", "manager_list"]
    assert rankings.chart({"boards": [], "interpreter": None}) is None
