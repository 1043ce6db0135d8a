"""Profile: a named tenant unit with its credential and the options of a client for it."""

from collections.abc import Mapping
from typing import Any

import attrs

from instanakit._settings import AUTH_SCHEMES, MASKED_SECRET
from instanakit.profiles import readers
from instanakit.profiles.process import Process
from instanakit.profiles.sources import EnvironmentVariable, File, KeyringEntry, Source
from instanakit.profiles.tables import Table
from instanakit.profiles.variables import Variables

# The options of a client that a profile may have, and what they are unless it has them.
OPTIONS: Mapping[str, Any] = {
    "auth_scheme": "apiToken",
    "verify": True,
    "cert": None,
    "proxy": None,
    "deadline": 60.0,
    "timeout": 30.0,
    "allow_insecure_http": False,
    "masked_secret": "send",
}
CREDENTIALS = ("credential_env", "credential_file", "credential_keyring", "credential_process")


@attrs.frozen(kw_only=True)
class Profile:
    """A named tenant unit. `credential` says where it is with `describe()`, and is called for it when it is needed.

    `internal_id` is that of the token which the credential is; `options` are keyword options of a client.
    """

    name: str
    base_url: str
    credential: Source | None
    internal_id: str | None
    options: Mapping[str, Any]


def profile_of(name: str, table: Table, variables: Variables) -> Profile:
    """Read a profile from its table; nothing is asked for a credential. Raises ConfigurationError."""
    table.check_keys(["base_url", *CREDENTIALS, "internal_id", *OPTIONS])
    options = _options(table)
    allowed = options.get("allow_insecure_http", False)
    base_url = table.read("base_url", readers.url(allow_insecure_http=allowed))
    if base_url is None:
        problem = "base_url is missing"
        raise table.wrong(problem, 'Give it: base_url = "https://unit-tenant.instana.io".')
    return Profile(
        name=name,
        base_url=base_url,
        credential=_credential(table, variables),
        internal_id=table.read("internal_id", readers.text),
        options=options,
    )


def _options(table: Table) -> dict[str, Any]:
    folder = table.file.parent
    found = {
        "auth_scheme": table.read("auth_scheme", readers.choice(*AUTH_SCHEMES)),
        "verify": table.read("verify", readers.verify(folder)),
        "cert": table.read("cert", readers.cert(folder)),
        "proxy": table.read("proxy", readers.proxy),
        "deadline": table.read("deadline", readers.seconds),
        "timeout": table.read("timeout", readers.seconds),
        "allow_insecure_http": table.read("allow_insecure_http", readers.flag),
        "masked_secret": table.read("masked_secret", readers.choice(*MASKED_SECRET)),
    }
    return {name: value for name, value in found.items() if value is not None}


def _credential(table: Table, variables: Variables) -> Source | None:
    folder = table.file.parent
    given = [key for key in CREDENTIALS if key in table.keys]
    if len(given) > 1:
        problem = f"{' and '.join(given)} are given, and only one can be"
        raise table.wrong(problem, "Remove the others.")
    if (name := table.read("credential_env", readers.text)) is not None:
        return EnvironmentVariable(name, variables)
    if (path := table.read("credential_file", readers.path(folder))) is not None:
        return File(path)
    if (entry := table.read("credential_keyring", readers.service_and_name)) is not None:
        return KeyringEntry(*entry)
    if (arguments := table.read("credential_process", readers.arguments)) is not None:
        return Process(arguments, folder, variables)
    return None
