"""A real Slurm of two nodes on this machine, without systemd or accounting: for the tests, never for timing."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil

CONF = Path("/etc/slurm/slurm.conf")  # the inner srun sees no SLURM_CONF: the plugin's job step drops what Slurm set
MARK = "# Written by tests/system/slurm/cluster.py for a test cluster on one machine."
PACKAGES = ["munge", "slurmctld", "slurmd", "slurm-client"]
NODES = ["node1", "node2"]
CORES = 4
STOP_SECONDS = 20


class CannotStart(Exception):
    """Why there can be no test cluster here."""


def missing():
    """The programs that Slurm lacks here."""
    return [name for name in ("munged", "slurmctld", "slurmd", "sbatch") if not which(name)]


def which(name):
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def install():
    """Slurm from the distribution's packages, when it is missing; their services are not started."""
    if not missing():
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise CannotStart("Slurm is missing, and only root on a Debian-like system can install it")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", "-qq", *words], check=True, env=environment, stdout=subprocess.DEVNULL)


def configuration(folder):
    """slurm.conf: both nodes share this host's name, file system and cores; Slurm believes in four cores each."""
    lines = [
        MARK,
        "ClusterName=trial",
        f"SlurmctldHost={socket.gethostname()}(127.0.0.1)",
        "SlurmUser=root",
        "AuthType=auth/munge",
        "MailProg=/bin/true",
        "MpiDefault=none",
        "ProctrackType=proctrack/linuxproc",
        "TaskPlugin=task/none",
        "ReturnToService=2",
        "SlurmdParameters=config_overrides",
        "SelectType=select/cons_tres",
        "SelectTypeParameters=CR_Core_Memory",
        "SchedulerParameters=batch_sched_delay=0,bf_interval=5",
        "MinJobAge=3600",
        "KillWait=5",
        "SlurmctldTimeout=30",
        "SlurmdTimeout=10",
        "AccountingStorageType=accounting_storage/none",
        "JobAcctGatherType=jobacct_gather/none",
        "SlurmctldPort=17000",
        f"StateSaveLocation={folder}/state",
        f"SlurmctldPidFile={folder}/slurmctld.pid",
        f"SlurmctldLogFile={folder}/slurmctld.log",
        f"SlurmdPidFile={folder}/slurmd.%n.pid",
        f"SlurmdLogFile={folder}/slurmd.%n.log",
        f"SlurmdSpoolDir={folder}/spool/%n",
        f"NodeName=node[1-{len(NODES)}] NodeHostname=localhost NodeAddr=127.0.0.1 Port=[17001-{17000 + len(NODES)}]"
        f" CPUs={CORES} CoresPerSocket={CORES} ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN",
        "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
    ]
    return "\n".join(lines) + "\n"


class Cluster:
    """Starts with `with`; at its end every daemon that it started is gone, and so is its slurm.conf."""

    def __init__(self, folder):
        self.folder = folder
        self.munge = folder / "munge"

    def __enter__(self):
        if CONF.exists() and not CONF.read_text(encoding="utf-8").startswith(MARK):
            raise CannotStart(f"{CONF} is not this test's own: there is a Slurm here already, and it stays as it is")
        if os.geteuid():
            raise CannotStart("a test cluster is started by root only")
        install()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        (self.folder / "state").mkdir()
        CONF.write_text(configuration(self.folder), encoding="utf-8")
        self.start_munge()
        run(which("slurmctld"))
        for node in NODES:
            self.start_node(node)
        wait(lambda: self.states() == dict.fromkeys(NODES, "idle"), 60, "the nodes are not idle")

    def start_munge(self):
        """The daemon that vouches for a user; Slurm finds its socket at the place that it was built for."""
        Path("/run/munge").mkdir(exist_ok=True)
        shutil.chown("/run/munge", "munge", "munge")
        if not pid_of(Path("/run/munge/munged.pid")):
            run("setpriv", "--reuid=munge", "--regid=munge", "--clear-groups", which("munged"))
            self.munge.touch()

    def start_node(self, node):
        (self.folder / "spool" / node).mkdir(parents=True, exist_ok=True)
        run(which("slurmd"), "-N", node)

    def states(self):
        """Node -> its state, as sinfo says it."""
        lines = output("sinfo", "--noheader", "--Node", "--format=%N %t").splitlines()
        return dict(line.split() for line in lines)

    def jobs(self):
        """(number, state, node) of the jobs that wait or run."""
        return [tuple(line.split("|")) for line in output("squeue", "--noheader", "--format=%i|%T|%N").splitlines()]

    def lose(self, node):
        """As when its power fails: its slurmd and all that ran on it are gone at once, and none tells of the others."""
        cells = of_node(node)
        memory = {path for one in cells for path in shared(one)}
        steps = {parent.pid for one in cells for parent in parents(one) if parent.name().startswith("slurmstepd")}
        pids = [pid_of(self.folder / f"slurmd.{node}.pid"), *steps, *(process.pid for process in cells)]
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in pids:
                kill(pid, number)
        for path in memory:
            path.unlink(missing_ok=True)

    def hasten(self, number):
        """A job of a lost node is put back into the queue; start it there and then, not two minutes later."""
        wait(lambda: (number, "PENDING", "") in self.jobs(), 90, "the lost node's job is not put back")
        run("scontrol", "update", f"JobId={number}", "StartTime=now")

    def cancel(self):
        """Every job, and wait until all are gone, and their processes."""
        for number, *_ in self.jobs():
            run("scancel", number)
        wait(lambda: not self.jobs() and not any(map(of_node, NODES)), 60, "cancelled jobs go on")

    def daemons(self):
        """Process numbers of all that this cluster started and that still runs."""
        found = [pid_of(path) for path in self.folder.glob("*.pid")]
        found.append(pid_of(Path("/run/munge/munged.pid")) if self.munge.exists() else None)
        return [pid for pid in found if pid] + [process.pid for node in NODES for process in of_node(node)]

    def __exit__(self, *_):
        stop(self.daemons())
        CONF.unlink(missing_ok=True)


def of_node(node):
    """What runs on a node: job steps, and all that carries its name in its environment."""
    found = []
    for process in psutil.process_iter():
        try:
            named = process.environ().get("SLURMD_NODENAME") == node
        except psutil.Error:
            continue
        if named:
            found.append(process)
    return found


def parents(process):
    """Its parents, or none when it has just ended: cells end all the time."""
    try:
        return process.parents()
    except psutil.NoSuchProcess:
        return []


def shared(process):
    """The files of /dev/shm that a process has mapped: a node's memory is gone with it."""
    try:
        paths = [Path(one.path) for one in process.memory_maps()]
    except psutil.Error:
        return []
    return [path for path in paths if path.parent == Path("/dev/shm")]


def pid_of(path):
    """The live process of a pid file, or None."""
    try:
        number = int(path.read_text())
    except (OSError, ValueError):
        return None
    return number if psutil.pid_exists(number) else None


def stop(pids):
    """Politely, then not."""
    processes = []
    for pid in pids:
        try:
            processes.append(psutil.Process(pid))
            processes[-1].terminate()
        except psutil.NoSuchProcess:
            continue
    for process in psutil.wait_procs(processes, STOP_SECONDS)[1]:
        kill(process.pid)


def kill(pid, number=signal.SIGKILL):
    if pid:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def run(*words):
    subprocess.run(words, check=True, capture_output=True, timeout=60)


def output(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout


def wait(condition, seconds, complaint):
    """Until the condition is true, or AssertionError."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.2)
