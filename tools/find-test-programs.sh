#!/bin/sh
# The tests drive Chromium, nginx in front of the server, and PostgreSQL. Get Debian's where they are missing and we may, else say what to install.
# Usage: find-test-programs.sh VENV
set -eu
venv=$1
as_root=
[ "$(id -u)" = 0 ] || as_root='sudo -n'

has_chromium() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return
    done
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] || { [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; }
}

install_chromium() {
    command -v apt-get && $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium
}

nginx=$venv/share/strategylib/nginx

has_nginx() {
    command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x "$nginx/usr/sbin/nginx" ]
}

# Unpacked, not installed: Debian's package would start a web server on this machine.
unpack_nginx() (
    command -v apt-get && mkdir -p "$nginx" && cd "$nginx" && rm -f nginx_*.deb &&
        { apt-get download -qq nginx || { $as_root apt-get update -qq && apt-get download -qq nginx; }; } &&
        dpkg -x nginx_*.deb . && rm nginx_*.deb && usr/sbin/nginx -v
)

has_postgres() {
    for folder in /usr/lib/postgresql/*/bin /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && return
    done
    command -v initdb >/dev/null
}

# Only the programs: without this file Debian's package would start a database on this machine.
install_postgres() {
    command -v apt-get && $as_root mkdir -p /etc/postgresql-common &&
        { [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | $as_root tee /etc/postgresql-common/createcluster.conf; } &&
        $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql
}

has_nginx || unpack_nginx >/dev/null 2>&1 || {
    echo "nginx mangler; prøverne af proxyen springes over. Installér den: Debian sudo apt install nginx, macOS brew install nginx." >&2
    echo "nginx is missing; the tests of the proxy are skipped. Install it with one of the commands above." >&2
}
has_chromium || install_chromium >/dev/null 2>&1 || {
    echo "Browsertestene kræver Chromium eller Chrome. Installér den (Debian: sudo apt install chromium), eller sæt CHROMIUM til programmets sti." >&2
    echo "The browser tests need Chromium or Chrome: install it, or set CHROMIUM to the program's path." >&2
    exit 2
}
has_postgres || install_postgres >/dev/null 2>&1 || {
    echo "Prøverne af møderne kræver PostgreSQL. Installér den: Debian sudo apt install postgresql, macOS brew install postgresql." >&2
    echo "The tests of the workshop need PostgreSQL: install it with one of the commands above." >&2
    exit 2
}
