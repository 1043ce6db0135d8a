"""Whether two sinks, by their names, keep secrets in one place. Pure."""


def overlap(one: str, other: str) -> bool:
    """Tell whether writing to one sink would change what the other holds.

    Two keys of one env file are two places: each has its own entry, and files of its own for the other slots.
    """
    return one == other or _meet(one, other) or _meet(other, one)


def _meet(entry: str, file: str) -> bool:
    """Tell whether an entry is in a file that is a sink as a whole, or keeps its other slots where that one does."""
    if not (entry.startswith("env:") and file.startswith("file:")):
        return False
    path, _, key = entry.removeprefix("env:").rpartition("#")
    return file.removeprefix("file:") in {path, f"{path}.{key}"}
