"""The cluster that the tests of a module share: it is started for them, and nothing of it is left."""

from pathlib import Path

import pytest

from tests.system.slurm import cluster as slurm


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with slurm.Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster
        daemons = cluster.daemons()
    assert daemons and not [pid for pid in daemons if Path(f"/proc/{pid}").exists()]
    assert not cluster.daemons() and not slurm.CONF.exists()
