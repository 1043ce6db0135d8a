"""Options: what the API does where its documentation is silent, each a choice of the sandbox's user. Pure."""

from typing import Literal, TypeAlias, get_args

import attrs

from instanakit._checks import check_choice, check_whole_number
from instanakit.sandbox.checks import check_delay

Ids: TypeAlias = Literal["honoured", "ignored"]
Secrets: TypeAlias = Literal["honoured", "own"]
SameId: TypeAlias = Literal["conflict", "overwrite", "second"]
MaskedPut: TypeAlias = Literal["kept", "stored"]
PutRevives: TypeAlias = Literal["yes", "no"]
CHOICES: dict[str, tuple[str, ...]] = {
    "ids": get_args(Ids),
    "secrets": get_args(Secrets),
    "same_id": get_args(SameId),
    "masked_put": get_args(MaskedPut),
    "put_revives": get_args(PutRevives),
}


@attrs.frozen(kw_only=True)
class Options:
    """How the sandbox decides what the documentation leaves open; docs/sandbox.md says more of each."""

    ids: Ids = attrs.field(default="honoured", metadata={"help": "the internalId that a POST asks for"})
    secrets: Secrets = attrs.field(default="honoured", metadata={"help": "the secret that a client makes up"})
    same_id: SameId = attrs.field(default="conflict", metadata={"help": "a POST with an internalId that exists"})
    masked_put: MaskedPut = attrs.field(default="kept", metadata={"help": "the secret, when a PUT sends the mask"})
    put_revives: PutRevives = attrs.field(default="yes", metadata={"help": "whether PUT makes a token that is gone"})
    page_cap: int | None = attrs.field(default=None, metadata={"help": "entries on a page of a log, at most"})
    list_lag: float = attrs.field(default=0.0, metadata={"help": "seconds until the list shows a new token"})

    def __attrs_post_init__(self) -> None:
        for name, choices in CHOICES.items():
            check_choice(getattr(self, name), name, choices)
        if self.page_cap is not None:
            check_whole_number(self.page_cap, "page_cap", 1, otherwise=" or None")
        check_delay(self.list_lag, "list_lag")
