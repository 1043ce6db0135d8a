"""The scripts in codegen/ import each other from there, so the tests do too."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "codegen"))

import spec_diff
from helpers import vendor


@pytest.fixture
def diff(tmp_path, capsys):
    """Compare with a document, and return the exit status and what was printed."""

    def run(document, *arguments, known=vendor.KNOWN, name="vendor.json"):
        path, declared = tmp_path / name, tmp_path / "known.yaml"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        declared.write_text(json.dumps(known))
        status = spec_diff.main([str(path), "--known", str(declared), *arguments])
        out, err = capsys.readouterr()
        return status, out.replace(str(tmp_path), "") or err.replace(str(tmp_path), "")

    return run
