"""What a class shows beyond its members: the constructor that attrs makes for it, and the values behind names."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import griffe

Found: TypeAlias = griffe.Object | griffe.Alias
_ATTRS = {"attrs.define", "attrs.frozen"}
_BY_NAME, _BY_PLACE = griffe.ParameterKind.keyword_only, griffe.ParameterKind.positional_or_keyword


def final(found: Found) -> griffe.Object:
    """Return what a name stands for, wherever it was imported from."""
    return found.final_target if isinstance(found, griffe.Alias) else found


def constructor(target: griffe.Class) -> griffe.Parameters | None:
    """Return the parameters of the constructor that a class wrote, inherits or had made; None for the one of object."""
    for kind in (target, *target.mro()):
        written = kind.members.get("__init__")
        if isinstance(written, griffe.Function):
            return written.parameters
        if any(decorator.callable_path in _ATTRS for decorator in kind.decorators):
            return griffe.Parameters(griffe.Parameter("self", kind=_BY_PLACE), *_made(kind))
    return None


def values_shown(targets: Iterable[griffe.Object], collection: griffe.ModulesCollection) -> dict[str, griffe.Object]:
    """Return the aliases and constants of the package that signatures and types show by their names."""
    found: dict[str, griffe.Object] = {}
    for target in targets:
        for expression in _expressions(target):
            for name in expression.iterate(flat=True) if isinstance(expression, griffe.Expr) else ():
                if isinstance(name, griffe.ExprName) and name.canonical_path.startswith("instanakit."):
                    value = final(collection[name.canonical_path])
                    if isinstance(value, griffe.Attribute) and not str(value.value).startswith("TypeVar("):
                        found[name.name] = value
    return dict(sorted(found.items()))


def _made(kind: griffe.Class) -> list[griffe.Parameter]:
    """Return what the constructor made by attrs takes: the fields, those of the bases first, those by name last."""
    fields: dict[str, griffe.Parameter] = {}
    for each in (*reversed(kind.mro()), kind):
        decorator = next((one for one in each.decorators if one.callable_path in _ATTRS), None)
        if decorator is not None:
            all_by_name = _options(decorator.value).get("kw_only") == "True"
            for name, member in each.members.items():
                if isinstance(member, griffe.Attribute) and member.annotation is not None:
                    fields.pop(name, None)
                    fields.update(_field(name, member, by_name=all_by_name))
    return sorted(fields.values(), key=lambda field: field.kind is _BY_NAME)


def _field(name: str, member: griffe.Attribute, *, by_name: bool) -> Iterator[tuple[str, griffe.Parameter]]:
    if "property" in member.labels or str(member.annotation).startswith("ClassVar"):
        return
    default: str | griffe.Expr | None = member.value
    if isinstance(default, griffe.ExprCall) and default.function.canonical_path == "attrs.field":
        options = _options(default)
        if options.get("init") == "False":
            return
        by_name |= options.get("kw_only") == "True"
        default = options.get("default", f"{options['factory']}()" if "factory" in options else None)
        name = options.get("alias", name).strip("'\"")
    kind = _BY_NAME if by_name else _BY_PLACE
    yield name, griffe.Parameter(name.lstrip("_"), annotation=member.annotation, kind=kind, default=default)


def _options(call: str | griffe.Expr | None) -> dict[str, str]:
    arguments = call.arguments if isinstance(call, griffe.ExprCall) else ()
    return {each.name: str(each.value) for each in arguments if isinstance(each, griffe.ExprKeyword)}


def _expressions(target: griffe.Object) -> Iterator[str | griffe.Expr | None]:
    if isinstance(target, griffe.Class):
        for name, member in target.all_members.items():
            if not name.startswith("_"):
                yield from _expressions(final(member))
        yield from _of_parameters(constructor(target))
    elif isinstance(target, griffe.Function):
        yield from _of_parameters(target.parameters)
        yield target.returns
    elif isinstance(target, griffe.Attribute):
        yield target.annotation


def _of_parameters(parameters: griffe.Parameters | None) -> Iterator[str | griffe.Expr | None]:
    for parameter in parameters or ():
        yield parameter.annotation
        yield parameter.default
