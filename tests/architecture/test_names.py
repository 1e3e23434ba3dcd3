"""Words of our own that gave way to the field's: no function or class has them again where they were."""

import ast
from pathlib import Path

import pytest

SCRIPTS = Path("scripts")
# The places that a retired module went to -> the names that it had there. Some of the words live on elsewhere.
RETIRED = {
    "archive/compare.py": "told",
    "checks/safety/leftovers.py": "told",
    "checks/safety/no_watchdogs.py": "bare strip",
    "checks/safety/probe.py": "told found",
    "collect/raw_schema.py": "misspelt misplaced strangers hollow inconsistent",
    "collect/safety.py": "told_apart apart",
    "collect/samples.py collect/summary.py collect/steps.py": "roomy compact part present plain_texts",
    "judge/causes.py": "told",
    "judge/instrument/controls.py judge/instrument/disturbance.py": "twins asks touches doubt",
    "judge/criteria.py judge/decisions.py": "above within judge alike",
    "judge/node_kinds.py render/tables/node_kinds.py": "together combined pooled own_run told",
    "judge/readings.py judge/run_data.py": "Trial",
    "judge/words/wording.py judge/aggregation.py": (
        "told spell word listed by_test contrast leftovers well_founded separating separates"
    ),
    "judge/model.py": "firm",
    "measure/bases/cleanup.py": "Undertaker bury Survived entrust InFolder",
    "measure/bases/server_process.py": "Owner Owned Client ask main",
    "measure/harness/bulk_refresh.py measure/harness/item_latency.py measure/harness/two_sided.py": "Exchange",
    "measure/harness/cell_runner.py measure/largest_payload.py": "Trial",
    "measure/harness/channel_transfer.py": "Rounds partner",
    "measure/harness/pools/worker_pool.py measure/harness/failures.py": "Stage Broken",
    "measure/record/journal.py": "give_up owed settle",
    "measure/system/affinity.py measure/system/topology.py": "settle sit seats told",
    "render/bibliography.py": "told",
    "render/figures/claims.py": "told",
    "render/figures/style.py support/units.py": "age size plain seconds",
    "render/tables/placements.py": "told",
    "render/tables/recommendations.py": "told said",
    "render/tables/safety.py": "told_apart apart strangers remains",
    "stats/effects.py stats/intervals.py": "best regrets LEVEL FEWEST STRICTER",
    "sweep/targets.py sweep/messages.py sweep/snakemake_patches.py": "calm complaints made needed",
    "validate/synthetic_cluster.py": "told",
}


def defined(path):
    """The functions, classes, methods, fields and module constants of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for part in node.body:
                targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
                yield from (target.id for target in targets if isinstance(target, ast.Name))


@pytest.mark.parametrize(("places", "words"), RETIRED.items())
def test_a_retired_name_stays_retired(places, words):
    for place in places.split():
        assert not set(defined(SCRIPTS / place)) & set(words.split()), place
