"""The options of a client, and the environment."""

import asyncio
import traceback

import pytest

from helpers.colours import CREDENTIAL, UNIT
from instanakit import APITimeoutError, AsyncInstana, ConfigurationError, Instana, Secret
from instanakit._settings import Credential, check_base_url, from_environment

BAD_CREDENTIALS = ["apiToken hush-hush", "hush\nhush", "hüsh-hush", "hush\x00hush", "hush\x7fhush", "hush\u2003hush"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://unit-tenant.instana.io", "https://unit-tenant.instana.io"),
        (" https://unit-tenant.instana.io/ ", "https://unit-tenant.instana.io"),
        ("https://host.example/some/prefix/", "https://host.example/some/prefix"),
        ("https://host.example:8443", "https://host.example:8443"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8787", "http://[::1]:8787"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://unit.localhost", "http://unit.localhost"),
    ],
)
def test_a_base_url_is_https_or_http_on_loopback(given, kept):
    assert check_base_url(given, allow_insecure_http=False) == kept


NO_URL = "base_url must be a URL like https://unit-tenant.instana.io"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, NO_URL),
        ("", NO_URL),
        ("unit-tenant.instana.io", NO_URL),
        ("ftp://unit-tenant.instana.io", NO_URL),
        ("https://", NO_URL),
        ("https://a b", NO_URL),
        ("https://a\\b", NO_URL),
        ("https://host:port", NO_URL),
        ("https://host:99999", NO_URL),
        ("https://[::1", NO_URL),
        ("https://me:hush-hush@host", "base_url must not have a user name or a password in it"),
        ("https://@host", "base_url must not have a user name or a password in it"),
        ("https://host?a=b", "base_url must not have a query or a fragment"),
        ("https://host#a", "base_url must not have a query or a fragment"),
        ("https://host/#", "base_url must not have a query or a fragment"),
        ("https://host?", "base_url must not have a query or a fragment"),
        (f"https://{'a' * 64}.io", NO_URL),
        ("https://a..b.io", NO_URL),
        ("https://host/%2e%2E/b", "base_url must not have a segment '.' or '..' in its path"),
        ("https://host/a/../b", "base_url must not have a segment '.' or '..' in its path"),
        (
            "http://unit-tenant.instana.io",
            "base_url must begin with https://: http shows the API token to the network; allow_insecure_http=True allows it",
        ),
        (
            "http://localhost.example.com",
            "base_url must begin with https://: http shows the API token to the network; allow_insecure_http=True allows it",
        ),
    ],
)
def test_any_other_base_url_is_refused_and_not_quoted(given, said):
    with pytest.raises(ConfigurationError) as caught:
        check_base_url(given, allow_insecure_http=False)
    assert str(caught.value) == said


def test_plain_http_can_be_allowed():
    assert check_base_url("http://host.example", allow_insecure_http=True) == "http://host.example"
    Instana("http://host.example", api_token=CREDENTIAL, allow_insecure_http=True).close()


@pytest.mark.parametrize("value", BAD_CREDENTIALS)
@pytest.mark.parametrize("wrap", [str, Secret, lambda value: lambda: value])
def test_a_bad_credential_is_refused_and_quoted_nowhere(colour, value, wrap):
    with pytest.raises(ConfigurationError) as caught:
        colour.run(colour.client(api_token=wrap(value)).version())
    assert str(caught.value) == (
        "api_token has a space or a character that is not printable ASCII. "
        "Give the token's secret alone, without the word before it."
    )
    error = caught.value
    assert (error.__cause__, error.__context__) == (None, None)
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [frame for frame in report.stack if "instanakit" in frame.filename]
    assert frames
    assert all("hush" not in f"{frame.locals}" for frame in frames)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "api_token is empty"),
        (" \n", "api_token is empty"),
        (None, "api_token must be a text or a Secret, not NoneType"),
    ],
)
def test_a_missing_credential_is_refused(value, said):
    with pytest.raises(ConfigurationError, match=said):
        Instana(UNIT, api_token=value)


def test_white_space_around_a_credential_is_stripped():
    assert Credential(" \t a-credential \r\n").current().reveal() == "a-credential"


