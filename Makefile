# Every task a person needs; `make help` lists them. Environments live in .venv (for work), .venv-demo (for the demo),
# .venv-vendor (the vendor's client) and .venv-bench (one for each peer of the benchmarks).

# The first Python from 3.11 on, unless PYTHON is given.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
PACKAGE := wrapper generated pyproject.toml README.md LICENSE
INSTALL := -m pip --disable-pip-version-check --quiet --quiet install
BENCHED := $(patsubst %,.venv-bench/%/ready,instanakit instana-client httpx urllib3 generated socket)

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types contract spec check-generated generate spec-diff spec-add surface
.PHONY: sarif schemathesis prism security bandit audit quality docs docs-serve sandbox dist wheel versions pins vendor sweep mutation soak attacks
.PHONY: scale bench bench-check bench-startup lock clean

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv-demo/ready ## Run the main job against a sandbox, for reading along
	@.venv-demo/bin/python examples/demo.py

test: .venv/ready node_modules/ready ## Run the tests, with branch coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses 2
	@$(BIN)/coverage combine --quiet
	@$(BIN)/python tests/outside/coverage_of_tests.py

check: .venv/ready node_modules/ready ## All checks that are no tests; each can be run alone
	@$(BIN)/python tests/outside/check.py $(MAKE)

quality: .venv/ready ## Write docs/quality.md of what checks kept (KEEP_RESULTS=1 make NAME keeps)
	@$(BIN)/python tests/outside/quality.py && echo "docs/quality.md is made"

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

security: bandit audit ## Dangerous patterns in the code, and known vulnerabilities of the dependencies

bandit: .venv/ready ## Look for patterns in the code that are often dangerous
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive wrapper codegen && echo "bandit: nothing found"

audit: .venv/ready ## Ask whether the locked dependencies have known vulnerabilities; without a network it says so
	@$(BIN)/python tests/outside/audit.py

sarif: .venv/ready node_modules/ready ## Check that reports of hygiene are what the schema of SARIF wants
	@$(BIN)/python tests/outside/sarif.py

docs: .venv/ready ## Build the documentation site into site/, strictly
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --clean && echo "the documentation is in site/index.html"

docs-serve: .venv/ready ## Serve the documentation site on loopback, anew with each change
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

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

versions: .venv/ready node_modules/ready ## The tests on each Python that is here, on the lowest versions, on the wheel; VERSIONS="tests/test_wire.py" fewer
	@$(BIN)/python tests/outside/versions.py $(VERSIONS)

pins: .venv/ready ## Walk from one pinned version to the next, in an empty folder
	@$(BIN)/python tests/outside/pins.py

schemathesis: .venv/ready ## Drive the sandbox from openapi.yaml, all checks on; EXAMPLES=500 takes longer, SEED=2 asks for other things
	@$(BIN)/python tests/outside/contract_of_sandbox.py --examples $(or $(EXAMPLES),20) --seed $(or $(SEED),1)

prism: .venv/ready node_modules/ready ## Let the client work through all operations against Prism, which validates each request
	@$(BIN)/python tests/outside/prism.py

vendor: .venv/ready .venv-vendor/ready ## Let the vendor's client work against a sandbox, and compare what it loses with the façade
	@$(BIN)/python tests/outside/vendor.py

sweep: .venv/ready ## Kill rotations at every point, with every kind of server (hours); SWEEP="--every 50" tries fewer
	@$(BIN)/python tests/outside/sweep.py $(SWEEP)

soak: .venv/ready ## 20,000 calls on bad days and ten minutes of mixed load; nothing may grow
	@$(BIN)/python tests/outside/soak.py $(SOAK)

attacks: .venv/ready ## What a malicious server can answer with, in full size; ATTACKS="'two lengths'" tries one
	@$(BIN)/python tests/outside/attacks.py $(ATTACKS)

scale: .venv/ready ## 100,000 tokens: times of a sandbox, and its memory beside the list's size
	@$(BIN)/python tests/outside/scale.py $(SCALE)

