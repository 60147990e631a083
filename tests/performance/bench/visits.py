"""What a built world tells the load generator: where to go and as whom."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Visits:
    """Addresses of one side; ``reply_form`` is posted to each of ``reply_paths`` in turn."""

    cookies: str
    pages: dict[str, str]
    reply_paths: list[str]
    reply_form: dict[str, str]
    other_cookies: dict[str, str] = field(default_factory=dict)  # page → another person's

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Visits":
        return cls(**json.loads(path.read_text(encoding="utf-8")))
