"""verdicts.json: its numbers, its keys, and the schema that others may hold it against."""

import json
from pathlib import Path

import jsonschema
import pytest

from judge import serialise

SCHEMA = Path("docs/data/verdicts.schema.json")


def test_rounding_is_to_four_digits_and_leaves_no_infinity():
    assert serialise.rounded({"a": [1.23456, float("inf"), float("nan"), 7, 12345.6]}) == {
        "a": [1.235, None, None, 7, 12350.0]
    }


def test_the_committed_schema_is_that_of_the_model():
    assert SCHEMA.read_text(encoding="utf-8") == serialise.schema_text(), "make schema"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(Path("results/published").glob("*/verdicts.json")), ids=lambda path: path.parent.name
)
def test_the_archives_are_of_the_schema(path):
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_key_that_others_read_keeps_its_name():
    reading = serialise.schema()["$defs"]["Reading"]["properties"]
    assert {"criterion", "conditions", "verdict", "estimate", "low", "high", "firm", "reason", "cells"} <= set(reading)
