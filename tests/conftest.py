import os

import pytest

from helpers.authority import Authority
from helpers.colours import Colour
from helpers.servers import new_unit, served
from helpers.verdicts import KEEP, TOLD
from helpers.watch import *  # noqa: F403 (the hooks)

# `KEEP_RESULTS=1 make test` keeps the coverage, and nothing that a check finds of a stand-in in a test.
for name in (KEEP, TOLD):
    os.environ.pop(name, None)


@pytest.fixture(params=["sync", "async"])
def colour(request):
    colour = Colour(request.param)
    yield colour
    colour.close()


@pytest.fixture
def unit(colour, instana_sandbox):
    """A client of the colour for the owner of a fresh tenant unit."""
    return colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A certificate authority that no machine trusts by itself."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def tls_port(authority):
    """The port of a tenant unit over TLS; its owner's token is CREDENTIAL."""
    with served(new_unit(), **authority.server()) as port:
        yield port
