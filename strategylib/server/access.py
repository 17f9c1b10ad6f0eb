"""Who is let in? On this machine anyone; beyond it who has the password or the token, or whom a named proxy vouches for."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar
from weakref import WeakValueDictionary

from jupyter_server.auth import User
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.auth.security import passwd
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.httputil import HTTPServerRequest
from tornado.websocket import WebSocketHandler
from traitlets import default

from strategylib.locale import Texts
from strategylib.model import StrategylibError
from strategylib.server import logs

PASSWORD_VARIABLE = "STRATEGYLIB_PASSWORD"  # noqa: S105 - the variable's name

_LOGIN_DAYS = 1
_WRONG_PASSWORD_SECONDS = 1
_HEADER = re.compile(r"[A-Za-z0-9-]+")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AccessError(StrategylibError):
    """Options that do not say who is let in; the message says what to do."""


@dataclass(frozen=True)
class Access:
    """Who is let in: anyone, unless there is a password (its hash), a token or a header in which a proxy names the user."""

    local: bool
    hashed_password: str = ""
    token: str = ""
    proxies: frozenset[Address] = frozenset()
    user_header: str = ""

    @property
    def open(self) -> bool:
        """Whether anyone is let in; never so beyond this machine."""
        return not (self.hashed_password or self.token or self.user_header)

    @property
    def alone(self) -> bool:
        """Whether only who sits at this machine is let in, and nobody speaks for others: such a page may change the user's data."""
        return self.open and not self.any_host

    @property
    def login(self) -> bool:
        """Whether one is let in by a login page."""
        return bool(self.hashed_password or self.token)

    @property
    def any_host(self) -> bool:
        """Whether the server may be called by another name than this machine's own. Elsewhere such a name is DNS rebinding."""
        return bool(self.proxies) or not self.local

    def trusts(self, request: HTTPServerRequest) -> bool:
        """Tell whether a request comes from a named proxy, by the socket's other end."""
        return bool(self.proxies) and ipaddress.ip_address(str(request.remote_ip)) in self.proxies

    def provider(self) -> type[IdentityProvider]:
        """Return the class that lets in. Its object reads the secrets here: Voila logs its configuration when it debugs."""
        return ProxyIdentity if self.user_header else LoginIdentity


def choose(
    ip: str, *, words: Texts, password_file: Path | None = None, proxies: Collection[str] = (), user_header: str | None = None
) -> Access:
    """Return who is let in to a server that listens on `ip`.

    The password is the file's text, or the value of `STRATEGYLIB_PASSWORD`, which is taken out of the environment so that no
    kernel inherits it; blanks around it do not count. Beyond loopback, without password and user header, a token is made.

    Raises
    ------
    AccessError
        When the options contradict each other or one of them cannot be read.
    """
    password = _password(password_file, words)
    trusted = frozenset(_address(proxy, words) for proxy in proxies)
    wrong = {
        "access.password_and_header": password and user_header,
        "access.header_alone": user_header and not trusted,
        "access.proxy_alone": trusted and not (user_header or password),
        "access.header_name": user_header is not None and not _HEADER.fullmatch(user_header),
    }
    for key, found in wrong.items():
        if found:
            raise AccessError(words(key, header=user_header))
    local = is_loopback(ip)
    token = "" if local or password or user_header else secrets.token_hex(24)
    return Access(local, passwd(password) if password else "", token, trusted, user_header or "")


def is_loopback(ip: str) -> bool:
    """Tell whether an address to listen on is reached from this machine only. One that cannot be told is not."""
    try:
        return ip == "localhost" or ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _password(file: Path | None, words: Texts) -> str | None:
    password = os.environ.pop(PASSWORD_VARIABLE, None)
    if file is not None:
        if password is not None:
            raise AccessError(words("access.two_passwords"))
        try:
            password = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise AccessError(words("access.password_unreadable", file=file)) from error
    if password is None:
        return None
    if not password.strip():
        raise AccessError(words("access.password_empty"))
    return password.strip()  # as a browser's is when it arrives