def test_a_callable_that_fails_is_named_by_its_error_and_its_text_is_not_quoted(colour):
    def ask():
        message = "no hush-hush"
        raise OSError(message)

    with pytest.raises(ConfigurationError) as caught:
        colour.run(colour.client(api_token=ask).version())
    assert str(caught.value) == "The callable api_token raised OSError. Call it by itself to see why."
    assert caught.value.__context__ is None


def test_a_callable_is_not_asked_again_by_a_thread_that_had_to_wait_for_another():
    credential = Credential(lambda: "asked-again")

    class Other:
        """A lock that another thread held until it had asked."""

        def __enter__(self):
            credential._secret = Secret("asked-once")

        def __exit__(self, *_):
            pass

    credential._lock = Other()
    assert credential.current().reveal() == "asked-once"


def test_a_callable_that_uses_the_client_that_asks_it_is_refused():
    client = Instana(UNIT, api_token=lambda: client.version().branch)
    with client, pytest.raises(ConfigurationError) as caught:
        client.version()
    assert str(caught.value) == (
        "The callable api_token uses the client that asks it for the credential. Give it a client of its own."
    )


def test_the_deadline_bounds_a_callable_that_waits_for_the_client_that_asks_it():
    async def main():
        loop = asyncio.get_running_loop()
        client = AsyncInstana("https://unit-tenant.instana.io", api_token=lambda: ask())  # noqa: PLW0108 (defined below)

        def ask():
            return asyncio.run_coroutine_threadsafe(client.version(deadline=0.02), loop).result()

        with pytest.raises(APITimeoutError) as caught:
            await client.version(deadline=0.02)
        return str(caught.value)

    assert asyncio.run(main()) == (
        "GET /api/instana/version got no answer: the deadline of 0.02 seconds ended. "
        "Try again later, or allow a longer timeout and deadline; nothing was changed."
    )


def test_a_callable_is_asked_once_and_again_only_for_a_refused_secret():
    answers = iter(["one", "two"])
    credential = Credential(lambda: next(answers))
    first = credential.current()
    assert (first.reveal(), credential.current()) == ("one", first)
    assert credential.current(refused=Secret("another")) == first
    assert credential.current(refused=first).reveal() == "two"
    assert credential.current(refused=first).reveal() == "two"


