"""Who is let in, by which name and from where? Asked of real servers, request by request."""

import json
import re
import sys
import uuid
from urllib.parse import urlsplit

import psutil
import pytest

from tests.asking import PROXY, UPGRADE, ask, kernel_of, log_in, needs_two_addresses

pytestmark = pytest.mark.integration

APP = "/voila/render/leder.ipynb"
RIGHT = "blåbær og æbler"
ROOM = {"/deltag", "/deltag/pin", "/deltag/ws/([0-9a-f]{16})", "/skaerm", "/skaerm/ws", "/facilitator/ws"}  # by PIN or by secret
PUBLIC = {"/assets/(.*)", "/assets/build/(.*)", "/health", "/login", *ROOM}
# Another way to write 127.0.0.1, which the server does not take for this machine
NETWORK = "127.1"


@pytest.fixture(scope="module")
def server(start_server):
    """A server as it is without options."""
    return start_server()


@pytest.fixture(scope="module")
def locked(start_server):
    """A server that asks for a password."""
    return start_server(environment={"STRATEGYLIB_PASSWORD": RIGHT})


@pytest.fixture(scope="module")
def proxied(start_server):
    """A server behind a proxy that says who the user is."""
    return start_server("--proxy", PROXY, "--user-header", "X-Remote-User")


@pytest.fixture(scope="module")
def on_network(start_server):
    """A server that others than this machine could reach."""
    return start_server("--ip", NETWORK)


def test_on_this_machine_one_is_let_in_unasked(server):
    assert ask(server, "/").status == 200
    assert ask(server, "/login").status == 404


@pytest.mark.parametrize("path", ["/", APP, "/health", "/assets/page.css", "/no/such/page", "/voila/static/voila.js"])
def test_a_foreign_name_for_this_machine_is_refused(server, path):
    port = urlsplit(server.url).port
    assert ask(server, path, headers={"Host": f"attacker.example:{port}"}).status == 403
    assert ask(server, "/", headers={"Host": f"localhost:{port}"}).status == 200


def test_a_kernel_talks_only_to_a_page_of_its_own_server(server):
    page = ask(server, APP)
    channels = f"/api/kernels/{kernel_of(page)}/channels"
    origin = server.url.rstrip("/")
    assert ask(server, channels, headers={**UPGRADE, "Origin": "http://attacker.example"}).status == 403
    assert ask(server, channels, headers={**UPGRADE, "Origin": origin}).status == 101
    closing = f"/voila/api/shutdown/{kernel_of(page)}"
    token = {"form": {"_xsrf": page.cookies()["_xsrf"]}, "cookies": page.cookies()}
    assert ask(server, closing, "POST", headers={"Origin": "http://attacker.example"}, form={}).status in {403, 404}
    assert ask(server, closing, "POST", headers={"Origin": origin}, form={}).status == 403
    assert ask(server, closing, "POST", headers={"Origin": origin}, **token).status == 204


def test_beyond_this_machine_a_token_is_made_and_told(on_network):
    address = urlsplit(on_network.url)
    assert re.fullmatch(r"token=[0-9a-f]{48}", address.query)
    refused = ask(on_network, "/")
    assert (refused.status, refused.headers["Location"]) == (302, "/login?next=%2F")
    assert ask(on_network, "/?token=wrong").status == 302
    let_in = ask(on_network, f"/?{address.query}")
    assert let_in.status == 200
    assert ask(on_network, "/", cookies=let_in.cookies()).status == 200


def test_the_token_may_be_typed_on_the_login_page(on_network):
    assert "Koden står i det vindue" in ask(on_network, "/login").text
    token = urlsplit(on_network.url).query.removeprefix("token=")
    _, cookies = log_in(on_network, token)
    assert ask(on_network, "/", cookies=cookies).status == 200


def test_beyond_this_machine_any_name_may_be_used(on_network):
    query = urlsplit(on_network.url).query
    assert ask(on_network, f"/?{query}", headers={"Host": "strategi.example"}).status == 200


def test_each_server_makes_a_token_of_its_own(on_network, start_server):
    assert urlsplit(start_server("--ip", NETWORK).url).query != urlsplit(on_network.url).query


