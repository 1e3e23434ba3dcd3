"""What run.json says of each mechanism: among it, what its view is made of, by which the judge knows twins."""

from measure.contract import discovery
from provenance import run_facts

TWINS = {
    "shared_memory",
    "shared_memory_manager",
    "shared_memory_untracked",
    "posix_ipc",
    "sysv_ipc",
    "memfd",
    "memfd_sent",
    "mmap_file_in_memory",
}
TWINS |= {"mmap_anonymous"}


def test_only_views_of_one_kind_over_one_kind_of_memory_are_twins():
    views = {name: run_facts.describe(path)["view_memory"] for name, path in discovery.paths().items()}
    tmpfs = views["shared_memory"]
    assert {name for name, memory in views.items() if memory == tmpfs} == TWINS
    assert views["mmap_file"] not in (None, tmpfs)
    for name in ("atomicshm", "shared_memory_struct", "mpi_window", "numpy_shared_memory", "manager_list"):
        assert views[name] is None, name


def test_twins_run_the_same_lines():
    """A line that a backend of the same memory overrides would silently take its pairs out of the comparison."""
    classes = {name: discovery.load(discovery.paths()[name]) for name in sorted(TWINS)}
    for line in ("read_item", "write_item", "iterate", "copy_out", "copy_in", "copy_out_blob", "copy_in_blob"):
        assert len({getattr(one, line) for one in classes.values()}) == 1, line
