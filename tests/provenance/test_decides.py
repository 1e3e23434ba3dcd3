"""What counts as deciding: the claims without their prose, and the code without its comments."""

import ast
from pathlib import Path

import pytest
import yaml

from provenance import decides
from support.validation import load_schema

TEXT = decides.CLAIMS.read_text(encoding="utf-8")
CODE = '''
"""A module."""
LIMIT = 2


def above(value: float) -> str:
    """Say it."""
    return f"{value} lies above" if value > LIMIT else "below"
'''


def changed(tmp_path, edit):
    """The names of what decides otherwise once the claims were edited."""
    document = yaml.safe_load(TEXT)
    edit(document, {claim["id"]: claim for claim in document["claims"]})
    path = tmp_path / "claims.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    before, after = decides.digests(), decides.digests([path])
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def reworded(document, claims):
    document["claims"].reverse()
    claims["tenfold"]["tests"][0]["why"] = claims["tenfold"]["headline"][0]["why"] = "another reason"
    claims["tenfold"] |= {"quote": "other words", "english": "other words", "versus": "a server"}
    claims["tenfold"]["causes"].pop()
    claims["unlink-once"]["seen"] = "other words"


EDITS = {
    "a margin": lambda document, claims: claims["tenfold"]["tests"][0].update(margin=9),
    "the order of the tests": lambda document, claims: claims["tenfold"]["tests"].reverse(),
    "a reading": lambda document, claims: claims["tenfold"]["readings"].pop(),
    "a headline condition": lambda document, claims: claims["tenfold"]["headline"][0].update(size=1024),
    "the bound": lambda document, claims: claims["tenfold"].update(largest=1024),
}


def test_prose_decides_nothing(tmp_path):
    assert changed(tmp_path, reworded) == set()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_decides_is_told_by_the_claim_s_name(tmp_path, edit):
    assert changed(tmp_path, edit) == {"claim tenfold"}


def test_elements_the_span_and_a_claim_that_is_gone(tmp_path):
    def edit(document, claims):
        document["span"][1] *= 2
        claims["shareablelist-10mb"]["elements"].pop()
        document["claims"].remove(claims["unlink-once"])

    assert changed(tmp_path, edit) == {"span", "claim shareablelist-10mb", "claim unlink-once"}


def changed_file(tmp_path, name, edit):
    """The same of another file, `name`, that was edited."""
    document = yaml.safe_load((decides.ROOT / "config" / f"{name}.yaml").read_text(encoding="utf-8"))
    edit(document)
    path = tmp_path / f"{name}.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    before, after = decides.digests(), decides.digests(**{name: path})
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def workload(document, name):
    return next(one for one in document["workloads"] if one["id"] == name)


OTHER_EDITS = {
    "a count": ("workloads", lambda rules: workload(rules, "queue")["counts"].update(messages=9), {"workload queue"}),
    "the workers": ("workloads", lambda rules: workload(rules, "counters").update(workers=2), {"workload counters"}),
    "one that is gone": ("workloads", lambda rules: rules["workloads"].pop(0), {"workload large-array"}),
    "the job's words": ("workloads", lambda rules: workload(rules, "queue").update(job="x", why="y"), set()),
    "the workloads' order": ("workloads", lambda rules: rules["workloads"].reverse(), set()),
    "an unsafe answer": (
        "safety",
        lambda rules: rules["probes"]["holder_dies"].update(unsafe=["yes"], reason="x"),
        {"probe holder_dies"},
    ),
    "what is always unsafe": ("safety", lambda rules: rules["always"]["unsafe"].pop(), {"every probe"}),
    "a reason's words": ("safety", lambda rules: rules["probes"]["texts"].update(reason="x", why="y"), set()),
}


@pytest.mark.parametrize(("name", "edit", "names"), OTHER_EDITS.values(), ids=OTHER_EDITS)
def test_workloads_and_rules_of_safety_decide_what_is_recommended(tmp_path, name, edit, names):
    assert changed_file(tmp_path, name, edit) == names


@pytest.mark.parametrize("schema", decides.TOLD)
def test_a_key_is_prose_only_where_the_schema_has_it(schema):
    """A key that was renamed would leave the old name here, and a new one decides."""
    assert set(keys(load_schema(schema))) >= decides.TOLD[schema]


def keys(part):
    """All names of properties in a schema."""
    for one in part if isinstance(part, list) else part.values() if isinstance(part, dict) else ():
        yield from keys(one)
    yield from part.get("properties", {}) if isinstance(part, dict) else ()


def outline(text):
    return decides.outline(ast.parse(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""Say it."""', '"""Say it aloud."""'),
        ('"""Say it."""', "# Say it."),
        ("lies above", "is above"),
        (": float) -> str", ")"),
        ("LIMIT = 2", "LIMIT  =  (2)"),
    ],
)
def test_code_is_the_same_but_for_words_and_layout(old, new):
    assert outline(CODE.replace(old, new)) == outline(CODE)


@pytest.mark.parametrize(
    ("old", "new"), [("= 2", "= 3"), ("value >", "value >="), ('"below"', '"under"'), ("{value}", "{LIMIT}")]
)
def test_code_differs_by_what_it_does(old, new):
    assert outline(CODE.replace(old, new)) != outline(CODE)


def test_the_code_of_the_verdicts_is_among_it():
    names = {name for name in decides.digests() if name.endswith(".py")}
    deciding = ("judge/criteria.py", "judge/decisions.py", "judge/verdicts.py", "stats/intervals.py")
    assert {f"scripts/{name}" for name in deciding} <= names
    assert {"scripts/judge/workloads/choice.py", "scripts/judge/workloads/cost.py"} <= names
    assert all(any(Path().glob(pattern)) for pattern in decides.CODE)
