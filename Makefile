# Everything a person types. `make help` lists it; the logic is in scripts/ and in the `halle` command.
PYTHON ?= python3
PORT ?= $(or $(HALLE_PORT),8000)
VAR ?= $(or $(HALLE_VAR),var)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint format screenshots benchmarks requirements clean .venv

help: ## List what can be typed
	@grep -E '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv: ## Make the virtual environment with what running needs
	@$(PYTHON) scripts/install.py base

run: .venv ## Install, migrate, load demonstration data, serve until Ctrl-C (PORT=8000 VAR=var)
	@HALLE_DEMO=1 HALLE_PORT=$(PORT) HALLE_VAR="$(VAR)" exec $(BIN)/halle start

test: ## Every check, on SQLite and PostgreSQL, and browser journeys: what CI runs
	@$(PYTHON) scripts/install.py test
	@exec $(BIN)/python scripts/test.py

test-fast: ## The developer's loop: unit suite on SQLite without slow and browser tests (under 60 s)
	@$(PYTHON) scripts/install.py test
	@$(BIN)/pytest -n 2 -m "not slow and not browser"

lint: ## Style, types, import contracts
	@$(PYTHON) scripts/install.py test
	@exec $(BIN)/python scripts/test.py --only lint

format: ## Put source files into shape
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format .

screenshots: ## Make docs/screenshots/ anew
	@$(PYTHON) scripts/install.py test
	@$(BIN)/python scripts/screenshots.py

benchmarks: ## Measure what is claimed about speed; each prints a ratio
	@$(PYTHON) scripts/install.py test
	@for each in $$(grep -l __main__ benchmarks/*.py); do \
		echo "== $$each"; $(BIN)/python -m benchmarks.$$(basename $$each .py) || exit 1; \
	done

requirements: ## Resolve requirements/*.in anew into pinned, hashed requirements/*.txt
	@$(PYTHON) scripts/install.py test
	@$(BIN)/python scripts/requirements.py

clean: ## Remove caches and the virtual environment; never var/, which holds data
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
