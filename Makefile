PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test bench install lint wheel bounds fuzz soak coverage audit

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[all]' --group dev
	touch $@

install: $(VENV)/.installed

demo: install            ## install, and tag a newspaper page
	$(BIN)/tagger tag seeds/pages/interleaved.txt

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint               ## lint, types, import contracts, all tests
	$(BIN)/pytest -n auto

wheel: $(VENV)/.dev      ## the wheel, installed into a new environment without the source tree, read-only
	$(BIN)/pytest -m slow tests/test_wheel.py

bounds: $(VENV)/.dev     ## all tests with the oldest and with the newest versions that pyproject.toml allows, for PYTHON
	for end in lowest-direct highest; do \
	  export VIRTUAL_ENV=.bounds/$$end && $(BIN)/uv venv --quiet --clear --python $(PYTHON) $$VIRTUAL_ENV && \
	  $(BIN)/uv pip install --quiet --resolution $$end -e '.[all]' && \
	  $(BIN)/uv pip install --quiet --group test && \
	  $$VIRTUAL_ENV/bin/python -m pytest -n auto || exit 1; \
	done

fuzz: $(VENV)/.dev       ## the tests that mutate what is loaded, with more cases; then guided by coverage, where atheris runs
	TAGGER_FUZZ=400 $(BIN)/pytest -n auto tests/test_security.py tests/test_fuzz_rules.py
	-$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: atheris
	$(BIN)/python tools/fuzz.py

soak: $(VENV)/.dev       ## files of every kind, sound and broken, 35,000 of them: memory and handles flat, output right
	TAGGER_SOAK=1000 $(BIN)/pytest tests/test_soak.py

coverage: $(VENV)/.dev   ## which lines the tests run, in the commands that they start, too
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report

audit: $(VENV)/.dev      ## known holes of the dependencies: fails where there are any, skips where none can be read
	$(BIN)/python tools/audit.py $(BIN)/uvx --quiet pip-audit --path $(VENV)/lib/python*/site-packages --format json

bench: $(VENV)/.dev      ## speed as ratios, against baselines in the same run, with what each must reach
	$(BIN)/python benchmarks/rules_speed.py
	$(BIN)/python benchmarks/model_speed.py
	$(BIN)/python benchmarks/batch_speed.py
	$(BIN)/python benchmarks/batch_speed.py --use both
