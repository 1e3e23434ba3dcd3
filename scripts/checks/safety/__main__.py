"""`python -m checks.safety OUT LABEL BACKEND`: every probe of a backend, each in a fresh process; a line of JSON each.

BACKEND is a name of the folders backends and channels, or a file. `python -m checks.safety MODULE PROBE SPEC -` is one
such process.
"""

from __future__ import annotations

import concurrent.futures
import json
import os
import platform
import shutil
import sys
import tempfile
from typing import Any

from checks import runner
from checks.safety import memory_limit, namespaces
from checks.safety.channel_subject import ChannelSubject
from checks.safety.probe import SILENT, finding, format_exit, outcome
from checks.safety.shared_subject import Subject
from measure.contract import discovery, operations
from measure.contract.channel import Channel

PROBES = "checks.safety.probes"
SCRIPTS = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 60  # a probe that takes longer hangs; a busy machine may need half of it to start a channel's processes
OPEN = 0o1777  # as /tmp has it
AT_ONCE = 3  # most of them wait: for a process to start, or to see that nothing comes


def probes_of(module: str) -> dict[str, Any]:
    """Name -> probe of a module of PROBES, in the order of the source."""
    return runner.questions(runner.load(PROBES, module), "asks")


def all_probes() -> list[Any]:
    """(module, name, probe) of all there are."""
    return [(module, name, one) for module in runner.modules(PROBES) for name, one in probes_of(module).items()]


def probes_for(kind: Any) -> list[Any]:
    """The same of those that a backend, or a channel, is asked."""
    return [found for found in all_probes() if found[2].channels == issubclass(kind, Channel)]


def describe(backend: str, probe: Any, name: str) -> dict[str, Any]:
    """What a process has to know of the backend and its payload."""
    path = os.path.abspath(backend) if backend.endswith(".py") else discovery.find(backend)
    version = list(sys.version_info[:2])
    return dict(path=path, name=name, payload=probe.payload, size=probe.size, method="", version=version, private=False)


def impossible(probe: Any, spec: dict[str, Any]) -> str | None:
    """Why the probe can't be tried on this backend, or None."""
    kind = discovery.load(spec["path"])
    if issubclass(kind, Channel):
        return impossible_channel(kind, tuple(spec["version"]))
    if not kind.shared:
        return "it shares nothing between processes"
    if getattr(kind, "threads", False):
        return "its workers are threads of one process"
    if kind.collective:
        return kind.collective
    if tuple(spec["version"]) < kind.since:
        return "needs Python {}.{}".format(*kind.since)
    if kind.missing():
        return kind.missing()
    if spec["payload"] not in kind.payloads:
        return "holds {} only".format(" and ".join(kind.payloads))
    for name in probe.operations:
        if operations.line(kind, name, spec["payload"]) is None:
            return kind.refuses.get(name, f"the mechanism offers no {name}")
    return None


def impossible_channel(kind: Any, version: Any) -> str | None:
    """The same of a channel, which has two ends whatever the probe."""
    if not kind.carries:
        return "it hands nothing over"
    if kind.interpreters:
        return "its ends are interpreters of one process"
    if version < kind.since:
        return "needs Python {}.{}".format(*kind.since)
    return str(kind.missing() or "") or None


def lines_run(probe: Any, spec: dict[str, Any]) -> str:
    """The backend's lines that the probe runs."""
    kind = discovery.load(spec["path"])
    if probe.channels:
        return operations.transfer_source(kind)
    lines = [operations.line(kind, name, spec["payload"]) for name in probe.operations]
    return "  |  ".join(line for line in lines if line)


