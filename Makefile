# Set-up and every daily task; each target does its own set-up. Needs only Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready
FRONT_END := $(shell find hatch_build.py strategylib/page strategylib/widgets/styles/tokens.css -type f -not -path '*/node_modules/*' -not -path '*/build/*')
RIVALS := build/rivals
RIVALS_READY := $(RIVALS)/.ready
YAML_SERVER := $(VENV)/share/strategylib/yaml-language-server/node_modules/.package-lock.json

.PHONY: run lab test check programs validate bench bench-pages screenshots constraints clean

run: $(READY)
	@$(BIN)/strategylib serve $(ARGS)

lab: $(READY) $(YAML_SERVER)
	@$(BIN)/strategylib lab $(ARGS)

test: $(DEV_READY) $(YAML_SERVER) programs check
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

bench-pages: $(DEV_READY) $(RIVALS_READY) programs
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.many

screenshots: $(DEV_READY) programs
	$(BIN)/python tools/screenshots.py build/screenshots

# Renews the pins from what a fresh set-up resolves to.
constraints:
	rm -rf $(VENV)
	@sh tools/make-venv.sh "$(PYTHON)" $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[lab]' --group dev
	$(BIN)/python -m pip freeze --exclude-editable > constraints.txt

# Installing the package also bundles its front end.
$(READY): pyproject.toml constraints.txt $(FRONT_END)
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

programs: $(READY)
	@sh tools/find-test-programs.sh $(VENV)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
