"""Proxies: which one a client uses, that it is used, and that nobody sees its password."""

import base64
import logging
import pickle
import sys
import traceback
from urllib.parse import urlsplit

import httpcore
import httpx
import pytest

from helpers.colours import CREDENTIAL, answer
from helpers.proxies import HttpProxy, SocksProxy
from helpers.servers import Drip
from instanakit import APIConnectionError, APIStatusError, BadRequestError, ConfigurationError, Instana
from instanakit._wire.proxy import choose_proxy
from instanakit._wire.transports import AsyncConnection, SyncConnection

UNIT = "https://unit-tenant.instana.test"
PASSWORD = "hush-hush:p@ss"
CREDENTIALS = "user:hush-hush%3Ap%40ss"
KINDS = {"http": HttpProxy, "https": HttpProxy, "socks5": SocksProxy, "socks5h": SocksProxy}


@pytest.fixture(autouse=True)
def no_proxy_variables(monkeypatch):
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)


@pytest.fixture(params=["http", "https"])
def unit(request, tls_port, instana_sandbox):
    """The base URL of a unit that only a proxy can find, what its owner needs, and the port where it is served."""
    if request.param == "https":
        return UNIT, CREDENTIAL, tls_port
    port = urlsplit(instana_sandbox.base_url).port
    return UNIT.replace("https", "http"), instana_sandbox.api_token, port


