"""Values as they are typed on the command line: permissions, limited scopes, times, durations, fields."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from instanakit.cli import names, times
from instanakit.cli.session import Session
from instanakit.errors import ConfigurationError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from instanakit.sinks import Sink

T = TypeVar("T")


def _items(names: Iterable[str]) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem  # noqa: PLC0415 (only completion needs it)

    return [CompletionItem(name) for name in names]


class _Name(click.ParamType[str]):
    """A permission or a limited scope; becomes its wire name."""

    @abstractmethod
    def known(self) -> names.Names:
        """Return all names of the kind."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the wire name. With `--allow-unknown` one that this build does not know is taken as it is."""
        known = self.known()
        found = known.find(value)
        if found is None and ctx is not None and ctx.params.get("allow_unknown"):
            found = value
        if found is None:
            near = known.near(value)
            advice = f"Did you mean {' or '.join(near)}?" if near else "The completion of the shell knows them all."
            self.fail(f"there is no {known.noun} {value!r}. {advice}", param, ctx)
        return str(found)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Return the names that go on from what was typed."""
        del ctx, param
        return _items(self.known().starting_with(incomplete))


class PermissionName(_Name):
    """A permission, as `canViewLogs`, `can-view-logs` or `view-logs`."""

    name = "permission"

    def known(self) -> names.Names:
        """Return the permissions."""
        return names.permissions()


class LimitedScopeName(_Name):
    """A limited scope, as `limitedLogsScope`, `limited-logs-scope` or `logs`."""

    name = "scope"

    def known(self) -> names.Names:
        """Return the limited scopes."""
        return names.limited_scopes()


class _Time(click.ParamType[T]):
    """A time or duration; becomes what `read` makes of it."""

    name = "time"

    def __init__(self, read: Callable[[str, datetime], T]) -> None:
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Return what the text says."""
        now = ctx.ensure_object(Session).now if ctx else datetime.now(UTC)
        try:
            return self._read(value, now)
        except times.TimeError as error:
            self.fail(str(error), param, ctx)


PERMISSION = PermissionName()
LIMITED_SCOPE = LimitedScopeName()
AHEAD = _Time(times.ahead)
AGO = _Time(times.ago)
DURATION = _Time(lambda text, _now: times.duration(text))
GRACE = _Time(lambda text, _now: times.grace(text))


class ProfileName(click.ParamType[str]):
    """The name of a profile."""

    name = "profile"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Return the names of profiles that go on from what was typed."""
        del ctx, param
        from instanakit.profiles import list_profiles  # noqa: PLC0415 (only completion needs them)

        try:
            found = [profile.name for profile in list_profiles()]
        except ConfigurationError:  # the command itself says what is wrong
            return []
        return _items(name for name in found if name.startswith(incomplete))


PROFILE = ProfileName()


class SinkSpec(click.ParamType["Sink"]):
    """A sink; becomes a Sink."""

    name = "sink"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Sink":
        """Return the sink that is named."""
        from instanakit.sinks import parse_sink  # noqa: PLC0415 (only what writes a secret needs it)

        try:
            return parse_sink(value)
        except ConfigurationError as error:
            self.fail(str(error), param, ctx)


SINK = SinkSpec()


class Number(click.ParamType[int]):
    """A whole number from 1 on."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if not text.isdecimal() or not text.isascii() or not text.strip("0"):
            self.fail(f"{text!r} is no whole number from 1 on", param, ctx)
        return int(text)


NUMBER = Number()


class Fields(click.ParamType[tuple[str, ...]]):
    """Names of fields, separated by commas."""

    name = "fields"

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names, each once, in their order."""
        if isinstance(value, tuple):
            return value
        found = tuple(dict.fromkeys(field.strip().replace("-", "_") for field in value.split(",") if field.strip()))
        strange = [field for field in found if field not in self.known]
        if strange or not found:
            named = f"there is no field {strange[0]!r}" if strange else "no field is named"
            self.fail(f"{named}; those there are: {', '.join(self.known)}", param, ctx)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Return what the last name goes on to, behind those that were typed; none of them again."""
        del ctx, param
        typed, comma, last = incomplete.rpartition(",")
        return _items(
            f"{typed}{comma}{name}" for name in self.known if name.startswith(last) and name not in typed.split(",")
        )


class Order(click.ParamType[str]):
    """A field to sort by; a dash before it turns the order round."""

    name = "field"

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, with its dash."""
        if value.removeprefix("-").replace("-", "_") not in self.known:
            self.fail(f"there is no field {value!r}; those there are: {', '.join(self.known)}", param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Return the names that go on from what was typed."""
        del ctx, param
        return _items(name for name in self.known if name.startswith(incomplete))
