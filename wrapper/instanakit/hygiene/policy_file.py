"""Policies from TOML: the packaged one, presets, and files of one's own, which change what they name and no more."""

import logging
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from instanakit.errors import ConfigurationError
from instanakit.hygiene.policy import Policy, Rule, Waiver
from instanakit.hygiene.policy_source import Source
from instanakit.hygiene.policy_values import changed
from instanakit.hygiene.severity import Severity

PRESETS = ("cis", "pci")
logger = logging.getLogger("instanakit")


def default_policy(preset: str | None = None) -> Policy:
    """Return the packaged policy, with a preset's changes: 'cis' or 'pci'. Raises ConfigurationError for another."""
    return _policy(_preset(preset))


def read_policy(path: Path | str, *, preset: str | None = None) -> Policy:
    """Return the packaged policy, or a preset, with the changes of a file. Raises ConfigurationError with the line.

    The log tells of permissions that this build does not know.
    """
    if not isinstance(path, Path | str):
        message = f"path must be a Path or a text; it is {type(path).__name__}"
        raise ConfigurationError(message, hint="Write for example: read_policy('policy.toml').")
    policy = _policy(changed(_preset(preset), Source.read(str(path), _content(Path(path))), _packaged()))
    if policy.unknown_permissions:
        logger.warning(
            "%s names permissions that this build of instanakit does not know: %s. They count for tokens that have "
            "them; check how they are spelled, since nobody has what is misspelled",
            path,
            ", ".join(sorted(policy.unknown_permissions)),
        )
    return policy


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        why = error.strerror
    except UnicodeDecodeError:
        why = "it is not UTF-8"
    except ValueError as error:
        why = str(error)
    message = f"The policy {path} cannot be read: {why}"
    raise ConfigurationError(message, hint="Name another file.")


def _packaged() -> dict[str, Any]:
    return {**tomllib.loads(_resource("policy.toml")), "waivers": []}


def _preset(name: str | None) -> dict[str, Any]:
    packaged = _packaged()
    if name is None:
        return packaged
    if name not in PRESETS:
        message = f"There is no preset {name!r}"
        raise ConfigurationError(message, hint=f"Presets are {' and '.join(PRESETS)}.")
    return changed(packaged, Source.read(f"{name}.toml", _resource(f"presets/{name}.toml")), packaged)


def _resource(name: str) -> str:
    return files("instanakit.hygiene").joinpath(name).read_text("utf-8")


def _policy(found: Mapping[str, Any]) -> Policy:
    return Policy(
        tiers={tier: tuple(permissions) for tier, permissions in found["tiers"].items()},
        toxic={name: tuple(map(tuple, groups)) for name, groups in found["toxic"].items()},
        rules={id_: _rule(id_, table) for id_, table in found["rules"].items()},
        waivers=tuple(Waiver(**one) for one in found["waivers"]),
    )


def _rule(id_: str, table: Mapping[str, Any]) -> Rule:
    return Rule(
        id=id_,
        slug=table["slug"],
        enabled=table["enabled"],
        severities={case: Severity(name) for case, name in table["severity"].items()},
        limits=table.get("limits", {}),
        source=table["source"],
        remedy=table["remedy"],
        domains=tuple(domain.casefold().removeprefix("@") for domain in table.get("domains", [])),
        pattern=table.get("pattern", ""),
    )
