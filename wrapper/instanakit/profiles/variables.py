"""The environment, as the functions of this package hand it on: its repr is no list of secrets."""

from collections.abc import Iterator, Mapping

from instanakit.secret import Secret


class Variables(Mapping[str, str]):
    """Environment variables, read when they are asked for. A traceback that shows its locals shows none of them."""

    __slots__ = ("_environ",)

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str) -> str:
        """Return what a variable holds, without white space around it; one that is not set is empty."""
        return self.get(name, "").strip()

    def secret(self, name: str) -> Secret | None:
        """Return what a variable holds as a Secret; None if it is not set or empty."""
        return Secret(self.text(name)) if self.text(name) else None

    def __getitem__(self, name: str) -> str:
        return self._environ[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._environ)

    def __len__(self) -> int:
        return len(self._environ)

    def __repr__(self) -> str:
        return "<environment variables>"
