"""What a run shows of a claim, in a sentence."""

from dataclasses import replace

import numpy as np
import pytest

from judge import model
from judge.sources import effect


def reading(estimate, criterion="at_least_ratio", verdict="holds", **where):
    """A reading of two mechanisms."""
    conditions = {"interpreter": "3.13", "operation": "read_item", "payload": "items", "size": 1024, "processes": 1}
    conditions |= {"backends": ["manager_list", "shared_memory"]} | where
    logs = [float(np.log(estimate))] * 7
    return model.Reading(criterion, conditions, 2, "times", verdict, estimate, estimate, estimate, 7, logs=logs)


def side(**own):
    """A side of a comparison."""
    common = {"interpreter": "3.13", "backend": "shared_memory", "payload": "items", "operation": "read_item"}
    return common | {"size": 1024, "processes": 1, "quantity": "seconds"} | own


def compared(estimate, one, other):
    """A reading of a comparison."""
    return reading(estimate, sides=[side(**one), side(**other)], backends=["the one", "the other"])


def test_a_single_reading_is_told_by_itself():
    text = effect.line([reading(12)])
    assert text == "Reading one of 128 ints (1 KiB): 12 times [12, 12] faster than manager_list (Python 3.13)."


def test_of_several_the_ends_are_told():
    text = effect.line([reading(3), reading(12), reading(5, operation="write_item")])
    assert text.startswith("Of 3 readings the least: reading one of 128 ints (1 KiB): 3 times")
    assert "; the most: reading one of 128 ints (1 KiB): 12 times" in text


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            {"backend": "a"},
            {"backend": "b"},
            "reading one of 128 ints (1 KiB): the one takes 3 times [3, 3] as long as the",
        ),
        ({"operation": "x"}, {}, "the one takes 3 times [3, 3] as long as the other (1 KiB) (Python 3.13)"),
        ({"processes": 4}, {}, "reading one of 128 ints (1 KiB): the one takes 3 times [3, 3] as long as the other"),
        ({"size": 8}, {}, "reading one int: the one takes 3 times [3, 3] as long as the other (Python 3.13)"),
        (
            {"quantity": "total_pss_bytes", "processes": 4},
            {"quantity": "total_pss_bytes"},
            "after reading one of 128 ints (1 KiB): the one holds 3 times [3, 3] as much memory, by PSS, as the other",
        ),
    ],
)
def test_a_comparison_is_told_by_its_sides(one, other, words):
    assert effect.of_reading(compared(3, one, other)).startswith(words)


def test_two_interpreters_are_in_the_names_of_the_sides():
    told = effect.of_reading(compared(3, {"interpreter": "3.8"}, {"interpreter": "3.13"}))
    assert told.endswith("as long as the other")


def test_what_has_no_number_is_told_by_the_claim():
    seen = model.Reading("probed", {"interpreter": "3.13", "operation": "x", "payload": ""}, None, "", "holds")
    assert effect.line([seen]) == ""


def test_what_a_run_lacks_is_told_with_its_reason():
    missing = [replace(reading(np.nan, verdict="not measured"), reason="no cells of it")] * 2
    assert effect.lacking([*missing, reading(3)]) == "2 of 3 readings are missing: no cells of it."
    declined = replace(reading(np.nan, verdict="does not apply"), reason="needs joblib")
    assert effect.lacking([declined]) == "None of it applies here: needs joblib."
    assert effect.lacking([]) == "This run has nothing for it."
