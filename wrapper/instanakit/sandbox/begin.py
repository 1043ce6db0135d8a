"""The unit that a sandbox begins with: made anew, or as its state file has it."""

import logging
import os
from collections.abc import Callable
from secrets import token_urlsafe

from instanakit.sandbox.kept import StateFile
from instanakit.sandbox.options import Options
from instanakit.sandbox.seed import fill
from instanakit.sandbox.state import OWNER, State

logger = logging.getLogger("instanakit")


def begin(
    path: str | os.PathLike[str] | None,
    *,
    api_token: str | None,
    clock: Callable[[], float],
    options: Options,
    tokens: int,
    seed: int,
) -> State:
    """Make a unit with so many tokens; what a state file holds already takes their place."""
    if path is None:
        return _made(State(api_token or token_urlsafe(24), clock, options), tokens, seed)
    file = StateFile(path)
    found = file.read()
    own = api_token or (found.api_token if found else token_urlsafe(24))
    state = State(own, clock, options, file)
    try:
        file.owned_by(own)
        if found is None:
            return _made(state, tokens, seed)
        state.remember(found.tokens, found.secrets_since, found.logs)
        state.commit()
    except BaseException:
        file.abandon()
        raise
    if tokens:
        told = "the state file %s holds a unit already, of %d tokens; it stays as it is, and none are made"
        logger.warning(told, os.fspath(path), len(found.tokens))
    return state


def _made(state: State, tokens: int, seed: int) -> State:
    fill(state, tokens, seed)
    state.logged_in(OWNER["email"], OWNER["name"], state.now())
    state.commit()
    return state
