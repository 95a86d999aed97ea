"""Processes: start, pin, measure CPU time and memory, stop (only what we started)."""
from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

TICK = os.sysconf("SC_CLK_TCK")
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
IN_NETNS = "TOLLGATE_BENCH_NETNS"


def tollgate() -> str:
    """The binary under measurement: TOLLGATE, or the release build of this checkout."""
    binary = os.path.abspath(os.environ.get("TOLLGATE", f"{REPOSITORY}/target/release/tollgate"))
    if not os.access(binary, os.X_OK):
        raise SystemExit(f"{binary} is not there: cargo build --release, or name the binary with TOLLGATE")
    return binary


def enter_netns(argv: list[str] | None = None) -> None:
    """Re-execute this program in a network namespace of its own (needs root).

    The loopback there is private: ports cannot collide with other users of the
    machine and the TCP settings below touch nobody else.
    """
    if os.environ.get(IN_NETNS) or os.environ.get("TOLLGATE_BENCH_NO_NETNS"):
        return
    if os.geteuid() != 0 or not shutil.which("unshare"):
        print("note: no private network namespace (not root)", file=sys.stderr)
        return
    os.environ[IN_NETNS] = "1"
    setup = ("ip link set lo up; "
             "sysctl -qw net.ipv4.ip_local_port_range='30000 65000' "
             "net.ipv4.tcp_max_tw_buckets=4096 net.core.somaxconn=8192 "
             "net.ipv4.tcp_max_syn_backlog=8192 2>/dev/null; exec \"$@\"")
    args = ["unshare", "-n", "sh", "-c", setup, "sh", sys.executable] + (argv or sys.argv)
    os.execvp("unshare", args)


def raise_nofile() -> int:
    """Raise the soft limit of open files to the hard one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Server:
    """A process (and its descendants) that we started."""

    def __init__(self, argv: list[str], cpus: set[int] | None, log: str, env=None, cwd=None):
        self.log = open(log, "wb")

        def prepare() -> None:
            _die_with_parent()
            if cpus:
                os.sched_setaffinity(0, cpus)

        self.popen = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=self.log,
                                      stderr=subprocess.STDOUT, preexec_fn=prepare,
                                      env={**os.environ, **(env or {})}, cwd=cwd)
        self.pattern: str | None = None

    def pids(self) -> list[int]:
        """Our process tree; with a pattern, only members whose command line matches."""
        tree = descendants(self.popen.pid)
        if self.pattern:
            tree = [p for p in tree if re.search(self.pattern, cmdline(p))]
        return tree

    def cpu(self) -> tuple[float, float]:
        """(user, system) seconds used so far by the tree."""
        user = system = 0.0
        for pid in self.pids():
            u, s = cpu_of(pid)
            user, system = user + u, system + s
        return user, system

    def rss_kb(self) -> int:
        """Proportional set size of the tree, in KiB (pages shared by workers count once)."""
        return sum(pss_kb(p) for p in self.pids())

    def stop(self) -> None:
        members = descendants(self.popen.pid)
        self.popen.terminate()
        try:
            self.popen.wait(5)
        except subprocess.TimeoutExpired:
            for pid in members:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.popen.wait()
        self.log.close()


def cmdline(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            return f.read().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def descendants(root: int) -> list[int]:
    parent: dict[int, int] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as f:
                    parent[int(name)] = int(f.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
    found, frontier = [root], [root]
    while frontier:
        frontier = [p for p, pp in parent.items() if pp in frontier and p not in found]
        found += frontier
    return [p for p in found if p in parent]


def cpu_of(pid: int) -> tuple[float, float]:
    try:
        with open(f"/proc/{pid}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return int(fields[11]) / TICK, int(fields[12]) / TICK
    except OSError:
        return 0.0, 0.0


def pss_kb(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup") as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def wait_port(port: int, host: str = "127.0.0.1", seconds: float = 15, server: Server | None = None) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((host, port), 1).close()
            return
        except OSError:
            if server and server.popen.poll() is not None:
                raise RuntimeError(f"server exited ({server.popen.returncode}); log: {server.log.name}")
            if time.monotonic() > end:
                raise RuntimeError(f"nothing listens on {host}:{port}")
            time.sleep(0.05)


def calibrate(cpu: int = 0) -> float:
    """CPU milliseconds of a fixed piece of work (64 MiB of SHA-256) on one core.

    Taken before each measurement: its spread tells how noisy the machine was.
    """
    import hashlib
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cpu})
    block = bytes(1 << 20)
    start = time.process_time()
    h = hashlib.sha256()
    for _ in range(64):
        h.update(block)
    spent = time.process_time() - start
    os.sched_setaffinity(0, before)
    return spent * 1000


def timed(argv, *, stdin=None, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, shell=False,
          cpus=None, timeout=None, env=None, cwd=None) -> dict:
    """Run a command to its end: wall s, user+sys s (children included), peak RSS MiB, exit code."""
    def prepare() -> None:
        _die_with_parent()
        if cpus:
            os.sched_setaffinity(0, cpus)
    start = time.monotonic()
    child = subprocess.Popen(argv, stdin=stdin or subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                             shell=shell, preexec_fn=prepare, executable="/bin/bash" if shell else None,
                             start_new_session=True,
                             env={**os.environ, **(env or {})}, cwd=cwd)
    timed_out = False
    if timeout:
        import threading

        def expire():
            nonlocal timed_out
            timed_out = True
            os.killpg(child.pid, signal.SIGTERM)      # a group of its own: nothing but this command
        timer = threading.Timer(timeout, expire)
        timer.start()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if timeout:
        timer.cancel()
    return {"wall_s": time.monotonic() - start, "cpu_s": usage.ru_utime + usage.ru_stime,
            "user_s": usage.ru_utime, "sys_s": usage.ru_stime, "rss_mb": usage.ru_maxrss / 1024,
            "rc": child.returncode, "timed_out": timed_out}
