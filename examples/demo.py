"""The main job in a minute, against a sandbox that lives as long as this program: run it with `make demo`."""

import sys
import textwrap
from datetime import UTC, datetime, timedelta

from instanakit import ConfigurationError, Event, Instana, NotFoundError, Token
from instanakit.sandbox import Sandbox

# A permission that came with a release newer than this build.
FROM_THE_FUTURE = "canConfigureTimeTravel"
BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")
requests: list[Event] = []


def say(text: str) -> None:
    """Begin a chapter."""
    print(f"\n{BOLD}{text}{PLAIN}")


def note(text: str) -> None:
    """Say what was seen, and which requests it took."""
    for event in requests:
        if event.kind == "attempt":
            print(f"  {DIM}{event.method:6} {event.path}  {event.status_code or 'no answer'}{PLAIN}")
        elif event.kind == "widen":
            print(f"  {DIM}       on_event is told that this widens access{PLAIN}")
    requests.clear()
    print(textwrap.fill(text, 100, initial_indent="  ", subsequent_indent="  "))


def describe(token: Token) -> str:
    """Show a token in a line."""
    expiry = f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "for ever"
    return f"{token.name:22} {len(token.permissions):3} permissions, {expiry}"


def lose_an_answer(sandbox: Sandbox, instana: Instana) -> None:
    """Let the network lose the answer to a create, and settle it."""
    say("4. The network loses the answer to a create. Was the token made?")
    sandbox.faults.add("close_after", method="POST")
    token = instana.tokens.create("nightly export")
    note(
        "The client asked for the id that it had made up: there it is. It tried the secret that it had made up: it "
        "works. So the token is returned with its secret, and there is one; a blind second POST would have made two."
    )
    assert [listed.name for listed in instana.tokens.list()].count("nightly export") == 1
    instana.tokens.delete(token.internal_id)
    requests.clear()


def story(sandbox: Sandbox) -> None:
    """Do what people do with API tokens."""
    with Instana(sandbox.base_url, api_token=sandbox.api_token, on_event=requests.append) as instana:
        say("1. Which tokens are there?")
        for token in instana.tokens.list():
            print(f"  {describe(token)}")
        note(f"The backend is {instana.version().image_tag}, and its health is {instana.health().status}.")

        say("2. A pipeline needs one. It gets what it needs, for 90 days.")
        token = instana.tokens.create(
            "deploy pipeline",
            permissions=["canConfigureReleases", "canConfigureSyntheticTests"],
            expires_at=datetime.now(UTC) + timedelta(days=90),
        )
        note(f"Its secret is {token.secret}: a Secret shows only when reveal() is called, here and in every log.")
        for correction in token.corrections:
            print(f"  The server also turned on {correction.field}, and the token says so.")

        say("3. The new secret works, for what was granted and nothing else.")
        assert token.secret is not None
        with Instana(sandbox.base_url, api_token=token.secret) as pipeline:
            pipeline.health()
            try:
                pipeline.tokens.list()
            except Exception as error:
                note(f"{type(error).__name__}: {error}")

        lose_an_answer(sandbox, instana)

        say("5. A typing error is found before anything is sent.")
        try:
            instana.tokens.update(token.internal_id, grant=["canViewLog"])
        except ConfigurationError as error:
            note(str(error))

        say("6. The server was upgraded, and somebody granted a permission that this build does not know.")
        instana.tokens.update(token.internal_id, grant=[FROM_THE_FUTURE], allow_unknown=True)
        requests.clear()
        instana.tokens.update(token.internal_id, name="deploy pipeline (checkout)", grant=["canViewLogs"])
        after = instana.tokens.get(token.internal_id)
        assert FROM_THE_FUTURE in after.permissions
        note(f"Renamed, canViewLogs granted, and {FROM_THE_FUTURE} is still on: only what is named changes.")

        say("7. Who did what?")
        for entry in instana.audit_log.list(query="pipeline", limit=6):
            print(f"  {entry.at:%H:%M:%S} {entry.actor.name}: {entry.message}")
        note("Newest first, fetched page by page.")

        say("8. The pipeline is gone, and so is its token.")
        instana.tokens.delete(token.internal_id)
        try:
            instana.tokens.get(token.internal_id)
        except NotFoundError as error:
            note(f"NotFoundError: {error.message}.")

        limit = instana.rate_limit
        assert limit is not None
        say(f"Done. {limit.remaining} of {limit.limit} calls are left in this hour, and no secret was shown.")


if __name__ == "__main__":
    with Sandbox(tokens=4, seed=1) as unit:
        print(f"A sandbox, a stand-in for a tenant unit, serves {unit.base_url}")
        story(unit)
