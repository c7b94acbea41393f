# Everything a fresh machine needs is Python 3.11 or newer and make; the rest is installed into .venv from requirements-dev.lock.
.DEFAULT_GOAL := help
.PHONY: fuzz help setup demo up test bench sizing bench-peers fast lint types contracts compose tests proof chaos lock clean

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
LOCK := --quiet --universal --generate-hashes --python-version 3.11 --upgrade --no-header

help: ## show what can be done
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: $(READY) ## set everything up and play the example campaign on a fast clock
	@$(BIN)/bihuan rehearse docs/example

up: $(READY) ## run the embedded site on the real clock
	@$(BIN)/bihuan up

test: $(READY) lint types contracts compose fast tests proof ## set everything up and run the tests

# SCALE=full measures the numbers that the goals are given for (an hour and more); BENCH takes other options of the module.
SCALE ?= small
bench: $(READY) ## measure ours beside bare Temporal (SCALE=full for all)
	@$(BIN)/python -m tests.bench --scale $(SCALE) $(BENCH)

sizing: $(READY) ## write what the last bench measured into docs/sizing.md
	@mkdir -p docs/bench && cp build/bench/bench-$(SCALE).json docs/bench/bench.json
	@$(BIN)/python -m tests.bench.sizing docs/bench/bench.json docs/sizing.md

bench-peers: $(READY) .venv-peers/.ready ## the same beside DBOS, procrastinate and a plain table
	@$(BIN)/python -m tests.bench --scale $(SCALE) --rows lifecycles,peers --name peers $(BENCH)

.venv-peers/.ready: requirements-peers.lock
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	@touch $@

setup: $(READY) ## install the locked dependencies into .venv

$(READY): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Bihuan needs Python 3.11 or newer. 需要 Python 3.11 或更高版本。"; exit 1; }
	@echo "正在准备运行环境…… Setting up .venv with $(PYTHON) …"
	@echo "（首次下载约 200 MB，需一到三分钟 · downloads about 200 MB once; one to three minutes）"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv. 缺少 venv 模块。"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }

format: $(READY)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@$(BIN)/lint-imports --no-cache

compose: $(READY)
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

fast: $(READY) ## rules and schemas only, in seconds
	@$(BIN)/pytest -q -n 2 --dist worksteal tests/rules tests/schemas

tests: $(READY)
	@$(BIN)/pytest -q -n 2 --dist loadfile --ignore=tests/rules --ignore=tests/schemas --ignore=tests/chaos

fuzz: $(READY) ## feed 100,000 hostile inputs to every parser and message (FUZZ_SEED, FUZZ_INPUTS), and live long random lives
	@$(BIN)/python -m tests.fuzz
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest -q --timeout 3600 tests/rules/test_properties.py tests/rules/test_stepping.py tests/rules/test_deeds.py

proof: $(READY) ## harm a site in every way for two minutes, and see that nothing is lost
	@$(BIN)/pytest -q tests/chaos

chaos: $(READY) ## the same for longer: KILLS=200 processes are killed (SEED, CASES, DAY, PLANT, SHORT); the report is in build/chaos
	@$(BIN)/python -m tests.chaos $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(CASES),--cases $(CASES)) \
		$(if $(DAY),--day $(DAY)) $(if $(SHORT),--short) $(foreach plant,$(PLANT),--plant $(plant))

lock: $(READY) ## resolve the dependencies anew
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile $(LOCK) --constraint requirements.lock --extra site --extra dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile $(LOCK) tests/bench/peers/requirements.in -o requirements-peers.lock

clean: ## remove what was installed and built; data folders stay
	rm -rf .venv .venv-peers build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
