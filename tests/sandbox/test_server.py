"""Serving the sandbox: in a block, and as a fixture."""

import socket
import subprocess
import sys
import threading

import httpx
import pytest

from instanakit import ConfigurationError, Instana
from instanakit.sandbox import Sandbox
from instanakit.sandbox.limit import RateWindow


def test_it_serves_on_loopback_as_long_as_its_block():
    with Sandbox() as sandbox:
        assert sandbox.base_url.startswith("http://127.0.0.1:")
        assert not sandbox.is_public
        url = sandbox.base_url
        assert httpx.get(url).status_code == 404
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    assert [thread for thread in threading.enumerate() if thread.name == "instanakit-sandbox"] == []


def test_it_can_be_started_and_stopped_twice():
    sandbox = Sandbox()
    assert sandbox.start() is sandbox.start()
    sandbox.stop()
    sandbox.stop()
    with pytest.raises(
        ConfigurationError, match=r"The sandbox is not running. Use it in a with block, or call start\(\)."
    ):
        _ = sandbox.base_url


def test_it_stops_while_a_connection_is_open():
    with Sandbox(api_token="t") as sandbox, httpx.Client(base_url=sandbox.base_url) as client:
        client.get("/")
        sandbox.stop()


def test_it_shows_no_secret_of_its_own_accord():
    sandbox = Sandbox(tokens=1)
    (token,) = sandbox.state.tokens.values()
    for shown in (f"{sandbox!r} {sandbox}", f"{sandbox.state!r} {sandbox.state}", f"{sandbox.faults!r}"):
        for secret in (sandbox.api_token, sandbox.control_token, token["accessGrantingToken"]):
            assert secret not in shown


def test_it_serves_on_ipv6_loopback():
    if not socket.has_ipv6:  # pragma: no cover
        pytest.skip("this machine has no IPv6")
    with Sandbox(host="::1") as sandbox:
        assert sandbox.base_url.startswith("http://[::1]:")
        with Instana(sandbox.base_url, api_token=sandbox.api_token) as instana:
            assert instana.health().status == "GREEN"


def test_it_answers_without_waiting_for_more():
    # Without the protocol's name asyncio leaves the delay for small packets on: 40 ms an answer.
    with Sandbox() as sandbox:
        assert sandbox._server.servers[0].sockets[0].proto == socket.IPPROTO_TCP


@pytest.mark.parametrize("port", ["taken", 70_000])
def test_a_port_that_cannot_be_had_is_an_error_that_names_it(port):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1] if port == "taken" else port
        with pytest.raises(ConfigurationError) as caught:
            Sandbox(port=port).start()
    assert caught.value.message.startswith(f"The sandbox cannot listen on 127.0.0.1 port {port}: ")
    assert caught.value.hint == "Take another port; port 0 takes any that is free."


@pytest.mark.parametrize("host", ["x" * 300, "192.0.2.1", "two\0parts", "ä" * 70])
def test_a_host_that_is_none_of_this_machine_is_an_error_that_says_which_are(host):
    with pytest.raises(ConfigurationError) as caught:
        Sandbox(host=host).start()
    assert caught.value.message.startswith(f"The sandbox cannot listen on {host} port 0: ")
    assert caught.value.hint.startswith("Name an address of this machine: 127.0.0.1 is for it alone")


@pytest.mark.parametrize("api_token", ["two words", "\n", "ä"])
def test_an_api_token_that_no_header_can_hold_is_refused(api_token):
    with pytest.raises(ConfigurationError, match="api_token must be printable ASCII without spaces"):
        Sandbox(api_token=api_token)


def test_the_limit_is_for_each_hour_from_the_first_call_on():
    now = [100.0]
    window = RateWindow(1, lambda: now[0])
    assert [window.take(), window.take()] == [True, False]
    now[0] = 3699.0
    assert not window.take()
    now[0] = 3700.0
    assert window.take()
    assert window.headers()["x-ratelimit-reset"] == "7300"


def test_without_its_extra_it_says_how_to_install_it():
    code = "import sys; sys.modules['uvicorn'] = None\nfrom instanakit.sandbox import Sandbox"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr.splitlines()[-1] == (
        "instanakit.errors.ConfigurationError: The sandbox needs uvicorn, which is not installed. "
        "Install the extra: pip install 'instanakit[sandbox]'."
    )


def test_the_fixture_serves_a_fresh_unit(instana_sandbox):
    with Instana(instana_sandbox.base_url, api_token=instana_sandbox.api_token) as instana:
        assert instana.tokens.list() == []


def test_the_plugin_imports_nothing_heavy_until_it_is_used():
    code = "import sys, instanakit.pytest_plugin; print([n for n in ('starlette', 'uvicorn', 'instanakit.sandbox') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
