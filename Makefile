# Belfry's doors: run, test, check, setup. Needs Python 3.11 or newer with venv, and make; nothing else, no root.
.DEFAULT_GOAL := help
.PHONY: help run test check bench chaos setup clean

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --no-deps --no-compile
TEST_ARGS ?=
unexport PYTHONDONTWRITEBYTECODE # without compiled modules each start of each process compiles all it imports anew
RUNS ?= 15
SEED ?= 1

help:
	@echo 'make run     sets up what is missing and starts Belfry with the pretend outside world'
	@echo 'make test    runs the whole test suite (TEST_ARGS="-k words" for some of it)'
	@echo 'make check   formatter, linter, types and import contracts'
	@echo 'make bench   figures beside something else in the same run: sentences, sending, receipts, waiting'
	@echo 'make chaos   real processes, servers that die, a judge (RUNS=15 SEED=1); see tests/chaos/RESULTS.md'
	@echo 'make setup   only sets up'
	@echo 'make clean   removes the virtual environment and what the tools left'

run: $(VENV)/.ready
	@exec $(BIN)/belfry up --sandbox

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 3 $(TEST_ARGS)

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.ready-dev
	$(BIN)/python -m tests.core.language.bench
	$(BIN)/python -m tests.bench

chaos: $(VENV)/.ready-dev
	BELFRY_LEASE=$${BELFRY_LEASE:-2} $(BIN)/python -m tests.chaos $(RUNS) --seed $(SEED)

setup: $(VENV)/.ready

$(VENV)/.made:
	@test -n '$(PYTHON)' || { echo 'Belfry needs Python 3.11 or newer; set PYTHON to it.' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo '$(PYTHON) has no venv module; on Debian: apt install python3-venv.' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The launcher and one line in site-packages take the place of an installation: nothing is built, and what is edited runs.
$(BIN)/belfry: $(VENV)/.made Makefile
	@$(BIN)/python -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'belfry-here.pth').write_text(str(pathlib.Path.cwd()) + '\n')"
	@printf '#!/bin/sh\nexec "%s/$(BIN)/python" -P -m bot "$$@"\n' "$$PWD" > $@
	@chmod +x $@

$(VENV)/.ready: requirements.txt $(BIN)/belfry
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(PIP) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage artefacts
	find bot core storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