@pytest.mark.parametrize("kind", [Instana, AsyncInstana])
@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("auth_scheme", "Basic", "auth_scheme must be 'apiToken' or 'Bearer'; it is 'Basic'"),
        ("masked_secret", "guess", "masked_secret must be 'send' or 'refuse'; it is 'guess'"),
        ("deadline", -1, "deadline must be a positive number of seconds or None; it is -1"),
        ("deadline", float("nan"), "deadline must be a positive number of seconds or None; it is nan"),
        ("retry", 3, "retry must be a RetryPolicy or None; it is 3"),
        ("max_response_bytes", 0, "max_response_bytes must be a whole number from 1 on; it is 0"),
        ("max_response_bytes", True, "max_response_bytes must be a whole number from 1 on; it is True"),
        ("max_response_bytes", 1.5, "max_response_bytes must be a whole number from 1 on; it is 1.5"),
        ("user_agent", "a\nb", "user_agent must be printable ASCII"),
        ("user_agent", "", "user_agent must be printable ASCII"),
        ("user_agent", 7, "user_agent must be printable ASCII"),
        ("timeout", "soon", "timeout must be a positive number of seconds, an httpx.Timeout or None; it is 'soon'"),
        ("timeout", 0, "timeout must be a positive number of seconds, an httpx.Timeout or None; it is 0"),
        ("on_event", 7, "on_event must be callable or None; it is 7"),
        (
            "on_event",
            asyncio.sleep,
            "on_event is a coroutine function, which nobody would await. Give a plain function; it may put the event into an asyncio.Queue.",
        ),
        ("verify", "", "verify or cert is an empty path. Leave it out, or give the path of the certificates."),
        ("cert", "", "verify or cert is an empty path. Leave it out, or give the path of the certificates."),
    ],
)
def test_a_wrong_option_is_refused_when_the_client_is_made(kind, option, value, said):
    with pytest.raises(ConfigurationError) as caught:
        kind(UNIT, api_token=CREDENTIAL, **{option: value})
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("environ", "base_url"),
    [
        ({"INSTANA_BASE_URL": "https://a.example/ "}, "https://a.example"),
        ({"INSTANA_ENDPOINT": "a.example"}, "https://a.example"),
        ({"INSTANA_ENDPOINT": "a.example:8443/prefix"}, "https://a.example:8443/prefix"),
        ({"INSTANA_BASE_URL": "https://A.example/", "INSTANA_ENDPOINT": "a.example"}, "https://A.example"),
        ({"INSTANA_BASE_URL": "", "INSTANA_ENDPOINT": "a.example"}, "https://a.example"),
    ],
)
def test_the_environment_names_the_unit_by_url_or_host(environ, base_url):
    url, secret = from_environment(environ | {"INSTANA_API_TOKEN": " a-credential\n"})
    assert (url, secret) == (base_url, Secret("a-credential"))


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "INSTANA_BASE_URL is not set. Set it to https://unit-tenant.instana.io, or pass base_url."),
        (
            {"INSTANA_BASE_URL": UNIT},
            "INSTANA_API_TOKEN is not set. Set it to the secret of an API token, or pass api_token.",
        ),
        (
            {"INSTANA_BASE_URL": UNIT, "INSTANA_ENDPOINT": "other.example", "INSTANA_API_TOKEN": "a-credential"},
            "INSTANA_BASE_URL and INSTANA_ENDPOINT are both set and name different servers. Unset one of them.",
        ),
        (
            {"INSTANA_ENDPOINT": "https://a.example", "INSTANA_API_TOKEN": "a-credential"},
            "INSTANA_ENDPOINT must be a host without a scheme, like unit-tenant.instana.io. "
            "A whole URL goes into INSTANA_BASE_URL.",
        ),
        (
            {"INSTANA_ENDPOINT": "me:hush@a.example", "INSTANA_API_TOKEN": "a-credential"},
            "INSTANA_ENDPOINT must be a host without a scheme, like unit-tenant.instana.io. "
            "A whole URL goes into INSTANA_BASE_URL.",
        ),
        (
            {"INSTANA_BASE_URL": "a.example", "INSTANA_API_TOKEN": "a-credential"},
            "INSTANA_BASE_URL must be a URL like https://unit-tenant.instana.io",
        ),
        (
            {"INSTANA_ENDPOINT": "a b", "INSTANA_API_TOKEN": "a-credential"},
            "INSTANA_ENDPOINT must be a URL like https://unit-tenant.instana.io",
        ),
        (
            {"INSTANA_BASE_URL": UNIT, "INSTANA_API_TOKEN": "hush hush"},
            "INSTANA_API_TOKEN has a space or a character that is not printable ASCII. "
            "Give the token's secret alone, without the word before it.",
        ),
    ],
)
def test_an_environment_that_is_wrong_is_an_error_that_names_the_variable(environ, said):
    with pytest.raises(ConfigurationError) as caught:
        from_environment(environ)
    assert str(caught.value) == said


def test_from_env_reads_the_environment_and_takes_options(colour, monkeypatch, instana_sandbox):
    monkeypatch.setenv("INSTANA_BASE_URL", instana_sandbox.base_url)
    monkeypatch.setenv("INSTANA_API_TOKEN", instana_sandbox.api_token)
    monkeypatch.delenv("INSTANA_ENDPOINT", raising=False)
    client = colour.adopt(colour.kind.from_env(auth_scheme="Bearer"))
    assert colour.run(client.health()).status == "GREEN"


def test_from_env_refuses_plain_http_to_another_machine(colour, monkeypatch):
    monkeypatch.setenv("INSTANA_BASE_URL", "http://host.example")
    monkeypatch.setenv("INSTANA_API_TOKEN", CREDENTIAL)
    with pytest.raises(ConfigurationError, match="INSTANA_BASE_URL must begin with https://"):
        colour.kind.from_env()
