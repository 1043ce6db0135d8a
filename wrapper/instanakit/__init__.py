"""instanakit: a client for IBM Instana's API tokens that can be trusted.

Import from here; what is not in `__all__` may change in any release. Nothing is loaded before a name is used, since
pytest imports this package in every environment that has it, for the fixture.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from instanakit._public import *


def __getattr__(name: str) -> Any:
    # With one _ a module is meant, which may be on the way to be loaded.
    if name.startswith("__") or not name.startswith("_"):
        public = import_module("instanakit._public")
        for place in (vars(public), globals()):  # the latter has the modules that this has just loaded
            if name in place:
                return place[name]
    message = f"module 'instanakit' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return [*import_module("instanakit._public").__all__, *globals()]
