#!/usr/bin/env bash
# Builds .venv from requirements.lock: with uv where it is installed, else with venv and pip. Run from the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if good "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "zonenews needs Python 3.11 or newer; none was found" >&2
    exit 1
fi

if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
    echo "Setting up .venv with uv …" >&2
    [ -x .venv/bin/python ] || uv venv --quiet --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    echo "Setting up .venv with pip; this takes a minute …" >&2
    if ! { [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
        if ! "$python" -m venv --clear .venv; then
            echo "$python has no venv module; install it (Debian: python3-venv) or install uv" >&2
            exit 1
        fi
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
.venv/bin/python -m compileall -q zonenews archive >/dev/null || true
