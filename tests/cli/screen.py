"""The screens that are checked in, in screens/; WRITE_SCREENS=1 writes them anew."""

import os
from pathlib import Path

SCREENS = Path(__file__).parent / "screens"
WRITE = "WRITE_SCREENS"


def compare(name, shown):
    path = SCREENS / f"{name}.txt"
    if os.environ.get(WRITE):
        path.write_text(shown)
    assert shown == path.read_text(), f"{path.name} differs; {WRITE}=1 writes it anew"
