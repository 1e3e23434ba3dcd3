"""`make claim`, for real: one claim is measured, and stands beside the published verdict."""

import os
import shutil
import subprocess
import sys

import pytest

from maintain import splice_docs
from tests.system.tiny_run import copy

pytestmark = pytest.mark.slow


def test_a_claim_of_checks_is_tried_and_stands_beside_the_published_one(tmp_path):
    folder = copy(tmp_path)
    archive = splice_docs.newest_archive().parent
    (folder / "results/published" / archive.name).mkdir(parents=True)
    shutil.copy(archive / "verdicts.json", folder / "results/published" / archive.name)
    command = [sys.executable, "-m", "validate.one_claim", "isolated-by-default"]
    done = subprocess.run(
        command, cwd=folder, env=dict(os.environ, PYTHONPATH="scripts"), capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    assert "isolated-by-default, measured here (1 block): holds. The parent's plain list stayed empty" in done.stdout
    assert "isolated-by-default, as published (" in done.stdout and "The verdicts agree" in done.stdout
    assert (folder / "results/claims/isolated-by-default/verdicts.json").exists()
