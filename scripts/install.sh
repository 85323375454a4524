#!/bin/sh
# Installs pinned packages and this project into a virtual environment: with uv where it is
# installed, with pip elsewhere.   scripts/install.sh PYTHON REQUIREMENTS
set -eu
python=$1
requirements=$2
if command -v uv >/dev/null 2>&1; then
  uv pip install --quiet --python "$python" --require-hashes -r "$requirements"
  uv pip install --quiet --python "$python" --no-deps --no-build-isolation -e .
else
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
  "$python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
