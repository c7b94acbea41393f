# Everything a fresh machine needs is Python 3.11 or newer and make; the rest is installed into .venv from requirements-dev.lock.
.DEFAULT_GOAL := help
.PHONY: fuzz help setup demo up test fast lint types contracts compose tests lock clean

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
LOCK := --quiet --universal --generate-hashes --python-version 3.11 --upgrade --no-header

help: ## show what can be done
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: $(READY) ## set everything up and play the example campaign on a fast clock
	@$(BIN)/bihuan rehearse docs/example

up: $(READY) ## run the embedded site on the real clock
	@$(BIN)/bihuan up

test: $(READY) lint types contracts compose fast tests ## set everything up and run the tests

setup: $(READY) ## install the locked dependencies into .venv

$(READY): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Bihuan needs Python 3.11 or newer. 需要 Python 3.11 或更高版本。"; exit 1; }
	@echo "Setting up .venv with $(PYTHON) … 正在准备运行环境……"
	@echo "(downloads about 200 MB once; one to three minutes · 首次约需一到三分钟)"
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
	@$(BIN)/pytest -q tests/rules tests/schemas

tests: $(READY)
	@$(BIN)/pytest -q -n 2 --dist loadfile --ignore=tests/rules --ignore=tests/schemas

fuzz: $(READY) ## feed 100,000 hostile inputs to every parser and message (FUZZ_SEED, FUZZ_INPUTS)
	@$(BIN)/python -m tests.fuzz

lock: $(READY) ## resolve the dependencies anew
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile $(LOCK) --constraint requirements.lock --extra site --extra dev pyproject.toml -o requirements-dev.lock

clean: ## remove what was installed and built; data folders stay
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
