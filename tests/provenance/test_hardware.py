"""Facts of made-up machines, read from made-up /proc and /sys."""

from provenance import hardware
from tests.provenance.file_tree import plant


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
