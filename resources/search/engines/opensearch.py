"""The engine on an OpenSearch server, spoken to over plain HTTP with terms analysed already."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from resources.search import analysis
from resources.search.engine import Document, Found, IndexDamagedError, Question, Thing
from resources.search.engines.opensearch_language import (
    MAPPING,
    Json,
    name_of,
    near_words,
    read,
    search,
    source,
    texts,
)
from resources.search.engines.suggestion import suggest

BATCH = 1_000
MOST_READ = 20  # documents that are read in search of a word as it is written
SECONDS = 10
FIRST_ERROR, MISSING = 400, 404

Transport = Callable[[str, str, bytes], tuple[int, Json]]


def over_http(address: str) -> Transport:
    """Return what sends a request to a server and returns the status and the JSON of its answer."""
    if not address.startswith(("http://", "https://")):
        raise ValueError("OPENSEARCH_URL must begin with http:// or https://")

    def send(method: str, path: str, body: bytes) -> tuple[int, Json]:
        kind = "application/x-ndjson" if path.endswith("_bulk?refresh=true") else "application/json"
        request = Request(  # noqa: S310 -- looked at above
            f"{address.rstrip('/')}/{path}", body or None, {"Content-Type": kind}, method=method
        )
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- looked at above
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, {}

    return send


class OpenSearchEngine:
    """Finds on a server of its own; the index is an alias, which a rebuild lets point elsewhere."""

    def __init__(self, address: str, index: str, transport: Transport | None = None) -> None:
        self.index = index
        self.send = transport or over_http(address)

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace them, in one request; return how many."""
        fresh = {document.thing: document for document in documents}
        self._require_index()
        self._bulk(self.index, _indexing(fresh.values()))
        return len(fresh)

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things, in one request; return how many were there."""
        self._require_index()
        done = self._bulk(self.index, [{"delete": {"_id": name_of(thing)}} for thing in things])
        return sum(item["delete"].get("result") == "deleted" for item in done)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new index beside the present one, then take its place; return its size."""
        new = f"{self.index}-{uuid4().hex}"
        self._ask("PUT", new, MAPPING)
        try:
            while batch := list(islice(documents := iter(documents), BATCH)):
                self._bulk(new, _indexing(batch))
            size: int = self._ask("GET", f"{new}/_count")["count"]
            old = self._indexes()
            add = {"add": {"index": new, "alias": self.index}}
            gone = [{"remove_index": {"index": name}} for name in old]
            self._ask("POST", "_aliases", {"actions": [add, *gone]})
        except BaseException:
            self.send("DELETE", new, b"")
            raise
        return size

    def find(self, question: Question) -> Found:
        """Answer a question. Raises ``IndexDamagedError``, ``QuestionError``."""
        clauses = analysis.clauses_of(question)
        if not clauses:
            return Found()
        found = read(self._search(search(question, clauses)))
        return found if found.facets.kinds else Found(suggestion=self._suggestion(question))

    def is_sound(self) -> bool:
        """Ask the server whether all of the index can be read."""
        try:
            self._require_index()
            return bool(self._ask("GET", f"_cluster/health/{self.index}")["status"] != "red")
        except IndexDamagedError:
            return False

    def size(self) -> int:
        """Return how many documents it holds. Raises ``IndexDamagedError``."""
        count: int = self._ask("GET", f"{self.index}/_count")["count"]
        return count

    def _suggestion(self, question: Question) -> str:
        if question.any_word:
            return ""

        def found_under(word: str, most: int) -> list[str]:
            asked = texts(question, analysis.parse(word), most)
            return [hit["_source"]["words"] for hit in self._search(asked)["hits"]["hits"]]

        def vocabulary(word: str, _most: int) -> list[str]:
            near = self._search(near_words(word))["suggest"]["near"]
            return [option["text"] for entry in near for option in entry["options"]]

        return suggest(
            question.words,
            vocabulary=vocabulary,
            occurs=lambda word: bool(found_under(word, 1)),
            is_seen=lambda word: any(
                word in analysis.bare_words(text) for text in found_under(word, MOST_READ)
            ),
        )

    def _search(self, asked: Json) -> Json:
        return self._ask("POST", f"{self.index}/_search", asked)

    def _indexes(self) -> list[str]:
        """Return the index that the alias names, if there is one."""
        status, found = self.send("GET", f"_alias/{self.index}", b"")
        return [] if status == MISSING else list(found)

    def _require_index(self) -> None:
        """Refuse what the server would do: make an index without a mapping on the first put."""
        if not self._indexes():
            raise IndexDamagedError("no index was built yet")

    def _bulk(self, index: str, lines: Sequence[object]) -> list[Json]:
        if not lines:
            return []
        body = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        done = self._answer("POST", f"{index}/_bulk?refresh=true", body)
        failed = [item for item in done["items"] if "error" in next(iter(item.values()))]
        if failed:
            raise IndexDamagedError(str(failed[0]))
        return list(done["items"])

    def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        return self._answer(method, path, b"" if body is None else json.dumps(body).encode())

    def _answer(self, method: str, path: str, body: bytes) -> Json:
        try:
            status, answer = self.send(method, path, body)
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"the search server does not answer: {error}") from error
        if status >= FIRST_ERROR:
            raise IndexDamagedError(f"the search server answers {status} to {method} {path}")
        return answer


def _indexing(documents: Iterable[Document]) -> list[object]:
    return [
        line
        for document in documents
        for line in ({"index": {"_id": name_of(document.thing)}}, source(document))
    ]
