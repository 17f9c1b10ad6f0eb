"""What happens to every request before a handler sees it, and to every answer before it is sent?

The request gets a number, and what a trusted proxy says about it is believed. The answer gets the security headers, the number
and a line in the log. It is the one place for that: it stands around all handlers, Voila's, Jupyter's and ours.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest, RequestStartLine, ResponseStartLine
from tornado.routing import Router
from tornado.web import Application, ErrorHandler

from strategylib.server import logs
from strategylib.server.access import Access

if TYPE_CHECKING:
    from asyncio import Future

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # widgets set their layout in style attributes
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_OF_THE_ROOM = re.compile(r"/(deltag(/pin|/ws/[0-9a-f]+)?|skaerm(/ws)?|assets/(room|fonts)/[A-Za-z0-9._-]+|assets/icon\.svg)")
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")


class Entrance(Router):
    """The way into the application."""

    def __init__(self, application: Application, access: Access) -> None:
        self._application = application
        self._access = access

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Let the application answer through an `Answer`."""
        return super().start_request(server_conn, Answer(request_conn))

    def find_handler(self, request: HTTPServerRequest, **_: Any) -> HTTPMessageDelegate | None:
        """Give the request its number, believe the proxy, and find the handler."""
        number = uuid.uuid4().hex
        if self._access.trusts(request):
            given = request.headers.get("X-Request-Id", "")
            number = given if _REQUEST_ID.fullmatch(given) else number
            _believe(request)
        logs.request_id.set(number)
        answer = request.connection
        assert isinstance(answer, Answer)  # noqa: S101 - made above
        answer.begin(request, number)
        return self._application.find_handler(request)


class RoomEntrance(Entrance):
    """The way in from the local network: to the pages of phones and projector and what they need, and to nothing else."""

    def find_handler(self, request: HTTPServerRequest, **more: Any) -> HTTPMessageDelegate | None:
        """Find the handler of a page of the room; anything else does not exist here."""
        found = super().find_handler(request, **more)
        if not _OF_THE_ROOM.fullmatch(request.path):
            return self._application.get_handler_delegate(request, ErrorHandler, {"status_code": 404})
        request.from_the_room = True  # type: ignore[attr-defined] # by whatever name phones call this machine
        return found


def _believe(request: HTTPServerRequest) -> None:
    """Let the request be what the browser asked the proxy for."""
    protocol, host = request.headers.get("X-Forwarded-Proto", ""), request.headers.get("X-Forwarded-Host", "")
    if protocol in ("http", "https"):
        request.protocol = protocol
    if _HOST.fullmatch(host):
        request.headers["Host"] = request.host = host


class Answer(HTTPConnection):
    """A connection's answer to one request, on its way out."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        """Leave what belongs to the connection itself to it."""
        return getattr(self._connection, name)

    def begin(self, request: HTTPServerRequest, number: str) -> None:
        """Take the request that is to be answered, and its number."""
        self._request = request
        self._number = number

    def write_headers(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders, chunk: bytes | None = None
    ) -> Future[None]:
        """Send the headers with ours among them."""
        assert isinstance(start_line, ResponseStartLine)  # noqa: S101 - the server's side of a connection
        headers.pop("Server", None)
        headers.update({**_HEADERS, "X-Request-Id": self._number})
        self._status = start_line.code
        self._size += len(chunk or b"")
        return self._connection.write_headers(start_line, headers, chunk)

    def write(self, chunk: bytes) -> Future[None]:
        """Send a part of the body."""
        self._size += len(chunk)
        return self._connection.write(chunk)

    def finish(self) -> None:
        """End the answer and log it."""
        self._connection.finish()
        request = self._request
        logs.answered(request.method or "", request.path, self._status, 1000 * request.request_time(), self._size)
