"""What the crowd saw, as rows of a table."""

from tests.performance.bench.sessions.crowd import Crowd

MILLISECONDS = 1000


def figures_of(crowd: Crowd) -> list[list[str]]:
    """Return a row for acts and one for contributions: how long until the last one saw them."""
    return [_row(crowd, kind, name) for kind, name in (("act", "acts"), ("words", "contributions"))]


def _row(crowd: Crowd, kind: str, name: str) -> list[str]:
    done = [one for (what, *_rest), one in crowd.done.items() if what == kind]
    whole = sorted(one.seconds for one in done if len(one.seen) == one.wanted)
    shares = [f"{MILLISECONDS * _share(whole, share):.0f}" for share in (0.5, 0.95, 0.99)]
    return [name, str(len(done)), *shares, str(len(done) - len(whole))]


def _share(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0
