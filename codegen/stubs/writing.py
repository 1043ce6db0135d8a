"""The public surface of the façade as a stub: classes with bases and constructors, signatures, types, values."""

from collections.abc import Iterator
from pathlib import Path

import griffe

from stubs.shown import Found, constructor, final, values_shown

# Those whose `__all__` is public.
_MODULES = ("_public", "sandbox", "sinks", "profiles", "rotation", "hygiene")
# Not in an `__all__`, but what its names lead to.
_ALSO = {
    "Tokens": "tokens.Tokens",
    "AsyncTokens": "tokens.AsyncTokens",
    "LogReader": "logs.LogReader",
    "AsyncLogReader": "logs.AsyncLogReader",
    "RequestLine": "errors.RequestLine",
    "Rotations": "rotation.api.Rotations",
    "AsyncRotations": "rotation.api.AsyncRotations",
    "Source": "profiles.sources.Source",
    "Faults": "sandbox.faults.Faults",
    "SandboxState": "sandbox.state.State",  # rotation has a State too
    "instana_sandbox": "pytest_plugin.instana_sandbox",
}
# Of these nothing else is public, not even how they are made.
_PARTS = {"SandboxState": {"access_log", "audit_log", "tokens"}}
# Through these a statement reaches a class: `with`, `async with`, `for`, `async for`.
_STATEMENTS = {"__enter__", "__exit__", "__aenter__", "__aexit__", "__iter__", "__aiter__"}
_WITH_VALUE = {"Final", "TypeAlias"}
_STARS = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}


def surface(root: Path) -> str:
    """Render the public surface of the sources below a folder."""
    collection = griffe.ModulesCollection()
    for name in ("instana_openapi", "instanakit"):
        places = [root / "wrapper", root / "generated"]
        griffe.load(name, search_paths=places, modules_collection=collection, resolve_aliases=True)
    modules = (collection[f"instanakit.{name}"] for name in _MODULES)
    listed = [module[str(name).strip("'")] for module in modules for name in sorted(map(str, module.exports or ()))]
    public = {found.name: final(found) for found in listed}
    public |= {name: final(collection[f"instanakit.{path}"]) for name, path in _ALSO.items()}
    whole = [target for name, target in public.items() if name not in _PARTS]
    public |= values_shown(whole, collection)
    paths = {target.path for target in public.values()}
    blocks = ["\n".join(_top(name, target, paths)) for name, target in public.items()]
    head = '"""The public surface, as the last release has it; `make surface` writes it."""'
    return "\n\n".join([head, *blocks]) + "\n"


def _top(name: str, target: griffe.Object, public: set[str]) -> Iterator[str]:
    if not isinstance(target, griffe.Class):
        yield from _member(name, target)
        return
    bases = ", ".join(dict.fromkeys(_bases(target, public)))
    yield f"class {name}({bases}):" if bases else f"class {name}:"
    part = _PARTS.get(name, target.all_members)
    made = None if name in _PARTS else constructor(target)
    lines = [] if made is None else [f"def __init__({_parameters(made)}) -> None: ..."]
    lines += [line for member in sorted(part) for line in _member(member, target.all_members[member])]
    yield from (f"    {line}" for line in lines or ["..."])


def _bases(target: griffe.Class, public: set[str]) -> Iterator[str]:
    """Return the bases; in the place of one that is not public its own, but for those that say how it is built."""
    hidden = {base.path: base for base in map(final, target.resolved_bases) if base.path not in public}
    for base in target.bases:
        other = hidden.get(base if isinstance(base, str) else base.canonical_path)
        if isinstance(other, griffe.Class):
            yield from (name for name in _bases(other, public) if name.partition("[")[0] not in {"ABC", "Generic"})
        else:
            yield str(base)


def _member(name: str, found: Found) -> Iterator[str]:
    target = final(found)
    if name.startswith("_") and name not in {"__version__", *_STATEMENTS}:
        return
    if isinstance(target, griffe.Function):
        kinds = {"classmethod", "staticmethod"}
        yield from (f"@{decorator.value}" for decorator in target.decorators if str(decorator.value) in kinds)
        prefix = "async def" if "async" in target.labels else "def"
        yield f"{prefix} {name}({_parameters(target.parameters)}) -> {target.returns}: ..."
    elif name == "__version__":
        yield "__version__: str"
    elif isinstance(target, griffe.Attribute):
        kind = None if target.annotation is None else str(target.annotation)
        value = f" = {target.value}" if target.value is not None and (kind is None or kind in _WITH_VALUE) else ""
        yield (name if kind is None else f"{name}: {kind}") + value


def _parameters(parameters: griffe.Parameters) -> str:
    parts: list[str] = []
    for parameter in parameters:
        kind = parameter.kind or griffe.ParameterKind.positional_or_keyword
        if kind is griffe.ParameterKind.keyword_only and not any(part.startswith("*") for part in parts):
            parts.append("*")
        text = _STARS.get(kind, "") + parameter.name
        text += f": {parameter.annotation}" if parameter.annotation is not None else ""
        text += f" = {parameter.default}" if parameter.default is not None and kind not in _STARS else ""
        parts.append(text)
    by_place = sum(parameter.kind is griffe.ParameterKind.positional_only for parameter in parameters)
    return ", ".join(parts[:by_place] + ["/"] * bool(by_place) + parts[by_place:])
