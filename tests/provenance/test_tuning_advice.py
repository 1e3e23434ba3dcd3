"""Each thing that spoils timing is a warning with its remedy; a quiet machine has none."""

import pytest

from provenance import tuning_advice

QUIET = {
    "governor": "performance",
    "turbo": "off",
    "virtual_machine": "none",
    "load": 0.1,
    "smt": "off",
    "isolated_cores": "2-3",
    "clock": "tsc",
    "clock_resolution_seconds": 1e-9,
    "clock_step_seconds": 4e-8,
    "cores": 4,
    "cgroup_cores": "none",
    "cgroup_memory_bytes": "none",
    "memory_bytes": 2**34,
    "shm_total_bytes": 2**33,
    "aslr": "on",
    "hash_seed": "random",
}


def test_a_quiet_machine_is_no_warning():
    assert tuning_advice.warnings(QUIET, 2**24) == []


def test_what_is_not_known_is_no_warning():
    assert tuning_advice.warnings(dict.fromkeys(QUIET), 2**24) == []


@pytest.mark.parametrize(
    ("fact", "value", "word"),
    [
        ("governor", "powersave", "governor powersave"),
        ("turbo", "on", "turbo"),
        ("virtual_machine", "KVM", "virtual machine"),
        ("load", 3.0, "load average was 3.0"),
        ("smt", "on", "SMT"),
        ("isolated_cores", "none", "No core is kept free"),
        ("clock", "hpet", "hpet"),
        ("clock_step_seconds", 0.015, "steps are 0.015"),
        ("cgroup_cores", 1.5, "allows 1.5 of 4"),
        ("aslr", "off", "ASLR"),
        ("hash_seed", "0", "PYTHONHASHSEED"),
        ("shm_total_bytes", 2**20, "/dev/shm holds"),
        ("memory_bytes", 2**24, "less than twice"),
    ],
)
def test_each_warning_says_what_and_what_to_do(fact, value, word):
    (found,) = tuning_advice.warnings(QUIET | {fact: value}, 2**24)
    assert word in found["what"]
    assert found["do"].endswith(".")
