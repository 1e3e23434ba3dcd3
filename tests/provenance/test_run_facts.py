"""Facts and warnings of made-up machines, read from made-up /proc and /sys."""

import pytest

from provenance import cgroups, hardware, tuning_advice


def plant(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_machine_that_tells_nothing_has_no_facts_but_its_clock(tmp_path):
    known = hardware.facts(tmp_path)
    told = {name for name, value in known.items() if value is not None}
    assert told <= {"hash_seed", "load", "clock_call", "clock_resolution_seconds", "clock_step_seconds"} | {
        "clock_cost_seconds"
    }
    assert known["clock_cost_seconds"] > 0


def test_caches_governor_turbo_and_mitigations(tmp_path):
    cpu = "sys/devices/system/cpu"
    plant(
        tmp_path,
        {
            f"{cpu}/cpu0/cache/index0/level": "1\n",
            f"{cpu}/cpu0/cache/index0/type": "Data\n",
            f"{cpu}/cpu0/cache/index0/size": "48K\n",
            f"{cpu}/cpu0/cache/index1/level": "2",
            f"{cpu}/cpu0/cache/index1/type": "Unified",
            f"{cpu}/cpu0/cache/index1/size": "1024K",
            f"{cpu}/cpu0/cpufreq/scaling_governor": "powersave\n",
            f"{cpu}/intel_pstate/no_turbo": "0\n",
            f"{cpu}/smt/active": "1\n",
            f"{cpu}/isolated": "\n",
            f"{cpu}/vulnerabilities/meltdown": "Not affected\n",
            f"{cpu}/vulnerabilities/mds": "Mitigation: Clear buffers\n",
            f"{cpu}/vulnerabilities/spectre_v1": "Vulnerable\n",
            "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
            "proc/cpuinfo": "processor : 0\nflags : fpu hypervisor sse\n",
            "sys/class/dmi/id/sys_vendor": "QEMU\n",
        },
    )
    known = hardware.facts(tmp_path)
    assert known["caches"] == "L1d 48K, L2 1024K"
    assert (known["governor"], known["turbo"], known["smt"]) == ("powersave", "on", "on")
    assert known["isolated_cores"] == "none"
    assert known["mitigations"] == "mitigated: mds; vulnerable: spectre_v1"
    assert known["huge_pages"] == "madvise"
    assert known["virtual_machine"] == "QEMU"


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
