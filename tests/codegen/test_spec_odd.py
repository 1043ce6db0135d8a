"""codegen/spec_diff.py: names and values that are hard to print, and the same output from run to run."""

import json
import subprocess
import sys

import pytest

import spec_diff
from helpers import vendor


def test_half_of_a_surrogate_pair_in_a_name_is_shown_by_its_number(diff):
    document = vendor.current()
    vendor.fields(document)["can\ud83dSee"] = {"type": "string", "enum": ["\udc00"]}
    status, text = diff(document)
    assert (status, "  new      field can\\ud83dSee: string\n" in text) == (3, True)
    report = json.loads(diff(document, "--format", "json")[1])
    assert report["differences"][0]["what"] == "field can\ud83dSee"


def test_what_the_terminal_cannot_show_is_shown_by_its_number_and_json_stays_json(tmp_path):
    document = vendor.current()
    vendor.fields(document)["\N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}"] = {"type": "string"}
    (tmp_path / "vendor.json").write_text(json.dumps(document))
    command = [sys.executable, str(spec_diff.HERE / "spec_diff.py"), str(tmp_path / "vendor.json"), "--format"]
    outputs = []
    for form in ("text", "json"):
        result = subprocess.run([*command, form], capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii"})
        assert (result.returncode, result.stderr) == (3, b"")
        outputs.append(result.stdout.decode("ascii"))
    assert "  new      field \\u03b1\\U0001f600: string\n" in outputs[0]
    assert "field \N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}" in [
        one["what"] for one in json.loads(outputs[1])["differences"]
    ]


def test_values_that_are_no_scalars_are_shown_in_short_even_if_they_hold_themselves(diff):
    document = vendor.current()
    document["components"]["schemas"]["HealthStatus"]["enum"] = "CIRCLE"
    text = json.dumps(document).replace('"CIRCLE"', "&list [GREEN, YELLOW, RED, *list, &map {again: *map}]")
    status, text = diff(text, name="vendor.yaml")
    assert (status, [line for line in text.splitlines() if line.startswith("  new ")]) == (
        3,
        ["  new      value [...] of field health", "  new      value {...} of field health"],
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_output_is_the_same_whatever_the_hashes(tmp_path, form):
    document = vendor.newer()
    vendor.fields(document)["createdBy"] = {"type": ["string", "boolean", "integer", "array", "object"]}
    answers = document["paths"]["/api/settings/accesslog"]["get"]["responses"]
    answers |= {status: {"description": "Another"} for status in ("202", "203", "206", "418", "507")}
    del answers["200"]
    (tmp_path / "vendor.json").write_text(json.dumps(document))
    command = [sys.executable, str(spec_diff.HERE / "spec_diff.py"), str(tmp_path / "vendor.json"), "--format", form]
    outputs = set()
    for seed in ("0", "1", "4711"):
        result = subprocess.run(command, capture_output=True, check=False, env={"PYTHONHASHSEED": seed})
        assert (result.returncode, result.stderr) == (3, b"")
        outputs.add(result.stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize("version", ["1.330", "'1.330'", '"1.330"', "1.330.10"])
def test_a_release_keeps_the_zero_at_its_end_in_yaml_and_json(diff, version):
    document = vendor.current()
    document["info"]["version"] = "VERSION"
    vendor.fields(document)["canSee"] = {"type": "boolean"}
    status, text = diff(json.dumps(document).replace('"VERSION"', version), name="vendor.yaml")
    shown = version.strip("'\"")
    assert (status, f"vendor.yaml ({shown})" in text, text.count(" RELEASE=1.330\n")) == (3, True, 1)
