# Baoshu 报数. `make help` lists the targets; each works without another having run before.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
IN ?= data/raw
OUT ?= data/processed
SITE ?= data/site
GOLD ?= tests/gold
FACTS ?= $(wildcard tests/extractors/statistics/facts*.yaml)
WORKERS ?= 2
ROUNDS ?= 100000
SEED ?= 0
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev

.PHONY: help setup run report test fuzz check evaluate bench compile interpreted train dictionary reference notebook vendor lint lock \
  clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(RUN_READY)  ## make .venv and install what a run needs

run: $(RUN_READY)  ## extract the tables: data/raw -> data/processed (IN=, OUT=, WORKERS=)
	$(BIN)/python -m pipeline run $(IN) --out $(OUT) --workers $(WORKERS)

report: $(RUN_READY)  ## write the evidence site of OUT, after a run if there is none (SITE=data/site)
	@test -e $(OUT)/current || $(BIN)/python -m pipeline run $(IN) --out $(OUT) --workers $(WORKERS) --quiet
	$(BIN)/python -m pipeline report $(OUT) --out $(SITE)

test: $(DEV_READY)  ## run all tests, or those of a folder (T=tests/extractors/numbers)
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(T)

fuzz: $(DEV_READY)  ## try mutated pages and byte strings (ROUNDS=100000, SEED=0); failing ones go to .fuzz/
	$(BIN)/python -m tests.fuzz --rounds $(ROUNDS) --seed $(SEED)

check: $(RUN_READY)  ## verify the tables in OUT against the contract, after a run if there are none
	@test -e $(OUT)/current || $(BIN)/python -m pipeline run $(IN) --out $(OUT) --workers $(WORKERS) --quiet
	$(BIN)/python -m pipeline check $(OUT)

evaluate: $(RUN_READY)  ## score a fresh run over IN against the gold files in GOLD, and the sentences of FACTS
	@out=$$(mktemp -d) && trap 'rm -rf "$$out"' EXIT && \
	$(BIN)/python -m pipeline run $(IN) --out "$$out" --workers $(WORKERS) --quiet && \
	$(BIN)/python -m pipeline evaluate --tables "$$out" --gold $(GOLD) $(addprefix --facts ,$(FACTS)) \
	  --misses $(or $(MISSES),0)

bench: $(DEV_READY)  ## measure speed beside the libraries users could take instead (needs PyPI)
	$(BIN)/python -m benchmarks.bench --out benchmarks/latest.md

compile: $(DEV_READY)  ## compile the extractors to machine code: the same rows in five sixths of the time (needs gcc)
	$(BIN)/python scripts/compile.py

interpreted: $(RUN_READY)  ## remove what `compile` made
	$(BIN)/python scripts/compile.py --clean

train: $(RUN_READY)  ## train the entity model (UNER=folder of Universal NER's Chinese-GSDSimp, ABLATION=1)
	$(BIN)/python -m pipeline.training --corpus corpora/entities $(if $(UNER),--uner $(UNER)) $(if $(ABLATION),--ablation) --out pipeline/extractors/entities/crf

dictionary: $(RUN_READY)  ## write docs/data_dictionary.md from the contract
	$(BIN)/python -m pipeline dictionary --out docs/data_dictionary.md

reference: $(RUN_READY)  ## write docs/cli.md from the commands
	$(BIN)/python -m pipeline.cli.reference --out docs/cli.md

notebook: $(DEV_READY)  ## execute notebooks/explore.ipynb over OUT, into build/explore.html
	BAOSHU_RESULT="$(abspath $(OUT))" $(BIN)/python -m nbconvert --execute --to html --log-level WARN \
	  --output-dir build notebooks/explore.ipynb
	@echo "build/explore.html holds the notebook with its charts; jupyter lab opens it to work in."

vendor: $(BIN)/python  ## renew the site's browser libraries (needs npm; PACKAGES="vega@6.4.0 …")
	$(BIN)/python scripts/vendor.py $(PACKAGES)

lint: $(DEV_READY)  ## ruff, mypy --strict, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy pipeline
	$(BIN)/lint-imports

lock: $(DEV_READY)  ## pin the newest versions that pyproject.toml allows
	$(BIN)/python -m uv pip compile pyproject.toml --extra build --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --upgrade -q -o requirements/run.txt
	$(BIN)/python -m uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header -c requirements/run.txt -q -o requirements/dev.txt

clean:  ## remove the tables, caches and .venv
	rm -rf $(VENV) .bench .fuzz .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f baoshu__mypyc* pipeline/compiled.json && find pipeline -name '*.so' -delete
	find data/processed -mindepth 1 ! -name .gitkeep -delete
	rm -rf data/site

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): $(BIN)/python requirements/run.txt pyproject.toml
	@scripts/install.sh $(BIN)/python requirements/run.txt
	@touch $@

$(DEV_READY): $(BIN)/python requirements/dev.txt pyproject.toml
	@scripts/install.sh $(BIN)/python requirements/dev.txt
	@touch $@ $(RUN_READY)
