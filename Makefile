# Every task a person needs; `make help` lists them. Environments live in .venv (for work) and .venv-demo (for the demo).

# The first Python from 3.11 on, unless PYTHON is given.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
PACKAGE := wrapper generated pyproject.toml README.md LICENSE
INSTALL := -m pip --disable-pip-version-check --quiet --quiet install

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types contract spec check-generated generate spec-diff spec-add surface
.PHONY: sarif sandbox dist wheel pins vendor sweep soak scale mutation bench-check bench-startup lock clean

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv-demo/ready ## Run the main job against a sandbox, for reading along
	@.venv-demo/bin/python examples/demo.py

test: .venv/ready node_modules/ready ## Run the tests, with branch coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses 2
	@$(BIN)/coverage combine --quiet
	@echo "the façade:"
	@$(BIN)/coverage report --omit='wrapper/instanakit/sandbox/*,wrapper/instanakit/cli/*' --fail-under=100
	@echo "the sandbox:"
	@$(BIN)/coverage report --include='wrapper/instanakit/sandbox/*' --fail-under=98
	@echo "the command line:"
	@$(BIN)/coverage report --include='wrapper/instanakit/cli/*' --fail-under=95

check: lint types contract spec check-generated sarif ## Format, lint, types, import contract, specification, generated drift, SARIF

format: .venv/ready ## Format the code and fix what can be fixed
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

lint: .venv/ready ## Check format and style
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && echo "format and style: fine"

types: .venv/ready node_modules/ready ## Check types, mypy strict and pyright
	@$(BIN)/mypy
	@node_modules/.bin/pyright --pythonpath $(BIN)/python

contract: .venv/ready ## Check which layer may import which
	@$(BIN)/lint-imports --no-logo

sarif: .venv/ready node_modules/ready ## Check that reports of hygiene are what the schema of SARIF wants
	@$(BIN)/python tests/outside/sarif.py

spec: .venv/ready node_modules/ready ## Validate and lint openapi.yaml
	@$(BIN)/openapi-spec-validator openapi.yaml
	@node_modules/.bin/spectral lint --ruleset .spectral.yaml --fail-severity hint openapi.yaml

generate: .venv/ready ## Make generated/ of openapi.yaml
	@$(BIN)/python codegen/generate.py && echo "generated/ is made"

check-generated: .venv/ready ## Check that generated/ is what openapi.yaml makes
	@$(BIN)/python codegen/generate.py --check && echo "generated/ is what openapi.yaml makes"

spec-diff: .venv/ready ## Compare openapi.yaml with a vendor's document: VENDOR=path [FORMAT=json]
	@test -n "$(VENDOR)" || { echo "name the vendor's document: make spec-diff VENDOR=path" >&2; exit 1; }
	@$(BIN)/python codegen/spec_diff.py "$(VENDOR)" --format "$(or $(FORMAT),text)"

spec-add: .venv/ready ## Write new flags into openapi.yaml: FIELDS="canX limitedYScope" [RELEASE=1.NNN]
	@test -n "$(FIELDS)" || { echo 'name the flags: make spec-add FIELDS="canX limitedYScope"' >&2; exit 1; }
	@$(BIN)/python codegen/spec_add.py $(FIELDS) --release "$(RELEASE)"

surface: .venv/ready ## Write down the public surface, when a version is released
	@$(BIN)/python codegen/surface.py

sandbox: .venv-demo/ready ## Serve a sandbox with some tokens on port 8787
	@.venv-demo/bin/python -m instanakit.sandbox --tokens 25

dist: .venv/ready ## Build the wheel and the sdist into dist/, the same bytes each time
	@rm -rf dist
	@SOURCE_DATE_EPOCH=1767225600 $(BIN)/hatchling build -d dist

wheel: dist ## Use the built wheel alone, in new environments, on each Python that is here
	@$(BIN)/python tests/outside/wheel.py

pins: .venv/ready ## Walk from one pinned version to the next, in an empty folder
	@$(BIN)/python tests/outside/pins.py

vendor: .venv/ready .venv-vendor/ready ## Let the vendor's client work against a sandbox
	@rm -f .venv-vendor/sandbox.json; $(BIN)/python -m instanakit.sandbox --port 0 --tokens 2 > .venv-vendor/sandbox.json & sandbox=$$!; \
		trap 'kill $$sandbox' EXIT; until [ -s .venv-vendor/sandbox.json ]; do sleep 0.1; done; \
		.venv-vendor/bin/python tests/outside/vendor_client.py < .venv-vendor/sandbox.json

sweep: .venv/ready ## Kill rotations at every point, with every kind of server (hours); SWEEP="--every 50" tries fewer
	@$(BIN)/python tests/outside/sweep.py $(SWEEP)

soak: .venv/ready ## 20,000 calls on bad days and ten minutes of mixed load; nothing may grow
	@$(BIN)/python tests/outside/soak.py $(SOAK)

scale: .venv/ready ## 100,000 tokens: times of a sandbox, and its memory beside the list's size
	@$(BIN)/python tests/outside/scale.py $(SCALE)

mutation: .venv/ready ## Break flows, errors and rotation in one place at a time, and see whether a test fails; MUTATION="--only errors"
	@$(BIN)/python tests/outside/mutation.py $(MUTATION)

bench-check: .venv/ready ## How long the rules of hygiene take on 100,000 tokens, and their memory
	@$(BIN)/python benchmarks/check.py

bench-startup: .venv/ready ## How long the command takes beside python -c pass; a missed ratio is an error
	@$(BIN)/python benchmarks/startup.py

lock: .venv/ready ## Write the locks in requirements/ anew; UPGRADE=--upgrade moves the pins
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE) -o requirements/dev.txt
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group dist --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -c requirements/dev.txt -o requirements/demo.txt
	@printf 'instana-client==1.1.4\nlazy-imports\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements/vendor.txt

clean: ## Remove what the tasks have made, but for generated/
	@rm -rf .venv .venv-demo .venv-vendor node_modules dist htmlcov .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/ready: requirements/dev.txt pyproject.toml
	@$(MAKE) --no-print-directory environment FOLDER=.venv LOCK=requirements/dev.txt

.venv-demo/ready: requirements/demo.txt pyproject.toml
	@$(MAKE) --no-print-directory environment FOLDER=.venv-demo LOCK=requirements/demo.txt

.venv-vendor/ready: requirements/vendor.txt
	@$(PYTHON) -m venv .venv-vendor
	@.venv-vendor/bin/python $(INSTALL) --require-hashes -r requirements/vendor.txt
	@touch $@

.PHONY: environment
environment:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Name one: make PYTHON=..."; exit 1; }
	@echo "making $(FOLDER) ..."
	@$(PYTHON) -m venv $(FOLDER)
	@$(FOLDER)/bin/python $(INSTALL) --require-hashes -r $(LOCK)
	@$(FOLDER)/bin/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(FOLDER)/ready

node_modules/ready: package.json package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
