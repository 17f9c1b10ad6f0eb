"""What does every answer carry, what does the log say of it, and how does one see that the server is well?"""

import json
import re
import sys

import pytest

from tests.asking import PROXY, UPGRADE, ask, kernel_of, log_in, needs_two_addresses

pytestmark = pytest.mark.integration

APP = "/voila/render/leder.ipynb"
RIGHT = "blåbær"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def lines(log):
    """Return the log's lines; each must be JSON by itself."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def about_requests(log):
    return [line for line in lines(log) if line["message"] == "answered"]


def test_every_answer_carries_the_security_headers(start_server):
    server = start_server(environment={"STRATEGYLIB_PASSWORD": RIGHT})
    _, cookies = log_in(server, RIGHT)
    page = ask(server, APP, cookies=cookies)
    kernel = f"/api/kernels/{kernel_of(page)}"
    replies = {
        200: [page, *(ask(server, path, cookies=cookies) for path in ("/", "/health", "/assets/page.css", kernel))],
        101: [ask(server, f"{kernel}/channels", headers=UPGRADE, cookies=cookies)],
        302: [ask(server, "/"), ask(server, "/login", cookies=cookies)],
        401: [log_in(server, "wrong")[0]],
        403: [ask(server, kernel), ask(server, f"{kernel}/channels", headers=UPGRADE)],
        404: [ask(server, "/no/such/page", cookies=cookies)],
        405: [ask(server, "/health", "POST", form={})],
    }
    for status, answers in replies.items():
        for reply in answers:
            assert reply.status == status
            said = dict(part.strip().split(" ", 1) for part in reply.headers["Content-Security-Policy"].split(";"))
            assert said == POLICY
            assert reply.headers.get_all("X-Content-Type-Options") == ["nosniff"]
            assert reply.headers["Referrer-Policy"] == "same-origin"
            assert reply.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "camera=()" in reply.headers["Permissions-Policy"]
            assert reply.headers["X-Request-Id"]
            assert "Server" not in reply.headers


def test_a_terminal_stays_quiet(start_server, tmp_path):
    log = tmp_path / "log"
    server = start_server(log=log)
    assert ask(server, APP).status == 200
    assert ask(server, "/no/such/page").status == 404
    server.stop()
    assert log.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("level", ["info", "debug"])
def test_the_log_is_json_and_says_nothing_of_who_asked(start_server, tmp_path, level):
    log = tmp_path / "log"
    server = start_server("--log", level, environment={"STRATEGYLIB_PASSWORD": RIGHT}, log=log)
    _, cookies = log_in(server, RIGHT)
    replies = {
        path: ask(server, f"{path}?navn=hemmelig&token=hemmelig", headers={"User-Agent": "hemmelig"}, cookies=cookies)
        for path in ("/", APP, "/no/such/page", "/assets/page.css", "/health")
    }
    server.stop()
    text = log.read_text(encoding="utf-8")
    assert not re.search(r"hemmelig|argon2|127\.0\.0\.1 ", text)
    by_id = {line["request_id"]: line for line in about_requests(log)}
    for path, reply in replies.items():
        line = by_id[reply.headers["X-Request-Id"]]
        assert (line["method"], line["path"], line["status"]) == ("GET", path, reply.status)
        assert line["bytes"] == len(reply.text.encode())
        assert line["ms"] > 0
        assert line["level"] == ("info" if reply.status == 200 else "warning")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        assert not {"ip", "user", "query"} & line.keys()
    for line in lines(log):
        assert {"time", "level", "logger", "message"} <= line.keys()


def test_what_goes_wrong_is_logged_with_its_traceback_and_the_request_s_id(start_server, tmp_path):
    log = tmp_path / "log"
    program = "from strategylib.server import app; app.Server.health = lambda server: 1 / 0; app.serve(port=0, open_browser=False, pool=0)"
    server = start_server(command=[sys.executable, "-c", program], log=log)
    reply = ask(server, "/health?navn=hemmelig")
    server.stop()
    assert reply.status == 500
    assert "Noget gik galt" in reply.text
    assert "ZeroDivisionError" not in reply.text
    failed, answered = lines(log)
    assert failed["request_id"] == answered["request_id"] == reply.headers["X-Request-Id"]
    assert "ZeroDivisionError" in failed["traceback"]
    assert (answered["status"], answered["level"]) == (500, "error")
    assert "hemmelig" not in log.read_text(encoding="utf-8")


def test_each_request_has_an_id_of_its_own(start_server):
    server = start_server()
    given = {ask(server, "/health", headers={"X-Request-Id": "chosen-by-the-sender"}).headers["X-Request-Id"] for _ in range(3)}
    assert len(given) == 3
    assert "chosen-by-the-sender" not in given


@needs_two_addresses
def test_the_proxy_s_well_formed_id_is_kept(start_server):
    server = start_server("--proxy", PROXY, "--user-header", "X-Remote-User")

    def given(number):
        return ask(server, "/health", source=PROXY, headers={"X-Request-Id": number}).headers["X-Request-Id"]

    assert given("0123456789abcdef") == "0123456789abcdef"
    for number in ("short", 'quote"quote', "x" * 65, "a line and more"):
        assert given(number) != number


def test_the_health_says_how_many_pages_are_running(start_server):
    server = start_server()
    reply = ask(server, "/health")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json; charset=UTF-8")
    health = json.loads(reply.text)
    assert health["status"] == "ok"
    assert re.match(r"\d+\.\d+", health["version"])
    before = health["pages"]
    ask(server, APP)
    assert json.loads(ask(server, "/health").text)["pages"] == before + 1
    head = ask(server, "/health", "HEAD")
    assert (head.status, head.text) == (200, "")
