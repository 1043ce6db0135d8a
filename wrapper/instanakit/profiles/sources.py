"""Sources: where a credential is. Each is asked when the credential is needed, and reads anew each time."""

import os
import shlex
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import attrs

from instanakit._settings import conceal, hide
from instanakit.errors import ConfigurationError
from instanakit.profiles.files import read_secret_text
from instanakit.profiles.shown import may_be_secret
from instanakit.profiles.variables import Variables
from instanakit.secret import Secret


class Source(ABC):
    """Where a credential is: call it for the credential, which reads anew each time."""

    @abstractmethod
    def describe(self) -> str:
        """Say where the credential is, like "environment variable X", without asking for it."""

    @abstractmethod
    def __call__(self) -> Secret:
        """Return the credential as it is now. Raises ConfigurationError, which does not quote it."""

    def __repr__(self) -> str:
        return f"<{self.describe()}>"


@attrs.frozen(repr=False)
class EnvironmentVariable(Source):
    """A credential in an environment variable."""

    name: str
    variables: Variables = attrs.field(eq=False)

    def describe(self) -> str:
        """Name the variable, unless somebody has put a secret there."""
        return f"environment variable {'that credential_env names' if may_be_secret(self.name) else self.name}"

    def __call__(self) -> Secret:
        """Return what the variable holds."""
        found = self.variables.secret(self.name)
        if found is None:
            message = f"The {self.describe()} is not set"
            raise ConfigurationError(message, hint="Set it to the secret of an API token.")
        return conceal(found, f"The {self.describe()}")


@attrs.frozen(repr=False)
class File(Source):
    """A credential that is alone in a file with mode 0600."""

    path: Path

    def describe(self) -> str:
        """Name the file, unless there is none and somebody has put a secret there."""
        hidden = may_be_secret(self.path.name) and not os.path.lexists(self.path)
        return f"file {'that credential_file names' if hidden else self.path}"

    def __call__(self) -> Secret:
        """Return what is in the file."""
        name = f"The {self.describe()}"
        found = hide(read_secret_text(self.path))
        if found is None:
            message = f"{name} does not exist"
            raise ConfigurationError(message, hint="Write the secret of an API token into it, with mode 0600.")
        return conceal(found, name)


@attrs.frozen(repr=False)
class KeyringEntry(Source):
    """A credential in the operating system's store of secrets."""

    service: str
    name: str

    def describe(self) -> str:
        """Name the entry."""
        return f"keyring entry {self.service}/{self.name}"

    def __call__(self) -> Secret:
        """Return what the keyring has."""
        found = hide(self._ask())
        if found is None:
            message = f"The {self.describe()} does not exist"
            raise ConfigurationError(message, hint=f"Make it: {self._command('set')}")
        return conceal(found, f"The {self.describe()}")

    def _command(self, verb: str) -> str:
        return shlex.join(["keyring", verb, self.service, self.name])

    def _ask(self) -> Any:
        try:
            import keyring  # noqa: PLC0415 (an extra, which few need)
        except ImportError:
            message, hint = "keyring is not installed", "Install the extra: pip install 'instanakit[keyring]'."
        else:
            try:
                return keyring.get_password(self.service, self.name)
            except Exception as error:  # noqa: BLE001 (whatever a backend raises, its text may quote the credential)
                message = f"keyring raised {type(error).__name__}"
            hint = f"See what it says to: {self._command('get')}"
        message = f"The {self.describe()} cannot be read: {message}"
        raise ConfigurationError(message, hint=hint)
