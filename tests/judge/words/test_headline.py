"""A claim's line: the declared conditions' effects, with direction and interval."""

import numpy as np
import pytest

from judge.model import Reading
from judge.words import headline, phrases
from stats import intervals

PLACE = {"interpreter": "3.13", "operation": "read_item", "payload": "items", "size": 65536, "processes": 1}
WANTED = {"operation": "read_item", "payload": "items", "size": 65536, "interpreters": "newest", "why": "…"}


def claim(*headlines, criterion="at_least_ratio", **more):
    return {"tests": [{"criterion": criterion}], "headline": list(headlines), "versus": "a Manager", **more}


def reading(factor, criterion="at_least_ratio", spread=0.02, **where):
    logs = [float(log) for log in np.log(factor) + spread * np.linspace(-1, 1, 7)]
    return Reading(criterion, {**PLACE, **where}, 10, "times", "holds", factor, blocks=7, logs=logs)


def line(readings, claim):
    return headline.line(headline.effects(readings, claim), readings, "The sentence.")


def test_how_many_times_faster_and_slower_with_intervals():
    readings = [reading(20), reading(1 / 21, operation="copy_out")]
    told = line(readings, claim(WANTED, WANTED | {"operation": "copy_out"}))
    assert told == (
        "Reading one of 8,192 ints (64 KiB): 20 times [20, 20] faster than a Manager; "
        "copying 8,192 ints out (64 KiB): 21 times [21, 21] slower than a Manager (Python 3.13)."
    )


def test_intervals_hold_together_at_the_level_of_all_conditions():
    readings = [reading(20, spread=0.3), reading(3, operation="copy_out")]
    two = headline.effects(readings, claim(WANTED, WANTED | {"operation": "copy_out"}))[0]
    low, high = np.exp(intervals.interval(np.array(readings[0].logs), 0.975)[1:])
    assert (two.low, two.high) == pytest.approx((low, high))
    assert headline.effects(readings, claim(WANTED))[0].low > two.low


def test_the_size_that_was_chosen_is_named():
    wanted = {name: value for name, value in WANTED.items() if name != "size"}
    found = reading(5, "somewhere_ratio", size=[64, 65536], best_size=65536)
    assert line([found], claim(wanted, criterion="somewhere_ratio")).startswith("Reading one of 8,192 ints (64 KiB): 5")


def test_what_can_not_be_told_from_equal_is_called_neither():
    assert "1.01 times [0.792, 1.29]" in line([reading(1.01, spread=0.3)], claim(WANTED))
    assert "the speed of a Manager" in line([reading(1.01, spread=0.3)], claim(WANTED))


def test_the_speed_of_a_channel_is_that_by_it():
    assert phrases.of("the speed", "by pipe") == " of that by pipe"
    assert phrases.of("faster", "by pipe") == " than by pipe"
    assert phrases.of("the time", "") == ""


def test_of_roles_it_says_how_many_write():
    said = "reading one of 512 ints (4 KiB) while 1 of the processes writes, 4 processes at once"
    assert phrases.action("read_item_1_writer", "items", 4096, 4) == said
    assert phrases.action("sum", "array", 4096) == "adding 512 ints up (4 KiB)"


def test_growth_names_its_ends():
    sizes = [1024, 65536, 16777216]
    told = line([reading(1.3, "grows", size=sizes)], claim(WANTED, criterion="grows"))
    grown = "Reading one int takes 1.3 times [1.28, 1.32] as long in 16 MiB as in 1 KiB"
    assert told == f"{grown}, 16,384 times the size (Python 3.13)."


def test_the_range_of_a_growth_is_told_once():
    sizes = [1024, 65536, 16777216]
    readings = [reading(1.3, "grows", size=sizes), reading(2000, "grows", size=sizes, operation="copy_out")]
    told = line(readings, claim(WANTED, WANTED | {"operation": "copy_out"}, criterion="grows"))
    assert told.count("as in 1 KiB") == 1 and "copying all ints out takes 2,000 times" in told


def test_advice_says_what_following_it_costs():
    told = line([reading(29, "regret")], claim(WANTED, criterion="regret"))
    assert told.startswith(
        "Reading one of 8,192 ints (64 KiB) as advised takes 29 times [29, 29] as long as by the best"
    )


def test_oldest_and_newest_are_named_where_both_are_asked_for():
    readings = [reading(20), reading(0.5, interpreter="3.8")]
    told = line(readings, claim(WANTED, WANTED | {"interpreters": "oldest"}))
    assert "faster than a Manager (Python 3.13); reading" in told and told.endswith("a Manager (Python 3.8).")


def test_a_bound_says_at_least():
    one = Reading(
        "grows", {**PLACE, "size": [1024, 16777216]}, 2, "times", "holds", 900.0, logs=[6.8] * 7, bound="at least"
    )
    assert "takes at least 898 times as long in 16 MiB" in line([one], claim(WANTED, criterion="grows"))


def test_limits_say_bytes_and_none():
    found = Reading(
        "limit", {"interpreter": "3.13", "payload": "bytes", "mode": "plain"}, [1, 2], "bytes", "holds", 9999991
    )
    capped = Reading(
        "limit", {"interpreter": "3.13", "payload": "ints", "mode": "plain"}, [1, 2], "bytes", "fails", 33554432,
        bound="at least",
    )  # fmt: skip
    wanted = [{"element": name, "interpreters": "newest", "why": "…"} for name in ("bytes", "ints")]
    told = line([found, capped], claim(*wanted, criterion="limit"))
    assert told == "One bytes object: 9,999,991 bytes at most; ints: no limit up to 33,554,432 bytes (Python 3.13)."


def test_without_a_headline_or_its_readings_the_sentence_stands():
    assert line([reading(20)], claim()) == "The sentence."
    assert line([reading(20)], claim(WANTED | {"size": 1024})) == "The sentence."


def test_one_that_has_no_number_says_why_beside_one_that_has():
    silent = Reading(
        "at_least_ratio", {**PLACE, "operation": "iterate"}, 10, "times", "undecided", reason="both take long"
    )
    told = line([reading(20), silent], claim(WANTED, WANTED | {"operation": "iterate"}))
    assert told.endswith("iterating over 8,192 ints (64 KiB): both take long (Python 3.13).")


@pytest.mark.parametrize(
    ("value", "text"), [(1.042, "1.04"), (9.66, "9.7"), (21.4, "21"), (512.6, "513"), (15_823, "15,800")]
)
def test_a_factor_has_the_digits_that_anybody_needs(value, text):
    assert phrases.factor(value) == text
