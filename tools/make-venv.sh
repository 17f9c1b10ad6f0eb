#!/bin/sh
# Makes the virtual environment. Debian keeps the module for it in a package of its own: install that when we may, else say so.
set -eu
python=$1 venv=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Strategiværkstedet kræver Python 3.11 eller nyere; $python er $("$python" --version 2>&1)." >&2
    echo "Strategiværkstedet needs Python 3.11 or newer. Try: make PYTHON=python3.12" >&2
    exit 2
}

if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    as_root=
    [ "$(id -u)" = 0 ] || as_root='sudo -n'
    if ! { command -v apt-get >/dev/null && $as_root apt-get update -qq && $as_root apt-get install -y -qq "python$version-venv"; } >/dev/null 2>&1; then
        echo "Python mangler modulet venv. Installér det: sudo apt install python$version-venv" >&2
        echo "Python lacks the module venv. Install it with the command above." >&2
        exit 2
    fi
fi

"$python" -m venv "$venv"
