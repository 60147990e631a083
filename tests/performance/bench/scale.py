"""How large a world the benchmark builds."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Scale:
    """Numbers of things; both sides build the same."""

    people: int
    communities: int
    spaces: int
    topics: int
    posts: int
    long_topic: int = 2_000  # posts of the first topic
    busy_space: int = 40  # topics of the first space, however small the world

    @property
    def key(self) -> str:
        """A name for the folder that keeps this world."""
        return "-".join(f"{getattr(self, part.name)}" for part in fields(self))

    @property
    def spaces_each(self) -> int:
        return self.spaces // self.communities


LARGE = Scale(people=5_000, communities=100, spaces=500, topics=20_000, posts=300_000)
MEDIUM = Scale(people=1_000, communities=4, spaces=20, topics=2_000, posts=50_000)
SMALL = Scale(people=100, communities=10, spaces=50, topics=200, posts=3_000)
TINY = Scale(people=20, communities=5, spaces=25, topics=80, posts=400, long_topic=100)
SCALES = {"large": LARGE, "medium": MEDIUM, "small": SMALL, "tiny": TINY}
