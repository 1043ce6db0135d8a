"""A client for a server on this machine needs no certificates, and to load them takes a tenth of a short command."""

import ssl
from collections.abc import Iterable, Mapping
from typing import Any


def lightened(options: Mapping[str, Any], variables: Iterable[str]) -> dict[str, Any]:
    """Return the options of a client; one that speaks plain http, through no proxy, trusts no certificate at all."""
    is_plain = str(options["base_url"]).startswith("http://") and not {"verify", "cert", "proxy"} & set(options)
    if not is_plain or any(name.lower().endswith("_proxy") for name in variables):
        return dict(options)
    return {**options, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