def run(module: str, name: str, text: str) -> None:
    """One probe, here and now, in a private place when there can be one."""
    probe, spec = probes_of(module)[name], json.loads(text)
    os.umask(0o022)
    cgroup = memory_limit.MemoryCgroup(spec["name"]) if probe.limits_memory else None
    spec["memory"] = cgroup.facts if cgroup else {}
    why = enter_namespaces()
    if why and probe.private:
        print(json.dumps(finding("untried", f"needs a private /dev/shm, and none can be had: {why}")))
        return
    spec["private"] = not why
    subjects: list[Subject] = []
    try:
        print(json.dumps(outcome(attempt, probe, spec, subjects)), flush=True)
    finally:
        if not why:
            os._exit(0)  # all that it made goes with the private place; to wait for what it broke might last for ever
    for subject in subjects:
        subject.close()


def enter_namespaces() -> str | None:
    """Go on in a private place; why not, if that can't be done."""
    try:
        namespaces.enter()
    except OSError as error:
        return str(error)
    return None


def attempt(probe: Any, spec: dict[str, Any], subjects: Any) -> Any:
    """What the probe finds; its subject is left in `subjects`."""
    subject = ChannelSubject(spec) if probe.channels else Subject(spec)
    subjects.append(subject)
    return probe(subject)


def fresh(module: str, name: str, spec: dict[str, Any], place: str | None = None) -> dict[str, Any]:
    """One probe in a process of its own, with a folder of its own in `place`; both are gone afterwards."""
    folder = tempfile.mkdtemp(prefix="safety-", dir=place)
    os.chmod(folder, OPEN)
    command = [sys.executable, "-s", "-m", "checks.safety", module, name, json.dumps(spec), "-"]
    try:
        output, errors, status, late = runner.run_apart(command, SECONDS, dict(os.environ, TMPDIR=folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return answer(without_local_paths(output, folder), without_local_paths(errors, folder), status, late)


def without_local_paths(text: str, folder: str) -> str:
    """A text without the paths of this machine."""
    places = {
        folder: "TMPDIR",
        sys.executable: "python",
        sys.prefix: "PREFIX",
        SCRIPTS: "SCRIPTS",
    }
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, places[place])
    return text


def answer(output: Any, errors: Any, status: int, late: Any) -> dict[str, Any]:
    """The last line of a probe that can be read, or what its end means."""
    read = runner.last_answer(output)
    if read is not None:
        return read
    if late:
        return finding("hang", f"no answer within {SECONDS} s")
    if status > 128 or status < 0:
        return finding("crash", f"the process that used it {format_exit(status)}")
    return finding("untried", SILENT + (errors.strip().splitlines() or ["silence"])[-1])


def row(label: str, backend: str, place: str, number: Any, module: str, name: str, probe: Any) -> dict[str, Any]:
    """One line of the record. The name is one that no other probe of this machine has."""
    spec = describe(backend, probe, f"sst{os.getpid()}s{number}")
    why = impossible(probe, spec)
    facts: dict[str, Any] = dict(interpreter=label, version=platform.python_version(), probe=name, group=module)
    facts.update(backend=os.path.basename(spec["path"])[:-3], head=probe.head, asks=probe.asks, source=probe.source)
    facts.update(line="" if why else lines_run(probe, spec), lines=runner.source_of(probe))
    facts.update(servers=servers(discovery.load(spec["path"])))
    facts.update(finding("untried", why) if why else fresh(module, name, spec, place))
    return facts


def servers(kind: Any) -> int:
    """The processes that a mechanism runs; a channel's receiver is none of them."""
    return int(kind.servers) - (Channel.servers if issubclass(kind, Channel) else 0)


def main(out: str, label: str, backend: str) -> None:
    kind = discovery.load(describe(backend, all_probes()[0][2], "")["path"])
    kind.missing()  # once, before the threads import it
    with runner.temporary_folder(out, OPEN) as place, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(row, label, backend, place, number, *one) for number, one in enumerate(probes_for(kind))]
        rows = [job.result() for job in jobs]
    runner.write_rows(out, rows)


if __name__ == "__main__":
    if sys.argv[-1] == "-":
        run(*sys.argv[1:4])
    else:
        main(*sys.argv[1:])
