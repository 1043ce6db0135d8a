"""Write new flags of the token into openapi.yaml: type, description made of the name, and first release.

The description is a beginning: read it, and say in the API's words what the name does not tell.
"""

import argparse
import re
import sys
from pathlib import Path

from specs.adding import RefusedError, add
from specs.reading import UnreadableError

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fields", nargs="+", help="names of permissions and limited scopes")
    parser.add_argument(
        "--release", default="", help="the first release that documents them, 1.NNN; left out, one after info.version"
    )
    parser.add_argument("--spec", type=Path, default=ROOT / "openapi.yaml")
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"(1\.\d+)?", options.release):
        said = f"RELEASE must name the first release that documents the flags, 1.NNN; it is {options.release!r}"
        print(said, file=sys.stderr)
        return 1
    try:
        # Bytes, since reading as text would change the ends of lines.
        text = options.spec.read_bytes().decode()
        options.spec.write_bytes(add(text, options.fields, options.release).encode())
    except (OSError, UnicodeDecodeError, UnreadableError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        print(f"{options.spec} cannot be used: {reason}; mend it, or name another with --spec", file=sys.stderr)
        return 1
    except RefusedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.spec.name} has {', '.join(options.fields)} now; read the descriptions, then: make spec generate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