bench: .venv/ready $(BENCHED) ## This client beside its peers; BENCH="--rounds 9" or "--only get,list" measures more or less, "--although-busy" on a busy machine
	@$(BIN)/python -m benchmarks.run $(BENCH)

mutation: .venv/ready ## Break flows, errors and rotation in one place at a time, and see whether a test fails; MUTATION="--only errors"
	@$(BIN)/python tests/outside/mutation.py $(MUTATION)

bench-check: .venv/ready ## How long the rules of hygiene take on 100,000 tokens, and their memory
	@$(BIN)/python -m benchmarks.check

bench-startup: .venv/ready ## How long the command takes beside python -c pass
	@$(BIN)/python -m benchmarks.startup

lock: .venv/ready ## Write the locks in requirements/ anew; UPGRADE=--upgrade moves the pins
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE) -o requirements/dev.txt
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group dist --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -c requirements/dev.txt -o requirements/demo.txt
	@$(BIN)/python tests/outside/lowest.py
	@printf 'instana-client==1.1.4\nlazy-imports\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements/vendor.txt
	@$(BIN)/uv pip compile pyproject.toml --extra cli --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -c requirements/dev.txt -o requirements/bench-instanakit.txt
	@for peer in 'generated:attrs httpx python-dateutil' 'httpx:httpx' 'urllib3:urllib3'; do \
		printf '%s\n' $${peer#*:} | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --quiet -c requirements/dev.txt -o requirements/bench-$${peer%%:*}.txt || exit 1; done

clean: ## Remove what the tasks have made, but for generated/
	@rm -rf .nox .venv .venv-bench .venv-demo .venv-vendor node_modules dist site htmlcov .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/ready: requirements/dev.txt pyproject.toml
	@$(MAKE) --no-print-directory environment FOLDER=.venv LOCK=requirements/dev.txt

.venv-demo/ready: requirements/demo.txt pyproject.toml
	@$(MAKE) --no-print-directory environment FOLDER=.venv-demo LOCK=requirements/demo.txt

.venv-vendor/ready: requirements/vendor.txt
	@$(PYTHON) -m venv .venv-vendor
	@.venv-vendor/bin/python $(INSTALL) --require-hashes -r requirements/vendor.txt
	@touch $@

# Each peer of the benchmarks has what it needs, and nothing else; this client is installed as its users get it.
.venv-bench/instanakit/ready: requirements/bench-instanakit.txt pyproject.toml $(shell find wrapper generated -type f ! -name '*.pyc') | .venv/ready
	@$(MAKE) --no-print-directory peer PEER=instanakit LOCK=requirements/bench-instanakit.txt
	@rm -rf .venv-bench/wheel && $(BIN)/hatchling build -t wheel -d .venv-bench/wheel > /dev/null
	@.venv-bench/instanakit/bin/python $(INSTALL) --no-deps --force-reinstall .venv-bench/wheel/*.whl
	@touch $@

.venv-bench/generated/ready: requirements/bench-generated.txt
	@$(MAKE) --no-print-directory peer PEER=generated LOCK=$<
	@cd .venv-bench/generated && echo "$(CURDIR)/generated" > "$$(bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/generated.pth"
	@touch $@

.venv-bench/instana-client/ready: requirements/vendor.txt
.venv-bench/httpx/ready: requirements/bench-httpx.txt
.venv-bench/urllib3/ready: requirements/bench-urllib3.txt
.venv-bench/instana-client/ready .venv-bench/httpx/ready .venv-bench/urllib3/ready:
	@$(MAKE) --no-print-directory peer PEER=$(notdir $(@D)) LOCK=$<
	@touch $@

.venv-bench/socket/ready:
	@$(MAKE) --no-print-directory peer PEER=socket LOCK=/dev/null
	@touch $@

.PHONY: environment peer
peer:
	@echo "making .venv-bench/$(PEER) ..."
	@$(PYTHON) -m venv --clear .venv-bench/$(PEER)
	@.venv-bench/$(PEER)/bin/python $(INSTALL) --require-hashes -r $(LOCK)

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
