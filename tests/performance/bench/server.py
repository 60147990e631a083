"""A server under test: its processes, the time and the memory they take."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
SECONDS_TO_START = 90
MEGABYTE_IN_KB = 1024


class ServerError(Exception):
    """The server did not come up; the message says where to read why."""


class Server:
    """Processes started together, of which the first answers on a port of its own."""

    def __init__(
        self, commands: Sequence[Sequence[str]], environment: Mapping[str, str], log: Path
    ) -> None:
        self.port = free_port()
        self.log = log
        self.commands = commands
        self.environment = {**os.environ, **environment}
        self.running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Server":
        with self.log.open("ab") as log:
            for command in self.commands:
                line = [sys.executable, *(part.format(port=self.port) for part in command)]
                started = subprocess.Popen(
                    line, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
                )
                self.running.append(started)
        try:
            self._wait()
        except ServerError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.running[0].poll() is None:
            probe = http.client.HTTPConnection(HOST, self.port, timeout=10)
            try:
                probe.request("GET", "/bench/empty/")
                probe.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return
            finally:
                probe.close()
        raise ServerError(f"The server did not answer. → Read {self.log}")

    def cpu_seconds(self) -> float:
        """Processor time of the processes and their children since they started."""
        return sum(map(cpu_seconds_of, self._tree()))

    def memory_mb(self) -> float:
        """Memory of the processes and their children, what they share counted once."""
        return sum(map(resident_kb, self._tree())) / MEGABYTE_IN_KB

    def peak_mb(self) -> float:
        """The most memory the processes ever held."""
        return sum(map(peak_kb, self._tree())) / MEGABYTE_IN_KB

    def _tree(self) -> Iterator[int]:
        pending = [process.pid for process in self.running]
        while pending:
            pid = pending.pop()
            yield pid
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                pending += map(int, children.read_text().split())


def free_port() -> int:
    """Let the system choose."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def cpu_seconds_of(pid: int) -> float:
    """Read the process's own clock: /proc/PID/stat counts the same in steps of 10 ms."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3)
    except OSError:  # it has ended
        return 0.0


def resident_kb(pid: int) -> int:
    """Read the proportional set: each page in memory divided by those who share it."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in rollup.splitlines())
    return next((int(words[1]) for words in lines if words[0] == "Pss:"), 0)


def peak_kb(pid: int) -> int:
    """Read the high-water mark of the resident set; what processes share counts for each."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines())
    return next((int(words[1]) for words in lines if words[0] == "VmHWM:"), 0)


def postgres_seconds() -> float:
    """Processor time of all PostgreSQL processes here, those that have ended included."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        if "(postgres" in name:
            own_and_children = rest.split()[11:15]
            total += cpu_seconds_of(int(stat.parent.name))
            total += sum(map(int, own_and_children[2:])) / ticks
    return total
