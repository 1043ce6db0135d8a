"""Company networks: certificates of an own authority, client certificates, IPv6, a path prefix."""

import logging
import socket
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from starlette.applications import Starlette
from starlette.routing import Mount

from helpers.authority import Authority
from helpers.colours import CREDENTIAL
from helpers.proxies import Front
from helpers.servers import new_unit, served
from instanakit import APIConnectionError, ConfigurationError
from instanakit._wire import tls
from instanakit.sandbox import Sandbox

HINT = "Trying again will not help: check verify=, the certificates, the base URL and the proxy settings."


@pytest.fixture
def unit_at(colour):
    """Makes a client for a tenant unit over TLS at a port."""

    def make(port, **options):
        return colour.client(base_url=f"https://127.0.0.1:{port}", **options)

    return make


@pytest.fixture(scope="module")
def careful_port(authority):
    """The port of a tenant unit that wants a certificate of its clients."""
    context = authority.server_context(careful=True)
    with Sandbox(api_token=CREDENTIAL) as sandbox, Front(urlsplit(sandbox.base_url).port, context=context) as front:
        yield front.port


@pytest.mark.parametrize("verify", ["text", "path", "context"])
def test_an_own_authority_is_trusted_when_it_is_given(colour, unit_at, tls_port, authority, verify):
    given = {"text": str(authority.path), "path": authority.path, "context": authority.client_context()}
    assert colour.run(unit_at(tls_port, verify=given[verify]).health()).status == "GREEN"


def test_an_own_authority_is_trusted_when_the_environment_names_it_unless_told_otherwise(
    colour, unit_at, tls_port, authority, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    assert colour.run(unit_at(tls_port).health()).status == "GREEN"
    with pytest.raises(APIConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        colour.run(unit_at(tls_port, trust_env=False).health())


def refused(colour, client, call=lambda client: client.tokens.create("p")):
    """The error of a call that is not tried again and has changed nothing."""
    with pytest.raises(APIConnectionError) as caught:
        colour.run(call(client))
    assert type(caught.value) is APIConnectionError
    assert (caught.value.attempts, caught.value.hint, colour.clock.slept) == (1, HINT, [])
    return caught.value


def test_an_authority_that_nobody_gave_is_refused_at_once(colour, unit_at, tls_port):
    error = refused(colour, unit_at(tls_port), lambda client: client.health())
    assert error.message.startswith(
        "GET /api/instana/health got no answer: no connection ([SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
    )


@pytest.mark.parametrize(
    ("names", "not_after", "said"),
    [
        (("other.instana.test",), None, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
        ((), datetime(2020, 1, 1, tzinfo=UTC), "certificate has expired"),
    ],
)
def test_a_certificate_for_another_name_or_an_expired_one_is_refused_at_once(
    colour, unit_at, authority, names, not_after, said
):
    with served(new_unit(), **authority.server(*names, not_after=not_after)) as port:
        assert said in refused(colour, unit_at(port, verify=authority.path)).message


def test_verify_false_connects_and_warns_once_in_a_process(colour, unit_at, tls_port, caplog):
    tls._warn.cache_clear()
    for _ in range(2):
        assert colour.run(unit_at(tls_port, verify=False).health()).status == "GREEN"
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [(record.name, record.getMessage()) for record in warnings] == [
        (
            "instanakit",
            "verify=False: anyone between this machine and the server can read the API token. "
            "Give the path of the CA certificates that sign the server's as verify= instead",
        )
    ]


@pytest.mark.parametrize("verify", ["path", "environment", "off", "context"])
def test_a_client_certificate_is_shown_however_the_server_is_verified(
    colour, unit_at, careful_port, authority, verify, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    cert = authority.sign("a-client")
    options = {
        "path": {"verify": authority.path, "cert": cert},
        "environment": {"cert": str(cert)},
        "off": {"verify": False, "cert": (str(cert), str(cert))},
        "context": {"verify": authority.client_context(cert)},
    }
    assert colour.run(unit_at(careful_port, **options[verify]).health()).status == "GREEN"


@pytest.mark.parametrize("given", [False, True])
def test_a_client_certificate_that_is_missing_or_of_another_authority_is_a_refusal(
    colour, unit_at, careful_port, authority, tmp_path, given
):
    options = {"cert": Authority(tmp_path).sign("a-client")} if given else {}
    error = refused(colour, unit_at(careful_port, verify=authority.path, **options))
    assert error.message.startswith("POST /api/settings/api-tokens got no answer: no connection ([SSL: ")


@pytest.fixture
def locked(authority, tmp_path):
    """A client certificate, and its key under a password."""
    cert, key = authority.sign("a-client"), tmp_path / "locked.pem"
    lock = serialization.BestAvailableEncryption(b"a-password-of-a-key")
    opened = serialization.load_pem_private_key(cert.read_bytes(), None)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    key.write_bytes(opened.private_bytes(encoding, form, lock))
    return str(cert), str(key)


def test_the_key_of_a_client_certificate_can_have_a_password(colour, unit_at, careful_port, authority, locked):
    client = unit_at(careful_port, verify=authority.path, cert=(*locked, "a-password-of-a-key"))
    assert colour.run(client.health()).status == "GREEN"


@pytest.mark.parametrize("password", [(), ("another-password",)])
def test_a_key_whose_password_is_missing_or_wrong_is_refused_and_nobody_is_asked_for_it(unit_at, locked, password):
    with pytest.raises(ConfigurationError, match="verify or cert cannot be loaded"):
        unit_at(1, cert=(*locked, *password))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"verify": False}, "verify"),
        ({"cert": "cert.pem"}, "cert"),
        ({"verify": "ca.pem", "cert": "cert.pem", "proxy": "http://proxy.example"}, "verify and cert and proxy"),
    ],
)
def test_an_option_that_a_transport_would_ignore_is_refused(colour, options, named):
    with pytest.raises(ConfigurationError) as caught:
        colour.client(lambda request: None, **options)
    assert str(caught.value) == (
        f"{named} cannot be given together with transport. Make the transport with them, since it is what connects."
    )


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_a_unit_can_be_reached_by_an_ipv6_address(colour):
    with Sandbox(host="::1") as sandbox:
        assert sandbox.base_url.startswith("http://[::1]:")
        client = colour.client(base_url=sandbox.base_url, api_token=sandbox.api_token)
        assert colour.run(client.health()).status == "GREEN"


def test_a_unit_can_live_under_a_path_prefix(colour):
    app = Starlette(routes=[Mount("/some/prefix", new_unit())])
    with served(app) as port:
        client = colour.client(base_url=f"http://127.0.0.1:{port}/some/prefix/")
        made = colour.run(client.tokens.create("p"))
        assert colour.run(client.tokens.get(made.internal_id)).name == "p"
        assert [token.name for token in colour.run(client.tokens.list())] == ["p"]
        colour.run(client.close())


def test_a_certificate_that_was_renewed_in_place_is_read_again(tmp_path, authority):
    path = tmp_path / "ca.pem"
    path.write_bytes(authority.path.read_bytes())
    one = tls.tls_context(path, None, trust_env=True)
    assert tls.tls_context(path, None, trust_env=True) is one
    path.write_bytes(authority.path.read_bytes() * 2)
    assert tls.tls_context(path, None, trust_env=True) is not one
