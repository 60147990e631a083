"""What a filled world tells the load generator: who may come, and into which rooms."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class People:
    """Everybody's ``Cookie`` header, and the keys of the rooms."""

    cookies: list[str]
    rooms: list[int]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "People":
        return cls(**json.loads(path.read_text(encoding="utf-8")))
