"""Each failure names its section of docs/errors.md, which has one for every kind that there is."""

import json
import pkgutil
import re
import shlex
from importlib import import_module

import click
import pytest

import instanakit
from cli.line import ERRORS, PLACES
from instanakit import InstanaError
from instanakit.cli.failure import Failure
from instanakit.cli.failures import told
from instanakit.cli.see import SECTIONS, place_of
from instanakit.cli.session import Session
from instanakit.cli.signals import Ended

for module in pkgutil.walk_packages(instanakit.__path__, "instanakit."):
    if not module.name.endswith("__main__"):
        import_module(module.name)


def below(kind):
    yield kind
    for one in kind.__subclasses__():
        yield from below(one)


OURS = sorted({kind for kind in below(InstanaError) if kind.__module__.startswith("instanakit.")}, key=str)
PUBLIC = [kind for kind in OURS if kind.__module__.endswith(".errors")]
OTHERS = [
    (Failure("cannot", "why", "next"), "failure"),
    (click.UsageError("wrong"), "wrong-usage"),
    (click.NoSuchOption("--nope"), "wrong-usage"),
    (click.BadParameter("wrong"), "wrong-usage"),
    (click.Abort(), "interrupted"),
    (KeyboardInterrupt(), "interrupted"),
    (Ended("SIGTERM"), "interrupted"),
    (OSError(28, "No space left on device"), "files-and-streams"),
    (BrokenPipeError(), "files-and-streams"),
    (click.ClickException("wrong"), "unexpected-error"),
    (ZeroDivisionError(), "unexpected-error"),
]


@pytest.mark.parametrize("kind", PUBLIC, ids=lambda kind: kind.__name__)
def test_an_error_of_the_library_leads_to_the_section_of_its_class(kind):
    assert place_of(kind("what it says")) == f"docs/errors.md#{kind.__name__.lower()}"
    assert re.search(rf"^## {kind.__name__}$", ERRORS, re.MULTILINE)


@pytest.mark.parametrize("kind", [kind for kind in OURS if kind not in PUBLIC], ids=lambda kind: kind.__name__)
def test_an_error_that_no_application_can_name_leads_to_the_one_that_it_is_caught_as(kind):
    assert place_of(kind("what it says")) == f"docs/errors.md#{kind.__base__.__name__.lower()}"


@pytest.mark.parametrize(
    ("error", "anchor"), OTHERS, ids=lambda given: given if isinstance(given, str) else repr(given)
)
def test_an_error_of_the_command_line_leads_to_the_section_of_its_kind(error, anchor):
    assert place_of(error) == f"docs/errors.md#{anchor}"


def test_each_place_that_can_be_named_is_a_heading_and_each_heading_can_be_named():
    named = {place_of(kind("what it says")) for kind in OURS} | {f"docs/errors.md#{anchor}" for _, anchor in SECTIONS}
    assert named == PLACES - {"docs/errors.md#errors-of-the-command-line"}


@pytest.mark.parametrize("error", [OURS[0]("what it says"), *(error for error, _ in OTHERS)], ids=repr)
def test_a_failure_ends_with_the_place_for_a_person_and_has_it_as_help_for_a_program(error, capsys):
    told(error, Session(output="table"))
    assert capsys.readouterr().err.splitlines()[-1] == f"see:   {place_of(error)}"
    told(error, Session(output="json"))
    assert json.loads(capsys.readouterr().err)["error"]["help"] == place_of(error)


def test_what_the_library_said_counts_more_than_the_failure_that_tells_it(capsys):
    told(Failure("cannot", "why", "next", error=instanakit.RateLimitError("used up")), Session(output="table"))
    assert capsys.readouterr().err.splitlines()[-1] == "see:   docs/errors.md#ratelimiterror"


def test_the_errors_that_the_page_shows_are_what_the_command_says(line):
    shown = re.findall(r"^```console\n\$ instanakit (.*?)\n(.*?)^```$", ERRORS, re.MULTILINE | re.DOTALL)
    assert shown
    for command, said in shown:
        assert line(*shlex.split(command)).err == said
