# Everything a developer does here, by name. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# The first Python at hand that is new enough.
PYTHON ?= $(or $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done),python3)

V := .venv/bin
PY := $(V)/python

.PHONY: help install install-dev run servers test check format bench soak screenshots lighthouse translations lock clean

help: ## list what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

install: ## make the virtual environment with what the application needs
	@$(PYTHON) commands/install.py requirements.txt

install-dev: ## the same with what checks and tests need
	@$(PYTHON) commands/install.py requirements.txt requirements-dev.txt

run: install ## run the market at http://localhost:8000 (PORT=… for another); Ctrl-C stops it
	@exec $(PY) -m commands.run --with-parent

servers: install ## start the embedded PostgreSQL and Valkey alone and print their addresses; Ctrl-C stops them
	@exec $(PY) -m commands.servers

test: install-dev ## run every test that a change must pass (ARGS=tests/… for some)
	@$(PY) -m commands.chromium
	@$(PY) -m pytest $(or $(ARGS),-n 3 --no-loadscope-reorder)

check: install-dev ## style, types, architecture, templates, translations
	@$(PY) -m commands.check

format: install-dev ## bring code into its form
	@$(V)/ruff check --fix-only --quiet .
	@$(V)/ruff format .

bench: install-dev ## measure the work beside its physical limit; writes bench/results.json
	@$(PY) -m bench $(ARGS)

soak: install-dev ## the long sizes of the tests (hours)
	@$(PY) -m commands.chromium
	@$(PY) -m pytest -m soak $(ARGS)

lighthouse: install-dev ## judge the phone's pages by Lighthouse (needs npx and Chromium); NAMES="shelf cart" for some
	@$(PY) -m commands.chromium
	@$(PY) -m commands.lighthouse $(NAMES)

screenshots: install-dev ## take the README's pictures again
	@$(PY) -m commands.chromium
	@$(PY) -m commands.screenshots

translations: install-dev ## collect new strings into the catalogues
	@$(PY) -m commands.translations update

lock: ## compile requirements*.in into requirements*.txt (UPGRADE=1 for newer versions)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(MAKE) --no-print-directory install-dev
	@$(PY) -m commands.lock $(if $(UPGRADE),--upgrade)

clean: ## remove what was made here, except the market's data in var/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
