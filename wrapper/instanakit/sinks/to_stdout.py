"""stdout: the secret and a line break on standard output."""

import sys
from typing import TextIO

from instanakit.secret import Secret
from instanakit.sinks.errors import SinkError, failed, not_done
from instanakit.sinks.sink import Sink


class StdoutSink(Sink):
    """Standard output as it is when the secret comes, or the stream that is given."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.spec = "stdout"
        self._stream = stream

    def check(self) -> None:
        self._open_stream()

    def _put(self, secret: Secret) -> None:
        stream = self._open_stream()
        problem: SinkError
        try:
            stream.write(f"{secret.reveal()}\n")
            stream.flush()
        except OSError as error:
            problem = failed(self.spec, "written", error)
        except UnicodeEncodeError as error:  # which quotes what it could not encode
            reason = f"its encoding {error.encoding} has no letter for a character of the secret"
            problem = not_done(self.spec, "written", reason, "Set PYTHONIOENCODING=utf-8, or use another sink.")
        else:
            return
        raise problem

    def _open_stream(self) -> TextIO:
        # A process without a terminal may have no standard output at all, whatever its type says.
        stream: TextIO | None = sys.stdout if self._stream is None else self._stream
        if stream is None or stream.closed or not stream.writable():
            raise not_done(self.spec, "written", "it is not open", "Open standard output, or name another sink.")
        return stream
