"""TLS contexts, shared between clients of equal settings."""

import os
import ssl
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from instanakit.errors import ConfigurationError


def tls_context(verify: Any, cert: Any, *, trust_env: bool) -> ssl.SSLContext:
    """Return the TLS context that `verify` and `cert` ask for, shared between clients of equal settings."""
    if isinstance(verify, ssl.SSLContext):
        if cert is None:
            return verify
        message = "cert cannot be given together with an SSLContext"
        raise ConfigurationError(message, hint="Load it into the context with load_cert_chain().")
    try:
        place = verify if isinstance(verify, bool) else str(Path(verify))
        chain = cert if cert is None or isinstance(cert, tuple) else (str(Path(cert)),)
        environment = (os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        return _context(place, chain, environment, trust_env=trust_env)
    except (OSError, ValueError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
    message = f"verify or cert cannot be loaded ({problem})"
    raise ConfigurationError(message, hint="verify is True, False, an SSLContext or the path of CA certificates.")


# Making a context takes longer than a request, so equal settings share one. The environment is part of what is equal.
@lru_cache(maxsize=32)
def _context(
    place: str | bool,
    chain: tuple[str, ...] | None,
    _environment: object,
    *,
    trust_env: bool,
) -> ssl.SSLContext:
    if isinstance(place, bool):
        context = httpx.create_ssl_context(verify=place, trust_env=trust_env)
    elif Path(place).is_dir():
        context = ssl.create_default_context(capath=place)
    else:
        context = ssl.create_default_context(cafile=place)
    if chain is not None:
        context.load_cert_chain(*chain)
    return context
