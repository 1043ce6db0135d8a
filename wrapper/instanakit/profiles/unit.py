"""Which tenant unit a command works on, and with which credential: one that would go to another origin is refused."""

from urllib.parse import urlsplit

import attrs

from instanakit._settings import check_base_url, from_environment
from instanakit.errors import ConfigurationError
from instanakit.profiles.config import Config
from instanakit.profiles.profile import OPTIONS, Profile
from instanakit.profiles.resolved import DEFAULT, Value, first
from instanakit.profiles.sources import EnvironmentVariable
from instanakit.profiles.variables import Variables

PROFILE_FLAG = "--profile"
URL_FLAG = "--base-url"
TOKEN = "INSTANA_API_TOKEN"
_PORTS = {"http": 80, "https": 443}
_NOTHING = Value(None, DEFAULT)


def origin_of(base_url: str) -> str:
    """Return scheme, host and port of a base URL; the port that the scheme has anyway is left out."""
    parts = urlsplit(base_url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}")


@attrs.frozen
class _Bound:
    """A credential, and the base URL that it was configured with, if there is one."""

    credential: Value
    base_url: Value
    internal_id: Value = _NOTHING


def unit_settings(config: Config, variables: Variables, named: Value, base_url: str | None) -> dict[str, Value]:
    """Return profile, base URL, credential, internal id and client options; `named` is the profile's name."""
    profile = None if named.value is None else config.profile(named.value, named.origin)
    where = DEFAULT if profile is None else config.origin(profile.name)
    of_profile = _NOTHING if profile is None else Value(profile.base_url, where)
    of_flag, of_environment = _of_flag(base_url), _of_environment(variables)
    if named.origin == PROFILE_FLAG:
        _check_flag(named, of_profile, of_environment, of_flag)
    counts = first(of_flag, of_environment, of_profile)
    # What a profile says is said of its own origin: neither verify = false nor an internal id goes with another unit.
    options = profile.options if profile is not None and _same_origin(counts, of_profile) else {}
    if counts.value is not None:
        allowed = options.get("allow_insecure_http", False)
        check_base_url(counts.value, allow_insecure_http=allowed, name=counts.origin)
    bound = _bound(variables, profile, of_environment, of_profile)
    _check_bound(bound, counts)
    return {
        "profile": named if _same_origin(counts, of_profile) else Value(None, counts.origin),
        "base_url": counts,
        "credential": bound.credential,
        "internal_id": bound.internal_id,
    } | {
        name: Value(options[name], where) if name in options else Value(unless, DEFAULT)
        for name, unless in OPTIONS.items()
    }


def _of_flag(base_url: str | None) -> Value:
    if base_url is None:
        return _NOTHING
    return Value(check_base_url(base_url, allow_insecure_http=True, name=URL_FLAG), URL_FLAG)


def _of_environment(variables: Variables) -> Value:
    names = [name for name in ("INSTANA_BASE_URL", "INSTANA_ENDPOINT") if variables.text(name)]
    if not names:
        return _NOTHING
    # The rules of from_env; a token is not wanted here, but it would ask for one.
    given = {name: variables.text(name) for name in names} | {TOKEN: "none"}
    return Value(from_environment(given, allow_insecure_http=True)[0], names[0])


def _bound(variables: Variables, profile: Profile | None, of_environment: Value, of_profile: Value) -> _Bound:
    if variables.text(TOKEN):
        return _Bound(Value(EnvironmentVariable(TOKEN, variables), TOKEN), of_environment)
    if profile is None or profile.credential is None:
        return _Bound(_NOTHING, _NOTHING)
    where = of_profile.origin
    internal_id = _NOTHING if profile.internal_id is None else Value(profile.internal_id, where)
    return _Bound(Value(profile.credential, where), of_profile, internal_id)


def _same_origin(one: Value, other: Value) -> bool:
    return None in {one.value, other.value} or origin_of(one.value) == origin_of(other.value)


def _check_flag(named: Value, of_profile: Value, *given: Value) -> None:
    for value in given:
        if not _same_origin(value, of_profile):
            message = (
                f"{PROFILE_FLAG} {named.value} is of {origin_of(of_profile.value)} ({of_profile.origin}), "
                f"but {value.origin} is of {origin_of(value.value)}"
            )
            other = f"leave {value.origin} out" if value.origin == URL_FLAG else f"unset {value.origin}"
            raise ConfigurationError(message, hint=f"Leave {PROFILE_FLAG} out, or {other}.")


def _check_bound(bound: _Bound, counts: Value) -> None:
    if _same_origin(bound.base_url, counts):
        return
    is_token = bound.credential.origin == TOKEN
    message = (
        f"The credential of {bound.credential.origin} is for {origin_of(bound.base_url.value)}"
        f"{f' ({bound.base_url.origin})' if is_token else ''}, "
        f"but the base URL is of {origin_of(counts.value)} ({counts.origin}); it was not asked for"
    )
    hint = f"Set {TOKEN} to a token of that unit, or name a profile that is for it."
    if is_token:
        hint = f"Leave {counts.origin} out, or set {bound.base_url.origin} and {TOKEN} to those of that unit."
    raise ConfigurationError(message, hint=hint)
