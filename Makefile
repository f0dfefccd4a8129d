PYTHON ?= python3.11
BIN := .venv/bin
# One more than cores: many tests wait for servers, platforms and clocks.
LANES := --numprocesses=$(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 1)') --maxprocesses=4 --dist=loadscope
# A village is many processes; each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo run test check bench chaos fuzz audit eval lock clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

.venv/run.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# All that running needs is in the lock for developing too: one installation does for both.
.venv/dev.stamp: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch .venv/run.stamp $@

# On all cores, which pip does on one; the tests' processes would else compile the same modules at the same time.
.venv/compiled.stamp: .venv/dev.stamp
	-$(BIN)/python -m compileall -q -j 0 .venv/lib bot intents catalog config >/dev/null
	@touch $@

demo: .venv/run.stamp  ## a village day over real HTTP: chats, orders, alerts
	$(BIN)/cunkou demo

run: .venv/run.stamp  ## serve the sample shop; three phones to try it with at http://127.0.0.1:8080/simulator
	$(BIN)/cunkou migrate
	$(BIN)/cunkou import catalog config/sample/catalog.csv
	$(BIN)/cunkou import stations config/sample/stations.csv
	@echo "Talk to it at http://127.0.0.1:8080/simulator"
	$(BIN)/cunkou serve

test: .venv/compiled.stamp  ## all tests, on real Redis, SQLite and PostgreSQL
	$(BIN)/python -m pytest $(LANES)

check: .venv/dev.stamp  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev.stamp  ## turns a second of the whole path beside others' echoes; search; the network
	$(BIN)/python benchmarks/turns.py
	$(BIN)/python benchmarks/search.py --size 10k
	$(BIN)/python benchmarks/network.py --stations 15000 --villages 62000 --counties 100

chaos: .venv/dev.stamp  ## 10,000 messages while servers are killed, on both stores; then an audit of what became of them
	$(BIN)/python tests/chaos/run.py

fuzz: .venv/dev.stamp  ## 100,000 bent inputs for every hook: no 5xx, nobody stuck
	$(BIN)/python tests/security/fuzz.py

# The auditors have a house of their own: what they need must not be what is audited.
build/audit.stamp: .ci/audit.lock
	test -x build/audit/bin/python || $(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/audit.lock
	@touch $@

audit: build/audit.stamp  ## known vulnerabilities of what is locked, and its bill of materials
	build/audit/bin/python .ci/audit.py

eval: .venv/dev.stamp  ## what is understood of the phrase sets, by tag, with the worst errors
	$(BIN)/python benchmarks/evaluate.py --by-tag --errors 10

lock: .venv/dev.stamp  ## renew the pinned versions
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe --all-extras -o requirements-dev.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links -c requirements-dev.lock -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links -c requirements-dev.lock --extra pay --extra tracing -o requirements-image.lock pyproject.toml

clean:  ## remove what was made
	rm -rf .venv var build *.egg-info
