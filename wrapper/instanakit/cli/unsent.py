"""A client for commands that send nothing: of all settings it needs the base URL alone, which names the tenant unit."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from instanakit.cli.session import Session
from instanakit.errors import ConfigurationError

if TYPE_CHECKING:
    from instanakit import Instana


@contextmanager
def unsent(session: Session, task: str) -> Generator["Instana"]:
    """Open a client for a task that sends nothing. Raises ConfigurationError if no tenant unit is named."""
    import ssl  # noqa: PLC0415 (help needs none)

    import attrs  # noqa: PLC0415 (likewise)

    from instanakit import Instana  # noqa: PLC0415 (likewise)
    from instanakit.cli.telling import told  # noqa: PLC0415 (likewise)
    from instanakit.profiles import Value  # noqa: PLC0415 (likewise)

    session.task = task
    settings = attrs.evolve(session.settings, credential=Value(_refuse, "default"))
    with (
        told(session.warnings, debug=session.debug),
        Instana(
            settings.client_options()["base_url"],
            api_token=_refuse,
            allow_insecure_http=True,  # the settings have said whether that is allowed
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # certificates take a tenth of a short command to load
        ) as instana,
    ):
        yield instana


def _refuse() -> NoReturn:
    message = "This command sends nothing, so it has no credential"
    raise ConfigurationError(message, hint="It is an error of instanakit: report it.")
