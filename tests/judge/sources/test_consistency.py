"""A claim that contradicts itself is refused before anything runs, with one line."""

import pytest

from tests.judge.claim_mistakes import claim, drop, put, with_change
from tests.judge.test_claims import assert_refused


def with_why(operation, interpreters):
    """A condition of tenfold's headline, for another reason."""
    where = {"operation": operation, "payload": "items", "size": 65536, "interpreters": interpreters}
    return where | {"why": "again"}


MISTAKES = {
    "a test twice": (
        with_change(lambda document, tenfold: tenfold["tests"].append(tenfold["tests"][0] | {"why": "again"})),
        "claim tenfold: tests.2: is given twice; allowed: each once",
    ),
    "a headline twice": (
        with_change(put("headline", 2, value=with_why("read_item", "newest"))),
        "claim tenfold: headline.2: is given twice; allowed: each once",
    ),
    "a reading twice": (
        with_change(put("readings", 3, "payload", value="items")),
        "claim tenfold: readings.3.operations: copy_in, copy_out, create, read_item of items: declared by a reading",
    ),
    "a reading that starts workers at no size": (
        with_change(drop("readings", 1, "sizes")),
        "claim tenfold: readings.1.sizes: is missing; needed with processes",
    ),
    "a reading of a size, of a growth": (
        with_change(lambda document, _: claim(document, "manager-flat")["readings"][0].update(sizes=[1024])),
        "claim manager-flat: readings.0.sizes: is not allowed; allowed with: at_least_ratio, about_ratio, regret",
    ),
    "a reading beyond the largest": (
        with_change(put("largest", value=65536)),
        "claim tenfold: readings.0.sizes: 1048576 is not allowed; allowed: up to largest, 65536",
    ),
    "an item of one object": (
        with_change(put("readings", 4, "operations", value=["create", "read_item"])),
        "claim tenfold: readings.4.operations: read_item is not allowed for blob; allowed: attach",
    ),
    "a hand-over of a backend": (
        with_change(put("readings", 4, "operations", value=["transfer"])),
        "claim tenfold: readings.4.operations: transfer is not allowed; it is what channels do",
    ),
    "a headline of an operation that is not read": (
        with_change(put("headline", 0, "operation", value="append")),
        "claim tenfold: headline.0: interpreters newest, operation append, payload items, size 65536: is not allowed",
    ),
    "a headline of a size that is not read": (
        with_change(put("headline", 0, "size", value=4096)),
        "claim tenfold: headline.0: interpreters newest, operation read_item, payload items, size 4096: is not",
    ),
    "a headline of a ratio at no size": (
        with_change(drop("headline", 0, "size")),
        "claim tenfold: headline.0.size: is missing; at_least_ratio needs operation, payload, size",
    ),
    "a headline of a growth at one size": (
        with_change(lambda document, _: claim(document, "manager-flat")["headline"][0].update(size=1024)),
        "claim manager-flat: headline.0.size: is not allowed with flat; allowed: operation, payload",
    ),
    "a headline under an interpreter that is not read": (
        with_change(lambda document, tenfold: tenfold.update(readings=tenfold["readings"][2:3])),
        "claim tenfold: headline.0: interpreters newest, operation read_item",
    ),
    "a headline of an element that is not searched": (
        with_change(
            lambda document, _: claim(document, "shareablelist-10mb")["headline"][0].update(element="int_bits")
        ),
        "claim shareablelist-10mb: headline.0: element int_bits, interpreters newest: is not allowed; allowed: what",
    ),
    "a cause of an element that is not searched": (
        with_change(lambda document, _: claim(document, "shareablelist-10mb")["elements"].remove("bytes")),
        "claim shareablelist-10mb: causes.0.limits.0.element: 'bytes' is not allowed; allowed: the claim's elements",
    ),
    "a headline of a channel against nothing": (
        with_change(lambda document, _: claim(document, "memory-beats-messages")["headline"][0].pop("against")),
        "claim memory-beats-messages: headline.0.against: is missing; somewhere_ratio needs against, operation",
    ),
    "a channel that is to be faster than itself": (
        with_change(lambda document, _: claim(document, "memory-beats-messages")["faster"].update(blob="via_pipe")),
        "claim memory-beats-messages: headline.0: against via_pipe, interpreters newest, operation transfer, payload",
    ),
    "a headline of a payload that no channel is faster for": (
        with_change(lambda document, _: claim(document, "memory-beats-messages")["faster"].pop("blob")),
        "claim memory-beats-messages: headline.0: against via_pipe, interpreters newest, operation transfer, payload",
    ),
    "a hand-over by what is no channel": (
        with_change(put("causes", 0, "shown_by", 0, "operation", value="transfer")),
        "causes.0.shown_by.0.operation: transfer is not allowed of manager_list; transfer is what channels do, and all",
    ),
    "an item of one object, in a cause": (
        with_change(put("causes", 0, "shown_by", 0, "payload", value="blob")),
        "causes.0.shown_by.0.operation: read_item_fixed is not allowed for blob; allowed: attach",
    ),
    "advice that is held against others only": (
        with_change(
            lambda document, _: claim(document, "small-large-advice")["tests"][0]["among"].remove("manager_list")
        ),
        "claim small-large-advice: tests.0.among: manager_list: is missing; needed: what is advised",
    ),
    "advice with everything on one side of its border": (
        with_change(lambda document, _: claim(document, "small-large-advice")["advice"].update(border=2**30)),
        "claim small-large-advice: advice.border: 1073741824 is not allowed; allowed: from 1024 to below 16777216",
    ),
    "another claim's checks": (
        with_change(lambda document, _: document["claims"][0].update(checks="manager-types")),
        "claim builtin-since-3.8: checks: 'manager-types' is not allowed; allowed: the claim's own id",
    ),
}


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_contradiction_is_one_line(tmp_path, text, words):
    assert_refused(tmp_path / "claims.yaml", text, words)
