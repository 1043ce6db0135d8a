"""python -m instanakit.cli: the command line, where the command itself is not on the path."""

import sys

from instanakit.cli import program

if __name__ == "__main__":
    sys.exit(program())
