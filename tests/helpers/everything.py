"""Imports every module of the package, so that processes which are forked afterwards find them there."""

import importlib
import pkgutil

import instanakit

for module in pkgutil.walk_packages(instanakit.__path__, "instanakit."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
