# Everything that is done with this checkout. `make` alone says what there is.
SHELL := /bin/sh
BIN := .venv/bin
NODE := sh .ci/node.sh
COMPONENT := $(shell find app/component -name node_modules -prune -o -type f -print 2>/dev/null)
BUNDLE := $(wildcard plangraph/assets/*.js)
TYPES := build/types
WORKSPACE := plangraph-data
GOLD := ingest/training/texts ingest/training/names
UV := $(BIN)/uv --quiet pip compile --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links

.PHONY: help setup demo train test check style types imports component generated unit browser servers bench wheel lock notices clean always
.DEFAULT_GOAL := help

help:
	@echo 'make demo     set everything up, read the bundled report, open the viewer'
	@echo 'make test     set everything up, check style, types and imports, run every test'
	@echo 'make setup    .venv with everything, the bundle of the viewer, the links for mypy and import-linter'
	@echo 'make check    style, types, imports, generated files; no tests'
	@echo 'make bench    the timings of tests/benchmarks, as ratios'
	@echo 'make wheel    dist/plangraph-*.whl'
	@echo 'make lock     lock the dependencies, with hashes and without addresses (newest: UPGRADE=--upgrade)'
	@echo 'make notices  write THIRD_PARTY_NOTICES.md anew'
	@echo 'make train    train the tagger anew (TEXTS=a folder of more reports to learn from, DEVICE=cuda; needs Maven; a day without a GPU)'
	@echo 'make clean    remove all of that, but no workspace'

# -- set-up: each step leaves a stamp, a second run does nothing --------------------------------------------------

setup: .venv/done build/done-component build/done-links

.venv/done: requirements-dev.txt pyproject.toml .ci/setup.sh
	@sh .ci/setup.sh python
	@touch $@

build/done-component: .venv/done $(COMPONENT) $(if $(BUNDLE),,always)
	@if [ -f app/component/package.json ]; then $(NODE) npm --prefix app/component ci --no-audit --no-fund --loglevel=error \
	  && $(NODE) npm --prefix app/component run build --silent; fi
	@mkdir -p build && touch $@

build/done-links: .ci/setup.sh
	@sh .ci/setup.sh links
	@touch $@

browser: .venv/done
	@sh .ci/setup.sh browser

servers: .venv/done
	@sh .ci/setup.sh servers

# -- use ----------------------------------------------------------------------------------------------------------

demo: setup
	@$(BIN)/plangraph --workspace $(WORKSPACE) ingest --sample
	@$(BIN)/plangraph --workspace $(WORKSPACE) view

# -- checks -------------------------------------------------------------------------------------------------------

test: setup browser servers check unit

check: style types imports component generated

style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	MYPYPATH=$(TYPES) $(BIN)/mypy --strict --explicit-package-bases -p plangraph

imports: setup
	cd $(TYPES) && ../../$(BIN)/lint-imports ../../pyproject.toml --no-cache

component: setup
	$(NODE) npm --prefix app/component run check
	$(NODE) npm --prefix app/component test

generated: setup
	$(BIN)/python -m plangraph.ontology.generate --check
	$(BIN)/python .ci/notices.py --check

unit: setup
	$(BIN)/python -X warn_default_encoding -m pytest --ignore=tests/benchmarks --cov --cov-report=term:skip-covered

bench: setup browser servers
	$(BIN)/python -m pytest tests/benchmarks -q -s --timeout=600

# -- making -------------------------------------------------------------------------------------------------------

wheel: setup
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	@rm -rf plangraph.egg-info build/lib build/bdist.*
	@ls dist/*.whl

lock: setup
	$(UV) $(UPGRADE) --extra dev pyproject.toml -o requirements-dev.txt
	$(UV) $(UPGRADE) pyproject.toml -c requirements-dev.txt -o requirements.txt
	$(UV) $(UPGRADE) --extra train pyproject.toml -c requirements-dev.txt -o requirements-train.txt

notices: setup
	$(BIN)/python .ci/notices.py

train: setup
	@test -x build/training/bin/python || $(BIN)/uv --quiet venv --python $(BIN)/python build/training
	$(BIN)/uv --quiet pip install --python build/training/bin/python -r requirements-train.txt
	cd build/types && ../training/bin/python -m plangraph.ingest.training $(abspath $(GOLD)) --base $(CURDIR)/build/base \
	  --output $(CURDIR)/build/model --name "$(or $(NAME),tagger)" --device $(or $(DEVICE),cpu) \
	  $(if $(TEXTS),--unlabelled $(abspath $(TEXTS))) $(if $(FROM),--onward $(abspath $(FROM))) \
	  --without $$(cat $(addprefix $(abspath ingest/training/texts)/,LEFT_OUT LEFT_OUT_TOO))

clean:
	rm -rf .venv build dist plangraph.egg-info plangraph/assets app/component/node_modules .pytest_cache .mypy_cache \
	  .ruff_cache .hypothesis .coverage htmlcov .import_linter_cache
