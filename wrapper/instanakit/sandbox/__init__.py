"""A stand-in for the Instana API, for demos and tests: `with Sandbox() as sandbox`, or `python -m instanakit.sandbox`.

It keeps state and behaves as the documentation says. It needs the extra `sandbox`.
"""

from importlib.util import find_spec

from instanakit.errors import ConfigurationError

for needed in ("starlette", "uvicorn"):
    if find_spec(needed) is None:
        message = f"The sandbox needs {needed}, which is not installed"
        raise ConfigurationError(message, hint="Install the extra: pip install 'instanakit[sandbox]'.")

from instanakit.sandbox.fault import Fault  # noqa: E402 (only when they can be imported)
from instanakit.sandbox.options import Options  # noqa: E402 (likewise)
from instanakit.sandbox.server import Sandbox  # noqa: E402 (likewise)

__all__ = ["Fault", "Options", "Sandbox"]
