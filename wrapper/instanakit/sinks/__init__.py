"""Where a new secret goes: standard output, a file, an env file, a keyring, a program.

It knows Secret and the errors, and nothing of the API.
"""

from instanakit.sinks.errors import SinkError
from instanakit.sinks.parse import parse_sink
from instanakit.sinks.sink import Sink

__all__ = ["Sink", "SinkError", "parse_sink"]
