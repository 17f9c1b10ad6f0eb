#!/bin/sh
# The browser tests drive Chromium. Install Debian's when none is found and we may, else say what to install.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0
[ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root='sudo -n'
if command -v apt-get >/dev/null && $as_root apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null 2>&1; then
    exit 0
fi
echo "Browsertestene kræver Chromium eller Chrome. Installér den (Debian: sudo apt install chromium), eller sæt CHROMIUM til programmets sti." >&2
echo "The browser tests need Chromium or Chrome: install it, or set CHROMIUM to the program's path." >&2
exit 2
