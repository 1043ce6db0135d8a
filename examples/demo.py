"""The main job in a minute, through the command line, against a sandbox that lives as long as this program.

Run it with `make demo`.
"""

import contextlib
import io
import json
import logging
import os
import shlex
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

from instanakit.cli import main
from instanakit.sandbox import Sandbox

# A permission that came with a release newer than this build.
FROM_THE_FUTURE = "canConfigureTimeTravel"
PROFILE = """
default_profile = "demo"
[profiles.demo]
base_url = "{}"
timeout = 1
"""
# What this unit sets otherwise: rules that say much of any unit are left out.
POLICY = """
[rules]
ITK008.enabled = false
ITK011.enabled = false
ITK013.domains = ["example.com"]
"""
FOUND = 3
BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


class Requests(logging.Handler):
    """Shows the requests that the library logs, in short."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show a request."""
        asked, _, said = record.getMessage().partition(": ")
        method, path = asked.split(" ")
        status = said.split(" ")[0]
        came = status if status.isdigit() else said.partition(" (")[0] if status == "waits" else "no answer"
        print(f"{DIM}{method:6} {path}  {came}{PLAIN}")


def say(text: str) -> None:
    """Begin a chapter."""
    print(f"\n{BOLD}{text}{PLAIN}")


def note(text: str) -> None:
    """Say what was seen."""
    print(textwrap.fill(text, 100, initial_indent="  ", subsequent_indent="  "))


def run(line: str, **variables: str) -> int:
    """Show a command line, run it, and show what it writes and how it ends."""
    before = "".join(f'{name}="$(cat deploy.token)" ' for name in variables)
    print(f"  {BOLD}$ {before}instanakit {line}{PLAIN}")
    said = io.StringIO()
    with environment(**variables), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(shlex.split(line))
    print(textwrap.indent(said.getvalue(), "  "), end="")
    if status:
        print(f"  {DIM}(exit status {status}){PLAIN}")
    return status


@contextlib.contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Set environment variables for a block."""
    former = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in former.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def requests_shown() -> Iterator[None]:
    """Show the requests of a block, among what is said."""
    logger, handler = logging.getLogger("instanakit"), Requests()
    former = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(former)


def calls_left() -> str:
    """Return what the doctor says of the rate limit."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(["doctor", "-o", "json"])
    checks = {check["check"]: check["seen"] for check in json.loads(said.getvalue())["checks"]}
    return str(checks["rate limit"]).partition(" calls")[0]


def internal_id_of(sandbox: Sandbox, name: str) -> str:
    """Return the internal id of the one token with a name."""
    (found,) = (token["internalId"] for token in sandbox.state.tokens.values() if token["name"] == name)
    return str(found)


def lose_an_answer(sandbox: Sandbox) -> None:
    """Let the network lose the answer to a create, and settle it."""
    say("4. The network loses the answer to a create. Was the token made?")
    sandbox.faults.add("close_after", method="POST")
    with requests_shown():
        run("tokens create 'nightly export' --permission view-logs --sink env:nightly.env#INSTANA_API_TOKEN")
    note(
        "The client asked for the id that it had made up: there it is. It tried the secret that it had made up: it "
        "works. So there is one token, and its secret is in nightly.env; a blind second POST would have made two."
    )
    internal_id_of(sandbox, "nightly export")


def kill_a_rotation(sandbox: Sandbox, token: str) -> None:
    """Kill a rotation when its new token has just been made, and go on with it."""
    say("8. The pipeline's secret has leaked. Somebody kills the rotation in the middle of it.")
    line = f"tokens rotate {token} --sink file:deploy.token --compromised --yes"
    print(f"  {BOLD}$ instanakit {line}{PLAIN}")
    sandbox.faults.add("hang_after", method="POST")
    before = len(sandbox.state.tokens)
    with subprocess.Popen([sys.executable, "-m", "instanakit.cli", *shlex.split(line)]) as rotation:
        while len(sandbox.state.tokens) == before and rotation.poll() is None:
            time.sleep(0.005)
        rotation.kill()
    print(f"  {DIM}(killed){PLAIN}")
    sandbox.faults.clear()
    run("rotations list --fields rid,state,name,sink")
    note("Nothing is lost: each step was recorded before it was taken, and the new secret waits in the sink.")
    with requests_shown():
        assert run("rotations resume --all -o jsonl") == 0
    note("The token was found by the id that the journal names, its secret works, so the old token is gone.")
    assert token not in sandbox.state.tokens
    assert run("tokens list", INSTANA_API_TOKEN=Path("deploy.token").read_text(encoding="utf-8").strip())


