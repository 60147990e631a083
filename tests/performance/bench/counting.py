"""Says in a header how many queries a page made; only in the run that counts, never while timing."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Bench-Queries"


def count_queries(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Count what the request's own connection executes; opening a transaction is no query."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        statements: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
            statements.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = get_response(request)
        response.headers[HEADER] = str(len(statements))
        return response

    return middleware
