"""TLS contexts, shared between clients of equal settings."""

import logging
import os
import ssl
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import httpx

from instanakit.errors import ConfigurationError
from instanakit.secret import Secret

logger = logging.getLogger("instanakit")


def tls_context(verify: Any, cert: Any, *, trust_env: bool) -> ssl.SSLContext:
    """Return the TLS context that `verify` and `cert` ask for, shared between clients of equal settings."""
    if isinstance(verify, ssl.SSLContext):
        if cert is None:
            return verify
        message = "cert cannot be given together with an SSLContext"
        raise ConfigurationError(message, hint="Load it into the context with load_cert_chain().")
    if "" in (verify, cert):
        message = "verify or cert is an empty path"
        raise ConfigurationError(message, hint="Leave it out, or give the path of the certificates.")
    if verify is False:
        _warn()
    try:
        place = verify if isinstance(verify, bool) else str(Path(verify))
        chain = cert if cert is None or isinstance(cert, tuple) else (str(Path(cert)),)
        environment = [os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")] if trust_env else []
        files = [str(part) for part in (place, *(chain or ())[:2], *environment) if isinstance(part, str)]
        return _context(place, chain, (*environment, *map(_state, files)), trust_env=trust_env)
    except (OSError, ValueError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
    message = f"verify or cert cannot be loaded ({problem})"
    raise ConfigurationError(message, hint="verify is True, False, an SSLContext or the path of CA certificates.")


@cache
def _warn() -> None:
    """Warn, once in a process."""
    logger.warning(
        "verify=False: anyone between this machine and the server can read the API token. "
        "Give the path of the CA certificates that sign the server's as verify= instead"
    )


def _state(path: str) -> tuple[int, int] | None:
    """Return what changes when a file does, such as a certificate that is renewed in place."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


# Making a context takes longer than a request, so equal settings share one. The environment and the state of the files
# are part of what is equal.
@lru_cache(maxsize=32)
def _context(
    place: str | bool,
    chain: tuple[Any, ...] | None,
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
        key, password = (*chain[1:], None, None)[:2]
        # A callable stands for no password, since without one OpenSSL asks for it at the terminal, and waits.
        context.load_cert_chain(chain[0], key, password.reveal() if isinstance(password, Secret) else str)
    return context
