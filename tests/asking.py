"""One request to a server, with nothing added that the test did not ask for; a browser would hide what is tested here."""

import http.client
import re
import sys
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest

PROXY = "127.0.0.2"
needs_two_addresses = pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on all of 127.0.0.0/8")
UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "c3RyYXRlZ3lsaWItdGVzdA=="}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    text: str

    def cookies(self):
        """Return the cookies that were set, as name and value."""
        jar = SimpleCookie()
        for line in self.headers.get_all("Set-Cookie", []):
            jar.load(line)
        return {name: morsel.value for name, morsel in jar.items()}


def ask(server, path, method="GET", *, headers=(), form=None, cookies=None, source=None):
    """Send a request, from the address `source` when given, and return the reply. Redirects are not followed."""
    host = urlsplit(server.url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=60, source_address=(source, 0) if source else None)
    sent = dict(headers)
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    if cookies:
        sent["Cookie"] = "; ".join(f'{name}="{value}"' for name, value in cookies.items())
    body = None if form is None else urlencode(form)
    connection.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
    for name, value in sent.items():
        for one in [value] if isinstance(value, str) else value:
            connection.putheader(name, one)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() if body else None)
    reply = connection.getresponse()
    text = "" if reply.status == 101 else reply.read().decode("utf-8", errors="replace")
    connection.close()
    return Reply(reply.status, reply.headers, text)


def log_in(server, password, *, headers=(), source=None, then="/"):
    """Fill in the login page and return the reply and the cookies that the browser then holds."""
    path = f"/login?{urlencode({'next': then})}"
    page = ask(server, path, headers=headers, source=source)
    (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page.text)
    form = {"_xsrf": token, "password": password}
    reply = ask(server, path, "POST", headers=headers, form=form, cookies=page.cookies(), source=source)
    return reply, page.cookies() | reply.cookies()


def kernel_of(page):
    """Return the id of the kernel that a page of an app was given."""
    return re.findall(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", page.text)[0]
