# Everything is made from Python >= 3.11 and pip; `make help` lists what there is.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
TABLES := data/tables

.PHONY: help serve test check conformance bench build data clean

help:  ## list the targets
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "dialograph needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

serve: $(STAMP)  ## set everything up and serve the graph on http://127.0.0.1:8000/
	$(BIN)/dialograph serve $(ARGS)

test: $(STAMP)  ## set everything up and run every test
	$(BIN)/pytest -n auto $(ARGS)

check: $(STAMP)  ## linters, types, and the shipped graph against its shapes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/dialograph validate --severity violation

conformance: $(STAMP)  ## the W3C suites over HTTP: make conformance W3C=DIR, a clone of w3c/rdf-tests
	@test -d "$(W3C)/sparql" || { echo "Say where w3c/rdf-tests is: make conformance W3C=DIR"; exit 2; }
	$(BIN)/pytest -q conformance
	$(BIN)/python -m conformance --w3c "$(W3C)" $(ARGS)

bench: $(STAMP)  ## measure dialograph beside its peers; writes bench/RESULTS.md
	$(BIN)/python -m bench install
	$(BIN)/python -m bench run --results bench $(ARGS)

build: $(STAMP)  ## the wheel, in dist/
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

data: $(STAMP)  ## make data/*.ttl again from the tables
	$(BIN)/dialograph import $(TABLES)/places $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --graph places --output data/places.ttl
	$(BIN)/dialograph import $(TABLES)/gcm $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --graph gcm --output data/gcm.ttl
	$(BIN)/dialograph import $(TABLES)/dialogues $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --graph dialogues --output data/dialogues.ttl
	$(BIN)/dialograph import $(TABLES)/rabat $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --dialogue rabat --output data/rabat.ttl

clean:  ## remove what was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
