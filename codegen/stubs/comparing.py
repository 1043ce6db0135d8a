"""Two stubs of the public surface, entry by entry: what was there stays as it was, what is added must be optional."""

import ast
import re
from collections.abc import Iterator

import attrs

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@attrs.frozen
class Entry:
    """A class, function, argument, type or value, as a line; the entry that holds it; whether callers must give it."""

    text: str
    holder: str
    needed: bool = False


def breakages(released: str, now: str) -> Iterator[tuple[str, str]]:
    """Name what the newer surface breaks of the older one: the entry, and what it was and is."""
    before, after = dict(_entries(ast.parse(released))), dict(_entries(ast.parse(now)))
    for path, was in before.items():
        if path not in after:
            if not was.holder or was.holder in after:  # else the holder says it for all that was in it
                yield path, f"was {was.text}, is gone"
        elif not _choices(was.text) <= _choices(after[path].text):
            yield path, f"was {was.text}, is {after[path].text}"
    for path, entry in after.items():
        # A class without a constructor took no arguments.
        if entry.needed and path not in before and entry.holder.removesuffix(".__init__") in before:
            yield path, f"was not there, is {entry.text}, which every call must give"


def _choices(text: str) -> set[str]:
    """Return the values that an alias of a Literal has, which may come to have more; of all else the whole text."""
    alias = re.fullmatch(r"TypeAlias = Literal\[(.+)\]", text)
    return set(alias[1].split(", ")) if alias else {text}


def _entries(holder: ast.AST, path: str = "") -> Iterator[tuple[str, Entry]]:
    for node in ast.iter_child_nodes(holder):
        if isinstance(node, ast.ClassDef):
            bases = ", ".join(map(ast.unparse, node.bases))
            yield path + node.name, Entry(f"class {node.name}({bases})", path.rstrip("."))
            yield from _entries(node, f"{path}{node.name}.")
        elif isinstance(node, _Function):
            yield from _function(node, path)
        elif isinstance(node, ast.AnnAssign):
            value = "" if node.value is None else f" = {ast.unparse(node.value)}"
            yield path + ast.unparse(node.target), Entry(ast.unparse(node.annotation) + value, path.rstrip("."))
        elif isinstance(node, ast.Assign):
            yield path + ast.unparse(node.targets[0]), Entry(ast.unparse(node.value), path.rstrip("."))


def _function(node: _Function, path: str) -> Iterator[tuple[str, Entry]]:
    kinds = [f"@{ast.unparse(decorator)}" for decorator in node.decorator_list]
    prefix = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = "nothing" if node.returns is None else ast.unparse(node.returns)
    text = " ".join([*kinds, prefix, node.name, "->", returns])
    yield path + node.name, Entry(text, path.rstrip("."))
    is_bound = bool(path) and "@staticmethod" not in kinds
    for name, argument, is_needed in list(_arguments(node.args, 1 - is_bound))[is_bound:]:
        yield f"{path}{node.name}({name})", Entry(argument, path + node.name, is_needed)


def _arguments(arguments: ast.arguments, first: int) -> Iterator[tuple[str, str, bool]]:
    """Return the arguments: the name, type and default with how it is given, and whether it must be given."""
    placed = [*arguments.posonlyargs, *arguments.args]
    defaults = [*[None] * (len(placed) - len(arguments.defaults)), *arguments.defaults]
    for number, (each, default) in enumerate(zip(placed, defaults, strict=True), first):
        place = f"place {number}" if each in arguments.args else f"place {number} only"
        yield each.arg, f"{_argument(each, default)} at {place}", default is None
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield each.arg, f"{_argument(each, default)} by name", default is None
    for stars, rest in (("*", arguments.vararg), ("**", arguments.kwarg)):
        if rest is not None:
            yield stars + rest.arg, stars + _argument(rest, None), False


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(argument) + ("" if default is None else f" = {ast.unparse(default)}")
