"""Checks of options and arguments that more than one part makes. A leaf: it knows ConfigurationError."""

import ipaddress

from instanakit.errors import ConfigurationError

_LIMIT = 1e9  # seconds: far more than anybody means, and no more than a clock can bear
_ANY = 10**18


def check_choice(value: object, option: str, choices: tuple[str, ...]) -> None:
    """Refuse a value that is none of the choices."""
    if value not in choices:
        message = f"{option} must be {' or '.join(map(repr, choices))}; it is {value!r}"
        raise ConfigurationError(message)


def check_seconds(value: object, option: str, otherwise: str = " or None") -> None:
    """Refuse what is no positive number of seconds and not None."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < _LIMIT):
        message = f"{option} must be a positive number of seconds{otherwise}; it is {value!r}"
        raise ConfigurationError(message)


def check_whole_number(value: object, option: str, lowest: int, highest: int = _ANY, otherwise: str = "") -> None:
    """Refuse what is no whole number from `lowest` to `highest`."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        limits = f"from {lowest} on" if highest == _ANY else f"from {lowest} to {highest}"
        message = f"{option} must be a whole number {limits}{otherwise}; it is {value!r}"
        raise ConfigurationError(message)


def is_loopback(host: str) -> bool:
    """Tell whether a host name means this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
