"""The smallest search index haystack can use: it remembers what it was given, as every index does.

haystack's own "simple" backend keeps no index and ignores the list of permitted forums, so that it
shows everything to everybody; it would prove less than it seems.
"""

from collections.abc import Iterable
from typing import Any

from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery
from haystack.models import SearchResult

DOCUMENTS: dict[str, dict[str, Any]] = {}


class RememberingBackend(BaseSearchBackend):
    """Keeps the prepared documents, as they were when they were last handed over."""

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:  # noqa: FBT001, FBT002 -- haystack's signature
        for thing in iterable:
            document = index.full_prepare(thing)
            DOCUMENTS[document["id"]] = document

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:  # noqa: FBT001, FBT002 -- haystack's signature
        DOCUMENTS.pop(str(obj_or_string), None)

    def clear(self, models: Any = None, commit: bool = True) -> None:  # noqa: FBT001, FBT002 -- haystack's signature
        DOCUMENTS.clear()

    def build_schema(self, fields: Any) -> tuple[str, list[Any]]:
        return "text", []

    def search(self, query_string: Any, **kwargs: Any) -> dict[str, Any]:
        found = [doc for doc in DOCUMENTS.values() if all(test(doc) for test in query_string)]
        results = [self._result(document) for document in found]
        return {"results": results, "hits": len(results), "facets": {}}

    @staticmethod
    def _result(document: dict[str, Any]) -> SearchResult:
        stored = {name: document[name] for name in document if name not in {"id", "django_id"}}
        app_label, model_name = stored.pop("django_ct").split(".")
        return SearchResult(app_label, model_name, document["django_id"], 1, **stored)


class RememberingQuery(BaseSearchQuery):
    """Turns haystack's filters into tests of a document: ``field__in`` or "contains"."""

    def build_query(self) -> list[Any]:
        return [self._test(name, operator, value) for name, operator, value in self._conditions()]

    def _conditions(self) -> Iterable[tuple[str, str, Any]]:
        pending = [self.query_filter]
        while pending:
            for child in pending.pop().children:
                if hasattr(child, "children"):
                    pending.append(child)
                else:
                    name, _, operator = child[0].partition("__")
                    yield name, operator, child[1]

    @staticmethod
    def _test(name: str, operator: str, value: Any) -> Any:
        if operator == "in":
            permitted = set(value)
            return lambda document: document[name] in permitted
        word = getattr(value, "query_string", value).lower()
        field = "text" if name == "content" else name
        return lambda document: word in str(document[field]).lower()


class RememberingEngine(BaseEngine):
    """What ``HAYSTACK_CONNECTIONS`` names."""

    backend = RememberingBackend
    query = RememberingQuery
