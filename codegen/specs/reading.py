"""Reading a document from a file, YAML or JSON, whatever dirt is in it."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from specs.building import Builder
from specs.document import Document

# What YAML forbids and documents hold all the same, mostly in examples.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


class UnreadableError(Exception):
    """The file cannot be read; the text says why."""


def read_plain(path: Path) -> tuple[Any, Builder]:
    """Read plain values, and the builder that knows what was odd."""
    builder = Builder()
    try:
        data = path.read_bytes()
        text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", data.decode(json.detect_encoding(data)))
        if text.lstrip()[:1] == "{":
            try:
                return builder.from_json(text), builder
            except (ValueError, RecursionError):
                builder = Builder()  # flow style YAML, or broken JSON, which reads as YAML as far as it goes
        return builder.from_yaml(text), builder
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = error.strerror if isinstance(error, OSError) else " ".join(str(error).split())
        message = f"{path} cannot be read: {reason}"
        raise UnreadableError(message) from error


def read(path: Path) -> Document:
    """Read an OpenAPI 3 document."""
    root, builder = read_plain(path)
    if not isinstance(root, dict) or not root.keys() & {"openapi", "paths"} or "swagger" in root:
        message = f"{path} cannot be read: it is no OpenAPI 3 document"
        raise UnreadableError(message)
    return Document(path.name, root, builder.oddities)
