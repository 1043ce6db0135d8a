"""The unit that a sandbox begins with: made anew, or as its state file has it."""

import logging
import os
from collections.abc import Callable
from secrets import token_urlsafe

from instanakit.sandbox.kept import Content, StateFile
from instanakit.sandbox.options import Options
from instanakit.sandbox.seed import fill
from instanakit.sandbox.state import OWNER, State
from instanakit.secret import Secret

logger = logging.getLogger("instanakit")


def begin(
    path: str | os.PathLike[str] | None,
    *,
    api_token: Secret | None,
    clock: Callable[[], float],
    options: Options,
    tokens: int,
    seed: int,
) -> State:
    """Make a unit with so many tokens; what a state file holds already takes their place."""
    if path is None:
        return _made(State(_owners(api_token, None), clock, options), tokens, seed)
    file = StateFile(path)
    found = file.read()
    # The owner's token is in no variable here, since the traceback of an error would show it.
    state = State(_owners(api_token, found), clock, options, file)
    try:
        file.owned_by(state.api_token)
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


def _owners(api_token: Secret | None, found: Content | None) -> str:
    if api_token is not None:
        return api_token.reveal()
    return found.api_token if found is not None else token_urlsafe(24)


def _made(state: State, tokens: int, seed: int) -> State:
    now = state.now()
    fill(state, tokens, seed, now)
    state.logged_in(OWNER["email"], OWNER["name"], now)
    state.commit()
    return state
