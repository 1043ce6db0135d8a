"""The reference shows an async method with the documentation of its sync twin, which `documented_by` gives it."""

import ast
from typing import Any

import griffe


class Twins(griffe.Extension):
    """Copies docstrings, since Griffe reads the sources and runs nothing."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Give each decorated method its twin's docstring, once all is read."""
        for module in pkg.modules.values():
            for kind in module.classes.values():
                for member in () if kind.is_alias else kind.members.values():
                    _document(member, module)


def _document(member: griffe.Object | griffe.Alias, module: griffe.Module) -> None:
    for decorator in getattr(member, "decorators", ()):
        if decorator.callable_path.endswith(".documented_by"):
            (twin,) = ast.parse(str(decorator.value), mode="eval").body.args  # type: ignore[attr-defined]
            member.docstring = module[ast.unparse(twin)].docstring