@pytest.mark.parametrize("credentials", ["", f"{CREDENTIALS}@"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_is_used_with_its_user_and_password(colour, authority, unit, kind, credentials):
    base_url, api_token, port = unit
    context = authority.server_context() if kind == "https" else None
    with KINDS[kind](port, credentials=credentials and f"user:{PASSWORD}", context=context) as proxy:
        client = colour.client(
            base_url=base_url,
            api_token=api_token,
            verify=authority.path,
            proxy=f"{kind}://{credentials}127.0.0.1:{proxy.port}",
            allow_insecure_http=True,
        )
        assert colour.run(client.health()).status == "GREEN"
        assert colour.run(client.version()).branch == "sandbox"
        colour.run(client.close())
    where = f"unit-tenant.instana.test:{443 if base_url.startswith('https') else 80}"
    if kind.startswith("socks"):
        assert set(proxy.seen) == {where}
    elif base_url.startswith("https"):
        assert proxy.seen == [f"CONNECT {where}"]
    else:
        assert proxy.seen == [f"GET {base_url}/api/instana/{name}" for name in ("health", "version")]


@pytest.mark.parametrize("wrong", ["", "user:hush-wrong@"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_that_wants_another_password_is_not_asked_twice(colour, authority, tls_port, kind, wrong):
    context = authority.server_context() if kind == "https" else None
    with KINDS[kind](tls_port, credentials="user:right", context=context) as proxy:
        client = colour.client(base_url=UNIT, verify=authority.path, proxy=f"{kind}://{wrong}127.0.0.1:{proxy.port}")
        with pytest.raises(APIConnectionError) as caught:
            colour.run(client.tokens.create("p"))
    said = "407 Proxy Authentication Required"
    if kind.startswith("socks"):
        wanted = "Requested NO AUTHENTICATION REQUIRED from proxy server, but got USERNAME/PASSWORD"
        said = "Invalid username/password" if wrong else wanted
    assert caught.value.message == f"POST /api/settings/api-tokens got no answer: the proxy failed ({said})"
    assert caught.value.hint.startswith("Trying again will not help: ")
    assert (caught.value.attempts, colour.clock.slept) == (1, [])


def test_a_proxy_that_answers_407_to_plain_http_is_not_asked_twice(colour):
    with HttpProxy(1, credentials="user:right") as proxy:
        client = colour.client(
            base_url="http://unit-tenant.instana.test",
            proxy=f"http://127.0.0.1:{proxy.port}",
            allow_insecure_http=True,
        )
        with pytest.raises(APIStatusError) as caught:
            colour.run(client.health())
    assert (caught.value.status_code, len(proxy.seen), colour.clock.slept) == (407, 1, [])


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_used(colour, monkeypatch, authority, tls_port, name):
    with HttpProxy(tls_port, credentials=f"user:{PASSWORD}") as proxy:
        monkeypatch.setenv(name, f"{CREDENTIALS}@127.0.0.1:{proxy.port}")
        client = colour.client(base_url=UNIT, verify=authority.path)
        monkeypatch.undo()
        assert colour.run(client.health()).status == "GREEN"
        colour.run(client.close())
    assert proxy.seen == ["CONNECT unit-tenant.instana.test:443"]


@pytest.mark.parametrize("given", ["option", "environment"])
def test_a_base_url_on_loopback_never_uses_a_proxy(colour, monkeypatch, instana_sandbox, given):
    with HttpProxy(1) as proxy:
        url = f"http://127.0.0.1:{proxy.port}"
        monkeypatch.setenv("ALL_PROXY", url if given == "environment" else "")
        client = colour.client(
            base_url=instana_sandbox.base_url,
            api_token=instana_sandbox.api_token,
            proxy=url if given == "option" else None,
        )
        assert colour.run(client.health()).status == "GREEN"
    assert proxy.seen == []


def chosen(base_url=UNIT, **options):
    """The URL of the proxy that a client chooses."""
    with Instana(base_url, api_token=CREDENTIAL, allow_insecure_http=True, **options) as client:
        proxy = choose_proxy(client._settings, None)
    return proxy and str(proxy.url)


@pytest.mark.parametrize(
    ("environ", "base_url", "proxy"),
    [
        ({"HTTPS_PROXY": "http://one:1"}, UNIT, "http://one:1"),
        ({"https_proxy": "http://one:1"}, UNIT, "http://one:1"),
        ({"https_proxy": "http://one:1", "HTTPS_PROXY": "http://two:2"}, UNIT, "http://one:1"),
        ({"https_proxy": "one:1"}, UNIT, "http://one:1"),
        ({"https_proxy": "socks5h://one:1"}, UNIT, "socks5h://one:1"),
        ({"HTTPS_PROXY": "http://one:1", "ALL_PROXY": "http://all:3"}, UNIT, "http://one:1"),
        ({"ALL_PROXY": "http://all:3"}, UNIT, "http://all:3"),
        ({"all_proxy": "http://all:3"}, UNIT, "http://all:3"),
        ({"HTTP_PROXY": "http://one:1"}, UNIT, None),
        ({"HTTP_PROXY": "http://one:1"}, "http://unit.example", "http://one:1"),
        ({"HTTPS_PROXY": "http://one:1"}, "http://unit.example", None),
        ({"ALL_PROXY": "http://all:3"}, "http://[2001:db8::1]:80", "http://all:3"),
        ({"ALL_PROXY": "http://all:3"}, "https://127.0.0.1", None),
        ({"ALL_PROXY": "http://all:3"}, "https://unit.localhost", None),
        ({"ALL_PROXY": "no proxy"}, "https://[::1]", None),
        ({"HTTPS_PROXY": ""}, UNIT, None),
        ({}, UNIT, None),
    ],
)
def test_the_proxy_variables_choose_by_the_scheme_of_the_base_url(monkeypatch, environ, base_url, proxy):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert chosen(base_url) == proxy
    assert chosen(base_url, trust_env=False) is None


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("hosts", "base_url"),
    [
        ("*", UNIT),
        ("unit-tenant.instana.test", UNIT),
        ("other.test, INSTANA.test", UNIT),
        (".instana.test", UNIT),
        ("unit.example:8443", "https://unit.example:8443/prefix"),
        ("2001:db8::1", "https://[2001:db8::1]"),
        ("192.0.2.7", "https://192.0.2.7:443"),
    ],
)
def test_no_proxy_is_honoured(monkeypatch, name, hosts, base_url):
    monkeypatch.setenv("ALL_PROXY", "http://all:3")
    monkeypatch.setenv(name, hosts)
    assert chosen(base_url) is None
    assert chosen("https://elsewhere.example") == (None if hosts == "*" else "http://all:3")


def test_a_proxy_that_is_given_counts_more_than_the_environment(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "http://all:3")
    monkeypatch.setenv("NO_PROXY", "*")
    assert chosen(proxy="http://given:4") == "http://given:4"


USUAL = "Check proxy and the proxy variables: http://host:port is the usual form, user:password@ percent-encoded."
SCHEMES = "proxy cannot be used: its scheme must be one of http, https, socks5, socks5h"
NOTHING_AFTER = "proxy cannot be used: it must be a scheme, a host and a port, and nothing after them"


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("no proxy", SCHEMES),
        ("", SCHEMES),
        (7, SCHEMES),
        ("proxy.example:3128", SCHEMES),
        ("ftp://user:hush-hush@proxy.example", SCHEMES),
        ("socks4://proxy.example", SCHEMES),
        ("http://", NOTHING_AFTER),
        ("http://proxy.example/path", NOTHING_AFTER),
        ("http://user:12#hush-hush@proxy.example", NOTHING_AFTER),
        ("http://user:hush#hush@proxy.example", "proxy cannot be used: it is no URL"),
        ("http://proxy.example:port", "proxy cannot be used: it is no URL"),
        (f"socks5://user:{'hush-hush' * 30}@proxy.example", "proxy cannot be used: SOCKS has room for 255 bytes of user and of password"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("base_url", [UNIT, "http://127.0.0.1:1"])
def test_a_proxy_without_meaning_is_refused_and_not_quoted(colour, base_url, proxy, said):
    with pytest.raises(ConfigurationError) as caught:
        colour.client(base_url=base_url, proxy=proxy)
    assert str(caught.value) == f"{said}. {USUAL}"
    assert_hidden(caught.value)


def assert_hidden(error):
    """No password is in an error, in what it came from, or in the package's frames."""
    assert (error.__cause__, error.__context__) == (None, None)
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [f"{frame.locals}" for frame in report.stack if "instanakit" in frame.filename]
    assert frames
    encoded = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
    shown = f"{error} {error!r} {vars(error)} {pickle.dumps(error)} {frames}"
    assert "hush" not in shown
    assert encoded not in shown


def test_socks_without_its_extra_is_an_error_that_names_it(colour, monkeypatch):
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(ConfigurationError) as caught:
        colour.client(proxy=f"socks5://{CREDENTIALS}@proxy.example:1080")
    assert str(caught.value) == (
        "proxy cannot be used: SOCKS needs socksio, which is not installed. "
        "Install the extra: pip install 'instanakit[socks]'."
    )
    assert_hidden(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_password_of_a_proxy_is_shown_nowhere(colour, kind, caplog):
    with caplog.at_level(logging.DEBUG), Drip(b"HTTP/1.1 502 Bad Gateway\r\n\r\n", b"") as proxy:
        client = colour.client(base_url=UNIT, proxy=f"{kind}://{CREDENTIALS}@127.0.0.1:{proxy.port}", retry=None)
        with pytest.raises(APIConnectionError) as caught:
            colour.run(client.health())
    assert_hidden(caught.value)
    assert caplog.text
    shown = f"{caplog.text} {client!r} {client._settings!r} {choose_proxy(client._settings, None)!r}"
    assert "hush" not in shown
    assert "p@ss" not in shown


def test_an_answer_that_repeats_the_password_of_a_proxy_is_not_quoted(colour):
    def proxy_page(sent):
        return lambda request: answer(400, {"message": f"bad {sent}"})

    encoded = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
    for sent in (PASSWORD, encoded):
        client = colour.client(base_url=UNIT, proxy=f"http://{CREDENTIALS}@proxy.example")
        client._wire._transport = httpx.MockTransport(proxy_page(sent))
        with pytest.raises(BadRequestError) as caught:
            colour.run(client.health())
        assert sent not in f"{caught.value} {vars(caught.value)}"


def test_a_proxy_can_have_a_user_without_a_password(monkeypatch):
    with Instana(UNIT, api_token=CREDENTIAL, proxy="http://user@proxy.example") as client:
        assert choose_proxy(client._settings, None).raw_auth == (b"user", b"")


@pytest.mark.parametrize("bytes_of_another", [b"\x05", b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_what_is_no_socks_proxy_is_a_connection_error(colour, bytes_of_another):
    with Drip(bytes_of_another, b"") as proxy:
        client = colour.client(base_url=UNIT, proxy=f"socks5://127.0.0.1:{proxy.port}", retry=None)
        with pytest.raises(APIConnectionError) as caught:
            colour.run(client.health())
    assert caught.value.message.endswith("the proxy failed (no answer of a SOCKS proxy: Malformed reply)")


@pytest.mark.parametrize(
    "proxy", [None, "http://proxy.example:1", "https://proxy.example:1", "socks5://proxy.example:1"]
)
def test_the_pool_is_the_one_that_httpx_would_make_but_for_the_network(colour, proxy):
    client = colour.client(base_url=UNIT, proxy=proxy, trust_env=False)
    ours = client._wire._transport.connections.take()
    theirs = type(ours).__mro__[1](verify=httpx.create_ssl_context(), proxy=proxy)
    assert type(ours) is (AsyncConnection if colour.name == "async" else SyncConnection)
    assert type(ours._pool) is type(theirs._pool)
    differing = {
        name
        for name, value in vars(theirs._pool).items()
        if not isinstance(value, (list, tuple)) and str(vars(ours._pool)[name]) != str(value)
    }
    contexts = {"_ssl_context", "_proxy_ssl_context"} if proxy and proxy.startswith("https:") else {"_ssl_context"}
    assert {name for name in differing if "lock" not in name} == {
        "_max_connections",
        "_max_keepalive_connections",
        "_network_backend",
        *contexts,
    }
    for name in contexts:
        assert vars(ours._pool)[name] is not httpcore.default_ssl_context()
