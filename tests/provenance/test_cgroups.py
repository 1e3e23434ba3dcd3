"""The limits of control groups, read from made-up /proc and /sys."""

import pytest

from provenance import cgroups
from tests.provenance.file_tree import plant


@pytest.mark.parametrize(
    ("files", "cores", "memory"),
    [
        ({"sys/fs/cgroup/a/cpu.max": "150000 100000\n", "sys/fs/cgroup/a/memory.max": "max\n"}, 1.5, "none"),
        ({"sys/fs/cgroup/a/cpu.max": "max 100000\n", "sys/fs/cgroup/a/memory.max": "1048576\n"}, "none", 1048576),
        ({"sys/fs/cgroup/cpu.max": "50000 100000\n", "sys/fs/cgroup/a/cpu.max": "max 100000\n"}, 0.5, "none"),
    ],
)
def test_limits_of_control_groups_count_from_the_top_down(tmp_path, files, cores, memory):
    plant(tmp_path, files | {"proc/self/cgroup": "0::/a\n"})
    assert cgroups.cores(tmp_path) == cores
    assert cgroups.memory(tmp_path) == memory
