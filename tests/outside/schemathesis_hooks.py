"""What Schemathesis must not ask of the sandbox; tests/outside/contract_of_sandbox.py names this module to it."""

import schemathesis

from instanakit import LimitedScope, Permission

FLAGS = frozenset((*map(str, Permission), *map(str, LimitedScope)))


@schemathesis.hook
def filter_case(_context: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """Leave out bodies in which a flag is null: what a server makes of that is not documented, the sandbox takes it as off."""
    return not (isinstance(case.body, dict) and any(case.body.get(flag, False) is None for flag in FLAGS))
