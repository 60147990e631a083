"""Server processes that share a ground, seen as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.performance.bench.server import Server


@dataclass(frozen=True)
class Servers:
    """All that serve one side."""

    running: Sequence[Server]

    @property
    def ports(self) -> list[int]:
        return [server.port for server in self.running]

    def cpu_seconds(self) -> float:
        """Processor time of all; the database server's is its own."""
        return sum(server.cpu_seconds() for server in self.running)

    def peak_mb(self) -> float:
        """The most memory that one of them ever held."""
        return max(server.peak_mb() for server in self.running)
