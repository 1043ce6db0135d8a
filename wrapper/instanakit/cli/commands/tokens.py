"""instanakit tokens: what can be done with API tokens."""

from instanakit.cli.options import Group

command = Group(
    "tokens",
    help="List, read, create, change, check, rotate and delete API tokens.",
    later={
        "list": ("tokens_list", "List the tokens, filtered and sorted."),
        "get": ("tokens_get", "Show one token."),
        "create": ("tokens_create", "Create a token and put its secret into a sink."),
        "update": ("tokens_update", "Change named things of a token, and nothing else."),
        "check": ("tokens_check", "Find the tokens that are dangerous, and say why."),
        "rotate": ("tokens_rotate", "Replace tokens without a moment of loss."),
        "delete": ("tokens_delete", "Delete tokens."),
    },
)