def _address(proxy: str, words: Texts) -> Address:
    try:
        return ipaddress.ip_address(proxy)
    except ValueError as error:
        raise AccessError(words("access.proxy_address", proxy=proxy)) from error


def _access_of(provider: IdentityProvider) -> Access:
    """Return what was decided for the server that a provider belongs to."""
    server: Any = provider.parent
    access: Access = server.access
    return access


class LoginIdentity(PasswordIdentityProvider):
    """Jupyter's own: who has the password or the token; anyone when there is neither."""

    @default("hashed_password")
    def _hashed_password(self) -> str:
        return _access_of(self).hashed_password

    @default("allow_password_change")
    def _allow_password_change(self) -> bool:
        return False

    @default("cookie_options")
    def _cookie_options(self) -> dict[str, Any]:
        return {"samesite": "Lax", "expires_days": None}  # gone with the browser

    @default("get_secure_cookie_kwargs")
    def _get_secure_cookie_kwargs(self) -> dict[str, Any]:
        return {"max_age_days": _LOGIN_DAYS}

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return none: Voila would answer them outside the base URL. Our login page stands among our own handlers."""
        return []


class ProxyIdentity(IdentityProvider):
    """Whom a trusted proxy names in the header."""

    @property
    def login_available(self) -> bool:
        """Whether there is a login page: no, one logs in at the proxy."""
        return False

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return none, for the same reason."""
        return []

    def get_user(self, handler: web.RequestHandler) -> User | None:
        """Return the user that the header names, once, in a request from the proxy; else None."""
        access = _access_of(self)
        names = handler.request.headers.get_list(access.user_header)
        if not access.trusts(handler.request) or len(names) != 1 or not names[0].strip():
            return None
        return User(names[0].strip())


class Handler(JupyterHandler):
    """What our handlers and those we guard share: the host is checked, and the log says neither query nor address."""

    def log_exception(self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        """Log why a request failed. That it was wrong stands in the line of the request."""
        if not isinstance(value, web.HTTPError):
            logs.logger.error("uncaught exception", exc_info=(typ, value, tb))  # type: ignore[arg-type]
        elif value.get_message():
            logs.logger.warning("%s", value.get_message())


class Public(Handler):
    """Answers without a login."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Ask for nothing but the host, and not for that where only the room's pages are reached."""
        self.current_user = None
        if not (getattr(self.request, "from_the_room", False) or self.check_host()):
            raise web.HTTPError(403)


class Guarded(Handler):
    """Answers only who is let in, whatever the handler that it stands before asks for itself."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Answer with the login page's address or 403 unless the user is known."""
        await super().prepare()
        if not (self.current_user or self._finished):
            web.authenticated(lambda _: None)(self)

    def get_login_url(self) -> str:
        """Return the login page's address; 403 where there is none and where no page is asked for."""
        if isinstance(self, WebSocketHandler) or not self.identity_provider.login_available:
            raise web.HTTPError(403)
        return super().get_login_url()


def guarded(handler: type[web.RequestHandler]) -> type[web.RequestHandler]:
    """Return a handler that does what the given one does, behind `Guarded`."""
    return type(handler.__name__, (Guarded, handler), {})


class LoginHandler(Handler, LoginFormHandler):
    """The login page. An address tries one password at a time, and waits after a wrong one."""

    _turns: ClassVar[WeakValueDictionary[str, asyncio.Lock]] = WeakValueDictionary()

    @allow_unauthenticated
    async def post(self) -> None:
        """Let in who has the password or the token, to where they were going."""
        turn = self._turns.setdefault(str(self.request.remote_ip), asyncio.Lock())
        async with turn:
            user = await asyncio.to_thread(self.identity_provider.process_login_form, self)  # hashing takes its time
            if user is None:
                await asyncio.sleep(_WRONG_PASSWORD_SECONDS)
        if user is None:
            self.set_status(401)
            self._render(message={"error": True})
            return
        self.current_user = user
        self.identity_provider.set_login_cookie(self, user)
        self._redirect_safe(self.get_argument("next", default=self.base_url))