def story(sandbox: Sandbox) -> None:
    """Do what people do with API tokens, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        config, state = Path(folder) / "config.toml", Path(folder) / "state"
        config.touch(0o600)
        config.write_text(PROFILE.format(sandbox.base_url), encoding="utf-8")
        for name in [name for name in os.environ if name.startswith(("INSTANA_", "INSTANAKIT_"))]:
            del os.environ[name]  # of a unit that is not meant
        places = {"INSTANAKIT_CONFIG": str(config), "INSTANAKIT_STATE_DIR": str(state)}
        with environment(INSTANA_API_TOKEN=sandbox.api_token, **places):
            chapters(sandbox)


def chapters(sandbox: Sandbox) -> None:
    """Tell the chapters."""
    say("1. Which tokens are there?")
    run("tokens list --fields name,expires_at,created_by")

    say("2. A pipeline needs one. It gets what it needs, for 90 days.")
    run(
        "tokens create 'deploy pipeline' --permission configure-releases --permission configure-synthetic-tests "
        "--expires 90d --sink file:deploy.token"
    )
    mode = Path("deploy.token").stat().st_mode & 0o777
    assert f"{mode:04o}" == "0600"
    note(f"Its secret is in deploy.token, with mode {mode:04o}, and was shown to nobody.")
    note("What the server turned on beside what was asked for is told, as corrections.")
    token = internal_id_of(sandbox, "deploy pipeline")

    say("3. The new secret works, for what was granted and nothing else.")
    assert run("tokens list", INSTANA_API_TOKEN=Path("deploy.token").read_text(encoding="utf-8").strip())

    lose_an_answer(sandbox)

    say("5. A typing error is found before anything is sent.")
    assert run(f"tokens update {token} --grant canViewLog")

    say("6. The server was upgraded, and somebody granted a permission that this build does not know.")
    sandbox.state.tokens[token][FROM_THE_FUTURE] = True
    run(f"tokens update {token} --name 'deploy pipeline (checkout)' --grant view-logs")
    assert sandbox.state.tokens[token][FROM_THE_FUTURE] is True
    note(f"Renamed, canViewLogs granted, and {FROM_THE_FUTURE} is still on: only what is named changes.")

    say("7. Who did what?")
    run("logs audit --query pipeline --limit 5 --fields at,actor_name,message")
    note("Newest first, fetched page by page.")

    kill_a_rotation(sandbox, token)
    token = internal_id_of(sandbox, "deploy pipeline (checkout)")

    say("9. The pipeline is gone, and so is its token; a script has to say that it means it.")
    assert run(f"tokens delete {token}")
    run(f"tokens delete {token} --yes")
    assert run(f"tokens get {token} -o json")

    say("10. Which of the others are dangerous, and why?")
    Path("policy.toml").write_text(POLICY, encoding="utf-8")
    assert run("tokens check --policy policy.toml --html hygiene.html --fail-on high") == FOUND
    assert Path("hygiene.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    note("Each with what to do about it; hygiene.html shows the same as a page. In CI, status 3 stops what comes next.")

    say(f"Done. {calls_left()} calls are left in this hour, and no secret was shown.")


if __name__ == "__main__":
    with Sandbox(tokens=4, seed=1) as unit:
        print(f"A sandbox, a stand-in for a tenant unit, serves {unit.base_url}")
        story(unit)