def test_who_has_the_password_lands_where_they_were_going(locked):
    refused = ask(locked, APP)
    assert (refused.status, refused.headers["Location"]) == (302, "/login?next=%2Fvoila%2Frender%2Fleder.ipynb")
    reply, cookies = log_in(locked, RIGHT, then=APP)
    assert (reply.status, reply.headers["Location"]) == (302, APP)
    assert ask(locked, "/", cookies=cookies).status == 200
    (line,) = [line for line in reply.headers.get_all("Set-Cookie") if "username" in line]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in line.split(";")}
    assert "expires" not in line


def test_the_password_may_stand_in_a_file(start_server, tmp_path):
    file = tmp_path / "password"
    file.write_text(f"{RIGHT}\n", encoding="utf-8")
    server = start_server("--password-file", str(file))
    assert ask(server, "/").status == 302
    assert log_in(server, RIGHT)[0].status == 302


@pytest.mark.parametrize("password", ["", "blåbær", RIGHT.upper(), "' or 1=1"])
def test_a_wrong_password_is_refused_in_words(locked, password):
    reply, cookies = log_in(locked, password)
    assert reply.status == 401
    assert "Adgangskoden er forkert" in reply.text
    assert ask(locked, "/", cookies=cookies).status == 302


def test_a_login_without_the_page_s_own_token_is_refused(locked):
    assert ask(locked, "/login", "POST", form={"password": RIGHT}).status == 403


@pytest.mark.parametrize("then", ["//attacker.example/", "https://attacker.example/", "/\\attacker.example"])
def test_the_login_page_leads_to_no_other_server(locked, then):
    reply, _ = log_in(locked, RIGHT, then=then)
    assert reply.status == 302
    assert urlsplit(reply.headers["Location"]).netloc == ""


def test_a_forged_cookie_opens_nothing(locked):
    _, cookies = log_in(locked, RIGHT)
    (name,) = [name for name in cookies if name.startswith("username")]
    assert ask(locked, "/", cookies={name: cookies[name][:-1] + ("0" if cookies[name][-1] != "0" else "1")}).status == 302


def test_no_kernel_inherits_the_password(locked):
    _, cookies = log_in(locked, RIGHT)
    page = ask(locked, APP, cookies=cookies)
    kernels = locked.kernels()
    assert kernels
    assert all("STRATEGYLIB_PASSWORD" not in kernel.environ() for kernel in kernels)
    origin = {"Origin": locked.url.rstrip("/")}
    ask(locked, f"/voila/api/shutdown/{kernel_of(page)}", "POST", headers=origin, cookies=cookies, form={"_xsrf": cookies["_xsrf"]})
    assert psutil.wait_procs(kernels, timeout=30)[1] == []


def addresses(patterns):
    """Return an address for every pattern; the pattern matches it."""
    found = {}
    for pattern in patterns:
        address = re.sub(r"\(\?P<kernel_id>[^)]*\)", str(uuid.uuid4()), pattern).replace("(?P<path>(?:(?:/[^/]+)+|/?))", "/x")
        address = address.replace("(.*)", "x").replace(".*", "x").replace("\\", "")
        assert re.fullmatch(pattern, address), pattern
        found[pattern] = address
    return found


def test_nothing_but_the_public_answers_without_a_login(start_server, tmp_path):
    told = tmp_path / "patterns.json"
    program = (
        "import json, pathlib; from strategylib.server import app; made = app.Server.init_handlers\n"
        "def tell(server):\n"
        "    rules = made(server)\n"
        f"    pathlib.Path({str(told)!r}).write_text(json.dumps([rule[0] for rule in rules]))\n"
        "    return rules\n"
        "app.Server.init_handlers = tell; app.serve(port=0, open_browser=False)"
    )
    server = start_server(command=[sys.executable, "-c", program], environment={"STRATEGYLIB_PASSWORD": RIGHT})
    patterns = json.loads(told.read_text(encoding="utf-8"))
    assert len(patterns) > 10
    assert set(patterns) >= PUBLIC
    guarded = [*addresses(set(patterns) - PUBLIC).values(), "/no/such/page", APP, "/voila/static/voila.js", "/voila/tree"]
    for address in guarded:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            reply = ask(server, address, method, form={} if method in {"POST", "PUT", "PATCH"} else None)
            to_login = reply.status == 302 and reply.headers["Location"].startswith("/login?")
            assert to_login or reply.status == 403, (method, address, reply.status)
        reply = ask(server, address, headers={**UPGRADE, "Origin": server.url.rstrip("/")})
        assert reply.status in {302, 403}, (address, reply.status)
    for address in ("/assets/page.css", "/assets/build/files.json", "/health", "/login"):
        assert ask(server, address).status == 200


