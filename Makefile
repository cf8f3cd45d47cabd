# Everything is made from Python >= 3.11 and pip; `make help` lists what there is.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
TABLES := data/tables

EDITOR_VERSION := 4.6.2
EDITOR_SHA512  := f378822ee048814d3828121a89bc594e32afad70fab047bff9aaac1f12dbe3e6550f879a5308798452447adb9692228163a5b14e354e9a1297be1d8000e475e2
EDITOR_FILES   := src/dialograph/web/static/editor
AXE_VERSION    := 4.14.1
AXE_SHA512     := 1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5

.PHONY: help serve test check conformance bench editor axe build data clean

help:  ## list the targets
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "dialograph needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

serve: $(STAMP) try-editor  ## set everything up and serve the graph on http://127.0.0.1:8000/
	$(BIN)/dialograph serve $(ARGS)

test: $(STAMP)  ## set everything up and run every test
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: $(STAMP)  ## linters, types, and the shipped graph against its shapes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/dialograph validate --severity violation

conformance: $(STAMP)  ## the W3C suites: make conformance W3C=DIR SHACL=DIR, clones of w3c/rdf-tests, w3c/data-shapes
	@test -n "$(W3C)$(SHACL)" || { echo "Say where the suites are: make conformance W3C=DIR SHACL=DIR"; exit 2; }
	$(BIN)/pytest -q conformance
	$(BIN)/python -m conformance $(if $(W3C),--w3c "$(W3C)") $(if $(SHACL),--shacl "$(SHACL)") $(ARGS)

bench: $(STAMP)  ## measure dialograph beside its peers; writes bench/RESULTS.md
	$(BIN)/python -m bench install
	$(BIN)/python -m bench run --results bench $(ARGS)

editor:  ## fetch the SPARQL editor for /sparql, with npm; without it the page has a plain text area
	@command -v npm > /dev/null || { echo "make editor needs npm, which comes with Node.js."; exit 1; }
	@rm -rf build/editor && mkdir -p build/editor
	cd build/editor && npm pack --silent @zazuko/yasqe@$(EDITOR_VERSION)
	@echo "$(EDITOR_SHA512)  build/editor/zazuko-yasqe-$(EDITOR_VERSION).tgz" | sha512sum --check --quiet
	@tar -xzf build/editor/zazuko-yasqe-$(EDITOR_VERSION).tgz -C build/editor
	@mkdir -p $(EDITOR_FILES)
	@cp build/editor/package/build/yasqe.min.css $(EDITOR_FILES)/
	@sed '/^\/\/# sourceMappingURL=/d' build/editor/package/build/yasqe.min.js > $(EDITOR_FILES)/yasqe.min.js
	@rm -rf build/editor

axe:  ## fetch axe-core, with npm, for the tests of pages in a browser
	@command -v npm > /dev/null || { echo "make axe needs npm, which comes with Node.js."; exit 1; }
	@rm -rf build/axe && mkdir -p build/axe
	cd build/axe && npm pack --silent axe-core@$(AXE_VERSION)
	@echo "$(AXE_SHA512)  build/axe/axe-core-$(AXE_VERSION).tgz" | sha512sum --check --quiet
	@tar -xzf build/axe/axe-core-$(AXE_VERSION).tgz -C build/axe
	@mkdir -p tests/.axe && cp build/axe/package/axe.min.js tests/.axe/
	@rm -rf build/axe

# With Node.js the query page gets its editor; without, or without a network, a plain text area.
.PHONY: try-editor
try-editor:
	@test -e $(EDITOR_FILES)/yasqe.min.js || ! command -v npm > /dev/null || \
		timeout 60 $(MAKE) --no-print-directory editor || echo "the query page will do without its editor"

build: $(STAMP) try-editor  ## the wheel, in dist/
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

data: $(STAMP)  ## make data/*.ttl again from the tables
	$(BIN)/dialograph import $(TABLES)/places $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --graph places --output data/places.ttl
	$(BIN)/dialograph import $(TABLES)/gcm $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --graph gcm --output data/gcm.ttl
	$(BIN)/dialograph import $(TABLES)/dialogues $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --graph dialogues --output data/dialogues.ttl
	$(BIN)/dialograph import $(TABLES)/rabat $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --dialogue rabat --output data/rabat.ttl
	$(BIN)/dialograph import $(TABLES)/khartoum $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --dialogue khartoum --output data/khartoum.ttl
	$(BIN)/dialograph import $(TABLES)/prague $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --dialogue prague --output data/prague.ttl
	$(BIN)/dialograph import $(TABLES)/budapest $(TABLES)/graphs.csv $(TABLES)/notes_fr.csv --dialogue budapest --output data/budapest.ttl

clean:  ## remove what was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
