"""Compare openapi.yaml with a vendor's OpenAPI document, for the operations that openapi.yaml has.

The exit status is 0 for no difference but those that codegen/known.yaml declares, 3 for some, 2 for a file that cannot
be read, 4 for no difference where an operation, parameter, body, answer or schema could not be compared, or not whole.
"""

import argparse
import sys
from pathlib import Path

from specs.comparing import compare
from specs.known import read_declarations, sort_out
from specs.reading import UnreadableError, read
from specs.report import Report, as_json, as_text

HERE = Path(__file__).resolve().parent
SAME, UNREADABLE, DIFFERENT, LOST = 0, 2, 3, 4


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vendor", type=Path, help="the vendor's document, YAML or JSON, OpenAPI 3.0 or 3.1")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--spec", type=Path, default=HERE.parent / "openapi.yaml")
    parser.add_argument("--known", type=Path, default=HERE / "known.yaml", help="differences that are meant")
    options = parser.parse_args(arguments)
    try:
        declarations = read_declarations(options.known)
        ours, theirs = read(options.spec), read(options.vendor)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    found = compare(ours, theirs)
    report = Report(ours, theirs, found, sort_out(found, declarations))
    text = as_json(report) if options.format == "json" else as_text(report)
    encoding = sys.stdout.encoding
    print(text.encode(encoding, "backslashreplace").decode(encoding))
    return DIFFERENT if report.sorted.open else LOST if found.lost else SAME


if __name__ == "__main__":
    sys.exit(main())
