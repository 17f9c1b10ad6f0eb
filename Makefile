# Set-up and every daily task; each target does its own set-up. Needs only Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready
RIVALS := build/rivals
RIVALS_READY := $(RIVALS)/.ready
YAML_SERVER := $(VENV)/share/strategylib/yaml-language-server/node_modules/.package-lock.json

.PHONY: run lab test check browser validate bench bench-pages screenshots constraints clean

run: $(READY)
	@$(BIN)/strategylib serve $(ARGS)

lab: $(READY) $(YAML_SERVER)
	@$(BIN)/strategylib lab $(ARGS)

test: $(DEV_READY) $(YAML_SERVER) browser check
	$(BIN)/pytest $(ARGS)

check: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

validate: $(READY)
	@$(BIN)/strategylib validate $(ARGS)

bench: $(DEV_READY)
	$(BIN)/python -m benchmarks

bench-pages: $(DEV_READY) $(RIVALS_READY) browser
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.many

screenshots: $(DEV_READY) browser
	$(BIN)/python tools/screenshots.py build/screenshots

# Renews the pins from what a fresh set-up resolves to.
constraints:
	rm -rf $(VENV)
	@sh tools/make-venv.sh "$(PYTHON)" $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[lab]' --group dev
	$(BIN)/python -m pip freeze --exclude-editable > constraints.txt

$(READY): pyproject.toml constraints.txt
	@sh tools/make-venv.sh "$(PYTHON)" $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[lab]'
	@touch $@

$(DEV_READY): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev
	@touch $@

$(RIVALS_READY): benchmarks/rivals/requirements.txt pyproject.toml constraints.txt
	@sh tools/make-venv.sh "$(PYTHON)" $(RIVALS)
	$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r benchmarks/rivals/requirements.txt -e .
	@touch $@

$(YAML_SERVER): tools/yaml-language-server/package-lock.json | $(READY)
	@sh tools/install-yaml-language-server.sh $(VENV)

browser:
	@sh tools/find-browser.sh

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
