"""A unit in which rotations are begun, whose screens are the same each time: the clock stands, what is random is named."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import attrs

from cli.line import Line
from instanakit import Instana
from instanakit.cli import output
from instanakit.cli.output import Listing, Style
from instanakit.cli.session import Session

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)


@attrs.define
class Clock:
    """What all clocks say: the same time, until a day passes."""

    now: datetime = NOW

    def time(self):
        return self.now.timestamp()

    def a_day_passes(self):
        self.now += timedelta(days=1)


class Scene:
    """Runs commands at a time that stands, on a terminal of so many columns."""

    def __init__(self, sandbox, clock, capsys, folder):
        self._line, self._folder = Line(sandbox, capsys), str(folder)
        self.sandbox, self.clock = sandbox, clock

    def patch(self, monkeypatch):
        """Let all clocks stand, and what is drawn have names in the place of what is random, before it is folded."""
        clock = SimpleNamespace(time=self.clock.time, monotonic=time.monotonic)
        monkeypatch.setattr("instanakit._wire.shared.time", clock)
        render = output.render
        monkeypatch.setattr(output, "render", lambda shown, *more: render(self._named(shown), *more))

    def add(self, name, internal_id, **fields):
        self._line.add(name, internal_id, **fields)

    def run(self, line, monkeypatch, *, columns=None):
        """Run a command; return what is shown, with its status."""
        style = Style(columns, color=False, now=self.clock.now)
        monkeypatch.setattr("instanakit.cli.terminal.style", lambda _session, _stream: style)
        ended = self._line(*self._actual(line).split(), session=Session(clock=lambda: self.clock.now))
        told = f"--- standard error, status {ended.status}\n{ended.err}" if ended.err or ended.status else ""
        return self._stable(f"$ instanakit {line}\n{ended.out}{told}")

    def _words(self):
        """Return what differs from run to run, and the word of the same length for it."""
        with Instana(self.sandbox.base_url, api_token=self.sandbox.api_token) as instana:
            begun = instana.rotations.list()
        found = {}
        for number, one in enumerate(begun, 1):
            found[one.rid] = f"rotation-{number}".ljust(len(one.rid), "-")
            found[one.new_internal_id] = f"new-token-{number}".ljust(len(one.new_internal_id), "-")
        return found

    def _actual(self, line):
        for actual, word in self._words().items():
            line = line.replace(word, actual)
        return line

    def _stable(self, text):
        for actual, word in self._words().items():
            text = text.replace(actual, word)
        return text.replace(self._folder, "/folder").replace(self.sandbox.base_url, "http://127.0.0.1:54321")

    def _named(self, shown):
        if isinstance(shown, Listing):
            return attrs.evolve(shown, rows=[self._row(row) for row in shown.rows])
        return attrs.evolve(shown, fields=self._row(shown.fields))

    def _row(self, row):
        return {name: self._stable(value) if isinstance(value, str) else value for name, value in row.items()}
