"""A stand-in for the Instana API, for demos and tests: `with Sandbox() as sandbox`, or `python -m instanakit.sandbox`.

It keeps state and behaves as the documentation says. It needs the extra `sandbox`, which is looked for when a name is
used.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from instanakit.errors import ConfigurationError

if TYPE_CHECKING:
    from instanakit.sandbox.fault import Fault
    from instanakit.sandbox.options import Options
    from instanakit.sandbox.server import Sandbox

__all__ = ["Fault", "Options", "Sandbox"]
_HOMES = {"Fault": "fault", "Options": "options", "Sandbox": "server"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module 'instanakit.sandbox' has no attribute {name!r}"
        raise AttributeError(message)
    for needed in ("starlette", "uvicorn"):
        if find_spec(needed) is None:
            message = f"The sandbox needs {needed}, which is not installed"
            raise ConfigurationError(message, hint="Install the extra: pip install 'instanakit[sandbox]'.")
    return getattr(import_module(f"instanakit.sandbox.{_HOMES[name]}"), name)
