"""Watches the whole run for secrets: in errors and their tracebacks, log lines, captured output and failure reports.

Every value that becomes a Secret during the run is looked for. Errors are examined as they are raised: their texts,
attributes, pickles, causes and contexts, and the local variables of the package's and the HTTP library's frames.
"""

import logging
import pickle
import re
import traceback
from pathlib import Path

import pytest

import instanakit
from instanakit.errors import InstanaError
from instanakit.secret import MASK, Secret

SHORTEST = 8  # shorter ones would be found in ordinary words
# The address of a proxy is a Secret for its user and password. Without these it is none, and a port of a server of one
# test can be that of another's.
ADDRESS = re.compile(r"\w+://[^@?]*")
EXAMINED = (str(Path(instanakit.__file__).parent), str(Path("site-packages") / "http"))


class Watch(logging.Handler):
    """Collects what is shown, and finds secrets in it."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.secrets, self.errors, self.found = set(), [], []
        self.elsewhere = 0  # secrets that other processes of the run looked for
        self.examined = {"errors": 0, "log lines": 0, "reports": 0}
        self.setFormatter(logging.Formatter())
        self._make_secret, self._make_error = Secret.__init__, InstanaError.__init__

    def start(self):
        watch = self

        def make_secret(secret, value):
            if isinstance(value, str) and len(value) >= SHORTEST and MASK not in value and not ADDRESS.fullmatch(value):
                watch.secrets.add(value)
            watch._make_secret(secret, value)

        def make_error(error, *args, **kwargs):
            watch._make_error(error, *args, **kwargs)
            watch.errors.append(error)

        Secret.__init__, InstanaError.__init__ = make_secret, make_error
        logging.getLogger("instanakit").setLevel(logging.DEBUG)
        logging.getLogger().addHandler(self)

    def stop(self):
        Secret.__init__, InstanaError.__init__ = self._make_secret, self._make_error
        logging.getLogger().removeHandler(self)

    def emit(self, record):
        if record.name.startswith("instanakit"):
            self.look("log lines", self.format(record))

    def look(self, where, text):
        self.examined[where] += 1
        self.found += [f"{where}: {text}" for secret in self.secrets if secret in text]

    def examine_errors(self):
        while self.errors:
            error = self.errors.pop()
            if error.__traceback__ is None:  # made, but not raised
                continue
            self.look("errors", "\n".join(shown(error)))


def shown(error):
    """Yield all that an error shows, to somebody who prints it and to a tool that reports it."""
    yield from (str(error), repr(error), str(vars(error)), pickle.dumps(error).decode("latin-1"))
    for related in (error.__cause__, error.__context__):
        if related is not None:
            yield f"{related!r} {vars(related)}"
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    for frame in report.stack:
        if any(part in frame.filename for part in EXAMINED):
            yield f"{frame.filename}:{frame.lineno} {frame.locals}"


WATCH = Watch()


def pytest_configure(config):
    WATCH.start()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report):
    if hasattr(report, "node"):  # another process has looked at it
        return
    WATCH.examine_errors()
    if report.when == "call":
        WATCH.look("reports", f"{report.capstdout}{report.capstderr}{report.caplog}{report.longreprtext}")


def pytest_sessionfinish(session):
    WATCH.stop()
    if WATCH.found and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if hasattr(session.config, "workeroutput"):  # one of several processes tells the one that they work for
        found = [redacted(line) for line in WATCH.found]
        session.config.workeroutput["watch"] = (len(WATCH.secrets), WATCH.examined, found)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    count, examined, found = getattr(node, "workeroutput", {}).get("watch", (0, {}, []))
    WATCH.elsewhere += count
    WATCH.found += found
    for where, number in examined.items():
        WATCH.examined[where] += number


def pytest_terminal_summary(terminalreporter):
    places = ", ".join(f"{count} {where}" for where, count in WATCH.examined.items())
    count = len(WATCH.secrets) + WATCH.elsewhere
    terminalreporter.write_line(f"secrets: {count} were looked for in {places}: {len(WATCH.found)} found")
    for line in WATCH.found[:20]:
        where = line.partition(": ")[0]
        terminalreporter.write_line(f"a secret is shown in {where}: {redacted(line)}")


def redacted(text):
    for secret in WATCH.secrets:
        text = text.replace(secret, "<the secret>")
    return text[:2000]