@needs_two_addresses
def test_the_proxy_says_who_is_let_in(proxied):
    assert ask(proxied, "/", source=PROXY, headers={"X-Remote-User": "anna"}).status == 200
    assert ask(proxied, "/assets/page.css").status == ask(proxied, "/health").status == 200


@needs_two_addresses
@pytest.mark.parametrize(
    ("source", "headers"),
    [
        ("127.0.0.1", {"X-Remote-User": "anna"}),
        ("127.0.0.1", {"X-Remote-User": "anna", "X-Forwarded-For": PROXY, "X-Real-Ip": PROXY, "Forwarded": f"for={PROXY}"}),
        (PROXY, {}),
        (PROXY, {"X-Remote-User": ""}),
        (PROXY, {"X-Remote-User": " "}),
        (PROXY, {"X-Remote-User": ["forged", "anna"]}),
        (PROXY, {"X_Remote_User": "anna"}),
    ],
)
def test_nobody_else_is_let_in_past_the_proxy(proxied, source, headers):
    for path in ("/", APP, "/voila/static/voila.js", "/login"):
        refused = ask(proxied, path, source=source, headers=headers)
        assert refused.status == 403
        assert "Ingen adgang" in refused.text
    assert ask(proxied, f"/api/kernels/{uuid.uuid4()}/channels", source=source, headers={**headers, **UPGRADE}).status == 403


@needs_two_addresses
def test_only_the_proxy_is_believed_about_what_the_browser_asked_for(start_server):
    server = start_server("--proxy", PROXY, environment={"STRATEGYLIB_PASSWORD": RIGHT})
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "strategi.example"}
    for source, believed in ((PROXY, True), ("127.0.0.1", False)):
        reply, _ = log_in(server, RIGHT, headers=forwarded, source=source)
        (line,) = [line for line in reply.headers.get_all("Set-Cookie") if "username" in line]
        assert ("Secure" in line) is believed
        assert line.startswith("username-strategi-example=") is believed


@needs_two_addresses
def test_the_origin_is_compared_with_what_the_proxy_was_called(proxied):
    user = {"X-Remote-User": "anna", "X-Forwarded-Host": "strategi.example"}
    page = ask(proxied, APP, source=PROXY, headers=user)
    channels = f"/api/kernels/{kernel_of(page)}/channels"
    assert ask(proxied, channels, source=PROXY, headers={**user, **UPGRADE, "Origin": "https://attacker.example"}).status == 403
    assert ask(proxied, channels, source=PROXY, headers={**user, **UPGRADE, "Origin": "https://strategi.example"}).status == 101


def test_under_a_path_every_address_begins_with_it(start_server):
    server = start_server("--base-url", "/strategi/", environment={"STRATEGYLIB_PASSWORD": RIGHT})
    assert server.url.endswith("/strategi/")
    assert ask(server, "/").headers["Location"] == "/strategi/login?next=%2F"
    page = ask(server, "/strategi/login?next=/strategi/")
    assert page.status == ask(server, "/strategi/health").status == ask(server, "/strategi/assets/page.css").status == 200
    (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page.text)
    form = {"_xsrf": token, "password": RIGHT}
    reply = ask(server, "/strategi/login?next=/strategi/", "POST", form=form, cookies=page.cookies())
    assert reply.headers["Location"] == "/strategi/"
    assert all("Path=/strategi/" in line for line in reply.headers.get_all("Set-Cookie"))
    cookies = page.cookies() | reply.cookies()
    landing = ask(server, "/strategi/", cookies=cookies)
    links = re.findall(r'(?:href|src)="([^"]+)"', landing.text)
    assert "/strategi/voila/render/leder.ipynb" in links
    assert all(link.startswith("/strategi/") for link in links)
    assert ask(server, "/", cookies=cookies).status in {302, 404}
