"""How a higher layer takes part in a verb of a lower one without being imported by it."""

from collections.abc import Callable
from typing import Generic, ParamSpec

Facts = ParamSpec("Facts")


class Steps(Generic[Facts]):
    """Functions that run, in the order of their registration, inside the verb's transaction."""

    def __init__(self) -> None:
        self._steps: list[Callable[Facts, None]] = []

    def register(self, step: Callable[Facts, None]) -> Callable[Facts, None]:
        if step not in self._steps:
            self._steps.append(step)
        return step

    def forget(self, step: Callable[Facts, None]) -> None:
        self._steps.remove(step)

    def run(self, *args: Facts.args, **kwargs: Facts.kwargs) -> None:
        for step in self._steps:
            step(*args, **kwargs)
