"""Write the public surface of the façade as a stub file, or name what breaks the one that was released last.

The stub has the names of `instanakit.__all__`, what applications reach through them, and what tests use of the sandbox.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / "tests" / "contract" / "released.pyi"
# Not in `__all__`, but what its names lead to.
ALSO = (
    "instanakit.tokens.Tokens",
    "instanakit.tokens.AsyncTokens",
    "instanakit.logs.LogReader",
    "instanakit.logs.AsyncLogReader",
    "instanakit.sandbox.server.Sandbox",
    "instanakit.sandbox.options.Options",
    "instanakit.sandbox.faults.Faults",
    "instanakit.pytest_plugin.instana_sandbox",
)
_STARS = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}


def surface(root: Path = ROOT) -> str:
    """Render the public surface of the sources below a folder."""
    collection = griffe.ModulesCollection()
    for name in ("instana_openapi", "instanakit"):
        places = [root / "wrapper", root / "generated"]
        griffe.load(name, search_paths=places, modules_collection=collection, resolve_aliases=True)
    public = collection["instanakit._public"]
    names = [f"instanakit._public.{str(name).strip(chr(39))}" for name in public.exports or ()]
    blocks = ["\n".join(_render(collection[path])) for path in (*sorted(names), *ALSO)]
    return (
        '"""The public surface, as the last release has it; `make surface` writes it."""\n\n'
        + "\n\n".join(blocks)
        + "\n"
    )


def _render(found: griffe.Object | griffe.Alias) -> Iterator[str]:
    target = found.final_target if isinstance(found, griffe.Alias) else found
    if isinstance(target, griffe.Class):
        bases = ", ".join(map(str, target.bases))
        yield f"class {found.name}({bases}):" if bases else f"class {found.name}:"
        members = [line for name, member in sorted(target.all_members.items()) for line in _member(name, member)]
        yield from (f"    {line}" for line in members or ["..."])
    else:
        yield from _member(found.name, target)


def _member(name: str, found: griffe.Object | griffe.Alias) -> Iterator[str]:
    target = found.final_target if isinstance(found, griffe.Alias) else found
    if name.startswith("_") and name not in {"__init__", "__version__"}:
        return
    if isinstance(target, griffe.Function):
        yield from (f"@{decorator.value}" for decorator in target.decorators if str(decorator.value) == "classmethod")
        prefix = "async def" if "async" in target.labels else "def"
        yield f"{prefix} {name}({_parameters(target.parameters)}) -> {target.returns}: ..."
    elif name == "__version__":
        yield "__version__: str"
    elif isinstance(target, griffe.Attribute):
        value = f" = {target.value}" if target.annotation is None and target.value is not None else ""
        yield f"{name}: {target.annotation}" if target.annotation is not None else f"{name}{value}"


def _parameters(parameters: griffe.Parameters) -> str:
    parts: list[str] = []
    for parameter in parameters:
        if parameter.kind is griffe.ParameterKind.keyword_only and not any(part.startswith("*") for part in parts):
            parts.append("*")
        text = _STARS.get(parameter.kind or griffe.ParameterKind.positional_or_keyword, "") + parameter.name
        text += f": {parameter.annotation}" if parameter.annotation is not None else ""
        text += f" = {parameter.default}" if parameter.default is not None and parameter.kind not in _STARS else ""
        parts.append(text)
    return ", ".join(parts)


def breakages(released: str, now: str) -> list[tuple[str, str]]:
    """Name what the newer surface breaks of the older one: the object, and how."""
    with tempfile.TemporaryDirectory() as folder:
        modules = []
        for name, text in (("released", released), ("now", now)):
            place = Path(folder) / name / "surface"
            place.mkdir(parents=True)
            (place / "__init__.pyi").write_text(text)
            modules.append(griffe.load("surface", search_paths=[place.parent]))
        return [
            (broken.obj.path.removeprefix("surface."), broken.kind.value)
            for broken in griffe.find_breaking_changes(*modules)
        ]


def announced(changelog: str) -> set[str]:
    """Return the names that the section 'Breaking' of what is not released yet puts in backticks."""
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## ")[0]
    breaking = unreleased.partition("### Breaking")[2].partition("\n### ")[0]
    return set(re.findall(r"`([\w.]+)`", breaking))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what breaks the released surface")
    options = parser.parse_args(arguments)
    if not options.check:
        RELEASED.write_text(surface())
        return 0
    broken = breakages(RELEASED.read_text(), surface())
    for path, explained in broken:
        print(f"{path}: {explained}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
