"""How much of a claim is measured, by what a block of it is estimated to take."""

import pytest

from judge import claims
from sweep import cost_model, messages, targets
from tests.sweep.default import load
from validate import claim_extent, one_claim

CLAIMS = {claim["id"]: claim for claim in claims.load("config/claims/article.yaml")["claims"]}
COSTS = [("all", 20, 50), ("ends", 20, 40), ("newest", 20, 20)]


@pytest.mark.parametrize(
    ("room", "chosen"),
    [
        (1000, ("all", 7, 370)),  # what the default run has, and no more
        (369, ("all", 6, 320)),
        (320, ("all", 6, 320)),
        (319, ("ends", 7, 300)),
        (299, ("ends", 6, 260)),
        (259, ("newest", 7, 160)),
        (159, ("newest", 6, 140)),
        (10, ("newest", 6, 140)),  # fewer would decide nothing
    ],
)
def test_enough_blocks_come_first_then_interpreters_then_more_blocks(room, chosen):
    assert claim_extent.most_that_fits(COSTS, 7, room) == chosen


def test_a_configuration_of_fewer_blocks_gets_no_more():
    assert claim_extent.most_that_fits(COSTS, 2, 1000) == ("all", 2, 120)


def test_what_fits_is_asked_no_further():
    def costs():
        yield COSTS[0]
        raise AssertionError

    assert claim_extent.most_that_fits(costs(), 7, 1000)[0] == "all"


@pytest.fixture
def wanted(config):
    """The whole of tenfold, which is read under all interpreters."""
    return one_claim.config(CLAIMS["tenfold"]) | {"outdir": config["outdir"]}


@pytest.mark.parametrize("which", claim_extent.UNDER)
def test_what_is_estimated_is_what_is_planned(wanted, which):
    """The cost under fewer interpreters, cut out of the whole plan, is that of the plan that is made for them."""
    _, rest, each = next(cost for cost in claim_extent.costs(load(wanted), None) if cost[0] == which)
    planned = targets.load(claim_extent.narrowed(wanted, which, 6), [], dry=True)
    assert {row["interpreter"] for row in planned.measured} == {
        "all": {"3.8", "3.9", "3.12", "3.13"},
        "ends": {"3.8", "3.13"},
        "newest": {"3.13"},
    }[which]
    assert rest + 6 * each == pytest.approx(messages.estimated_seconds(planned))


def test_the_pilot_s_costs_count(wanted):
    rough = next(claim_extent.costs(load(wanted), None))
    slow = {name: 3 * seconds for name, seconds in cost_model.ROUGH.items()}
    assert next(claim_extent.costs(load(wanted), slow))[2] > 2.5 * rough[2]


def test_an_extent_is_known_again(wanted):
    for which in claim_extent.UNDER:
        assert claim_extent.under(wanted, claim_extent.narrowed(wanted, which, 6)) == which
    assert claim_extent.under(wanted, wanted | {"seed": 1}) is None
    assert claim_extent.under(wanted, {}) is None
