# Each target only calls what can also be called by hand; README shows it.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN = .venv/bin
TEST_ARGS ?= -n 2

.PHONY: demo test setup setup-tests lint types bench e2e faults lock messages

demo: setup
	$(BIN)/python manage.py demo --host $(HOST) --port $(PORT)

test: setup-tests
	$(BIN)/python -m pytest $(TEST_ARGS)

setup:
	@$(PYTHON) -m cop_site.install requirements.lock

setup-tests:
	@$(PYTHON) -m cop_site.install requirements-test.lock

lint: setup-tests
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports

types: setup-tests
	$(BIN)/mypy cop_site communities forums resources

e2e: setup-tests
	$(BIN)/python -m pytest -n 0 -m e2e tests/e2e

# At full length: COP_KILLS=100 COP_CONTENTION_SECONDS=60 COP_REDIS_SECONDS=60 COP_RESYNC_RUNS=2000
faults: setup-tests
	$(BIN)/python -m pytest -n 0 -m faults tests/robustness
	$(BIN)/python -m pytest -n 0 tests/forums/chat/test_resync.py

bench: setup-tests
	$(BIN)/python -m tests.performance.bench $(BENCH_ARGS)
	$(BIN)/python -m tests.performance.bench.sessions

COMPILE = uv pip compile --quiet --generate-hashes --universal --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --extra scale pyproject.toml
LTS = --python-version 3.11 --constraint requirements-lts.txt

lock:
	$(COMPILE) $(LTS) -o requirements.lock
	$(COMPILE) $(LTS) --group test -o requirements-test.lock
	$(COMPILE) --python-version 3.12 --group test -o requirements-newest.lock

messages: setup-tests
	$(BIN)/python manage.py makemessages -l fr --no-location --ignore .venv --ignore var --ignore tests
	$(BIN)/python manage.py compilemessages -l fr --ignore .venv
