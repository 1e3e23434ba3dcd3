"""What a run lacks for a claim is told as the parts of a configuration that measure it, and as no more."""

from pathlib import Path

import pytest
import yaml
from snakemake.utils import update_config

from judge import claims, model
from judge.sources import comparisons, missing
from measure.contract import discovery
from sweep import configuration, plan

SPAN = [1024, 16777216]
LABELS = ["3.8", "3.12", "3.13"]
FILES = ["config/config.yaml", "config/other_sources.yaml"]


def reading(criterion="at_least_ratio", verdict="not measured", **where):
    """A reading of two mechanisms that wasn't measured."""
    conditions = {"interpreter": "3.13", "operation": "read_item", "payload": "items", "size": 1024, "processes": 1}
    return model.Reading(
        criterion, conditions | {"backends": ["manager_list", "shared_memory"]} | where, 2, "", verdict
    )


def verdict(*readings, name="x"):
    """A claim with these readings."""
    return model.Verdict(name, "…", "…", [], None, "not measured here", "", "", list(readings), [], [], "", None)


def fragment(*readings, known=(), entries=()):
    return missing.fragment([verdict(*readings)], entries, set(known), SPAN, LABELS)


def cells_of(found):
    """All that the parts of a configuration measure."""
    config = {"backends": [], **{key: [] for key in plan.KINDS}} | found
    return {
        missing.Wanted(*key[:-1], operation)
        for key, operations in plan.conditions(config, LABELS).items()
        for operation in operations
        if operation != "empty_loop"
    }


def test_cells_that_have_the_same_in_common_are_one_part():
    readings = [
        reading(operation=operation, size=size, interpreter=label)
        for operation in ("read_item", "write_item")
        for size in (1024, 65536)
        for label in ("3.8", "3.13")
    ]
    found = fragment(*readings)
    assert found == {
        "sweep": [
            {
                "why": "claims x",
                "interpreters": "ends",
                "backends": ["manager_list", "shared_memory"],
                "payloads": ["items"],
                "sizes": ["1 KiB", "64 KiB"],
                "processes": [1],
                "operations": ["read_item", "write_item"],
            }
        ]
    }
    assert len(cells_of(found)) == 2 * 2 * 2 * 2


def test_nothing_is_measured_that_a_plan_has_or_no_claim_needs():
    here = missing.Wanted("3.13", "shared_memory", "items", 1024, 1, "read_item")
    found = fragment(reading(), reading(size=4096, operation="write_item"), known=[here])
    assert cells_of(found) == {
        here._replace(backend="manager_list"),
        here._replace(backend="manager_list", size=4096, operation="write_item"),
        here._replace(size=4096, operation="write_item"),
    }
    assert fragment(reading(verdict="holds")) == {}


def test_channels_have_a_part_of_their_own_and_growth_has_both_ends():
    channels = reading(operation="transfer", payload="blob", backends=["via_pipe", "via_queue"])
    found = fragment(channels, reading("grows", backends=["lmdb"], size=[]))
    assert [part["backends"] for part in found["transfer"]] == [["via_pipe", "via_queue"]]
    assert [(part["backends"], part["sizes"]) for part in found["sweep"]] == [(["lmdb"], ["1 KiB", "16 MiB"])]


def test_of_a_comparison_both_sides_are_measured_and_memory_beside_a_copy():
    side = {"interpreter": "3.13", "backend": "fork_global", "payload": "blob", "operation": "attach", "size": 800}
    sides = [side | {"processes": count, "quantity": "total_pss_bytes"} for count in (4, 1)]
    parts = fragment(reading(sides=sides))["sweep"]
    assert {(*part["processes"], *part["operations"], *part["sizes"]) for part in parts} == {
        (1, "copy_out", 800),
        (4, "copy_out", 800),
    }


def test_limits_and_probes_have_keys_of_their_own():
    entries = [{"id": "x", "limit_of": "lmdb", "elements": ["bytes"]}]
    assert fragment(entries=entries) == {"limits": {"backends": ["lmdb"], "elements": ["bytes"]}}
    asked = model.Reading("probed", {"interpreter": "3.13", "operation": "threads", "backends": ["lmdb"]}, None, "")
    assert fragment(asked) == {"safety": {"interpreters": "newest", "backends": ["lmdb"], "in_run": True}}


@pytest.fixture(scope="module")
def other_sources():
    """The configuration of the other sources, laid over the default one."""
    config = yaml.safe_load(Path(FILES[0]).read_text(encoding="utf-8"))
    update_config(config, yaml.safe_load(Path(FILES[1]).read_text(encoding="utf-8")))
    return config


def test_the_other_sources_configuration_is_good_and_names_every_file(other_sources):
    known = {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}
    configuration.check(other_sources, FILES, known)
    first, *rest = other_sources["claims"]
    assert first == "config/claims/article.yaml"
    assert rest == [str(path) for path in sorted(Path("config/claims").glob("*.yaml")) if path.name != "article.yaml"]


def test_it_measures_what_their_claims_need(other_sources):
    planned = cells_of({key: other_sources[key] for key in ("backends", *plan.KINDS)})
    for document in claims.load_all(other_sources["claims"])[1:]:
        for claim in document["claims"]:
            pairs = [pair for entry in claim.get("comparisons", []) for pair in comparisons.sides(entry, LABELS)]
            found = verdict(*(reading(sides=list(pair)) for pair in pairs))
            assert missing.of_claim(found, planned, SPAN) == [], claim["id"]
            for entry in claim.get("probes", []):
                assert set(entry["backends"]) <= set(other_sources["safety"]["backends"]), claim["id"]
            if "limit_of" in claim:
                assert claim["limit_of"] in other_sources["limits"]["backends"], claim["id"]
                assert set(claim["elements"]) <= set(other_sources["limits"]["elements"]), claim["id"]
