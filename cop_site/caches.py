"""The cache on Redis, with this process's own memory in its place while Redis is away."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 2.0


class RedisOrMemory:
    """Answers what a cache is asked; pages and rate limits go on when Redis does not."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        from redis.exceptions import RedisError  # noqa: PLC0415 -- an extra, here when it is used

        self._redis = RedisCacheClient(servers, **options)
        self._memory = LocMemCache("while-redis-is-away", {})
        self._fault = RedisError
        self._away_until = 0.0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*facts: Any) -> Any:  # noqa: ANN401 -- whatever the cache answers
            if time.monotonic() >= self._away_until:
                try:
                    return getattr(self._redis, name)(*facts)
                except self._fault as error:
                    logger.warning("Redis is away; the cache is in memory: %s", error)
                    self._away_until = time.monotonic() + SECONDS_BETWEEN_TRIES
            return getattr(self._memory, name)(*facts)

        return ask


class LastingRedisCache(RedisCache):
    """Django's cache on Redis, which lasts when Redis does not."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = RedisOrMemory
