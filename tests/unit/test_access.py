"""Do the options of `strategylib serve` say who is let in, and what is said when they do not?"""

import os

import pytest

from strategylib.cli import main
from strategylib.locale import texts
from strategylib.server.access import AccessError, choose, is_loopback

WORDS = texts("da")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - decided upon here, not listened to


@pytest.mark.parametrize("ip", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_this_machine_is_let_in_unasked_and_by_its_own_names_only(ip):
    access = choose(ip, words=WORDS)
    assert access.open
    assert access.alone
    assert not access.any_host


@pytest.mark.parametrize("ip", [EVERYWHERE, "::", "", "10.0.0.5", "strategi.example", "127.1", "localhost.example"])
def test_beyond_this_machine_it_is_never_open(ip):
    access = choose(ip, words=WORDS)
    assert not is_loopback(ip)
    assert not access.open
    assert not access.alone
    assert len(access.token) == 48
    assert access.any_host
    assert choose(ip, words=WORDS).token != access.token


@pytest.mark.parametrize("ip", ["127.0.0.1", EVERYWHERE])
def test_a_password_is_asked_for_wherever_it_is_given_and_kept_only_as_a_hash(ip, monkeypatch):
    monkeypatch.setenv("STRATEGYLIB_PASSWORD", "blåbær")
    access = choose(ip, words=WORDS)
    assert access.login
    assert not access.open
    assert not access.alone
    assert access.token == ""
    assert "blåbær" not in repr(access)
    assert "STRATEGYLIB_PASSWORD" not in os.environ


@pytest.mark.parametrize("ip", ["127.0.0.1", EVERYWHERE])
def test_behind_a_proxy_there_is_no_login_of_ours(ip):
    access = choose(ip, words=WORDS, proxies=["127.0.0.2", "::1"], user_header="X-Remote-User")
    assert not access.open
    assert not access.alone
    assert not access.login


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--user-header", "X-Remote-User"], "kræver --proxy"),
        (["--proxy", "127.0.0.2"], "--proxy kræver"),
        (["--proxy", "nginx", "--user-header", "X-Remote-User"], "nginx er ikke en IP-adresse"),
        (["--proxy", "127.0.0.0/8", "--user-header", "X-Remote-User"], "er ikke en IP-adresse"),
        (["--proxy", "127.0.0.2", "--user-header", "X Remote"], "bogstaver, tal og bindestreger"),
        (["--proxy", "127.0.0.2", "--user-header", ""], "--user-header"),
        (["--proxy", "127.0.0.2", "--user-header", "X-Remote-User", "--password-file", "FILE"], "sammen med en adgangskode"),
        (["--password-file", "NOWHERE"], "kan ikke læses"),
        (["--password-file", "EMPTY"], "er tom"),
        (["--base-url", "strategi"], "begynde og slutte med skråstreg"),
        (["--base-url", "/strategi"], "begynde og slutte med skråstreg"),
        (["--base-url", "/../"], "begynde og slutte med skråstreg"),
        (["--base-url", "/a b/"], "begynde og slutte med skråstreg"),
    ],
)
def test_options_that_do_not_fit_are_said_in_words_and_end_in_two(options, said, tmp_path, capsys):
    (tmp_path / "FILE").write_text("blåbær", encoding="utf-8")
    (tmp_path / "EMPTY").write_text("\n", encoding="utf-8")
    here = {name: str(tmp_path / name) for name in ("FILE", "EMPTY", "NOWHERE")}
    assert main(["serve", "--no-browser", *(here.get(option, option) for option in options)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


def test_a_password_given_twice_or_empty_is_refused(monkeypatch, tmp_path):
    file = tmp_path / "password"
    file.write_text("blåbær", encoding="utf-8")
    monkeypatch.setenv("STRATEGYLIB_PASSWORD", "hindbær")
    with pytest.raises(AccessError, match="to gange"):
        choose("127.0.0.1", words=WORDS, password_file=file)
    monkeypatch.setenv("STRATEGYLIB_PASSWORD", "")
    with pytest.raises(AccessError, match="tom"):
        choose("127.0.0.1", words=WORDS)


def test_an_unknown_log_level_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--log", "loud"])
    assert ended.value.code == 2
    assert "loud" in capsys.readouterr().err
