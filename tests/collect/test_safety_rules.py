"""The rules of the safety matrix are checked before anything runs: one line a mistake."""

from pathlib import Path

import pytest
import yaml

from checks.safety.__main__ import all_probes
from checks.safety.probe import ANSWERS
from collect import safety_rules
from support.validation import BadInput, load_schema

RULES = Path("config/safety.yaml")


def test_every_probe_has_its_rule_and_nothing_else_has():
    assert set(safety_rules.load(RULES)["probes"]) == {name for _, name, _ in all_probes()}


def test_the_answers_of_the_schema_are_those_of_the_probes():
    assert load_schema("safety")["$defs"]["answers"]["items"]["enum"] == list(ANSWERS)


MISTAKES = {
    "a probe without a rule": (lambda rules: rules["probes"].pop("torn_item"), "probes.torn_item: is missing; allowed"),
    "a rule without a probe": (
        lambda rules: rules["probes"].update(no={"unsafe": [], "why": "x"}),
        "probes.no: there is no such probe; allowed, and needed: after_close",
    ),
    "no reason": (lambda rules: rules["probes"]["torn_item"].pop("reason"), "probes.torn_item.reason: is missing"),
    "a reason for nothing": (
        lambda rules: rules["probes"]["leak_of_one"].update(reason="x"),
        "probes.leak_of_one.reason: is not allowed",
    ),
    "a reason twice": (
        lambda rules: rules["probes"]["torn_type"].update(reason="torn items"),
        "probes.torn_type.reason: 'torn items' is that of torn_item; allowed: one of its own",
    ),
    "a reason of two lines": (
        lambda rules: rules["probes"]["texts"].update(reason="a\nb"),
        "probes.texts.reason: 'a\\nb' is not allowed; allowed: one line that is not empty",
    ),
    "a reason that fills a page": (
        lambda rules: rules["probes"]["texts"].update(reason="x" * 101),
        "is not allowed; allowed: at most 100 characters",
    ),
    "an answer that is always unsafe": (
        lambda rules: rules["probes"]["texts"].update(unsafe=["no", "crash"]),
        "probes.texts.unsafe: 'crash' is not allowed; always.unsafe has it for every probe",
    ),
    "no answer": (
        lambda rules: rules["probes"]["torn_item"].update(unsafe=[True]),
        "probes.torn_item.unsafe.0: True is not allowed; allowed: yes, no",
    ),
    "an unknown key": (
        lambda rules: rules["probes"]["torn_item"].update(colour=1),
        "probes.torn_item.colour: unknown key; allowed: reason, unsafe, why",
    ),
    "no general rule": (lambda rules: rules.pop("always"), "always: is missing; needed: always, probes"),
}


@pytest.mark.parametrize(("change", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(change, words, tmp_path):
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    change(rules)
    path = tmp_path / "safety.yaml"
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        safety_rules.load(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: ") and words in line and "\n" not in line


@pytest.mark.parametrize(("text", "words"), [("", "the whole.: None is not allowed"), ("a: [", "is no YAML")])
def test_no_rules_at_all_are_one_line(text, words, tmp_path):
    path = tmp_path / "safety.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        safety_rules.load(path)
