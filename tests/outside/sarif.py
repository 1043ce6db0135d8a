"""Check that a report is a document of SARIF's own schema, which npm brings."""

import json
import sys
from pathlib import Path

from jsonschema import Draft7Validator

from instanakit import Instana
from instanakit.hygiene import read_policy
from instanakit.hygiene.sarif import sarif
from instanakit.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "node_modules/@microsoft/sarif-matcher-utils/lib/schemas/sarif-2.1.0-rtm.5.json"
POLICY = """
[rules.ITK011]
enabled = false

[[waivers]]
rule = "ITK008"
token = "*"
reason = "all of them"
approver = "nobody"
until = 2999-12-31
"""


def main(folder: Path) -> int:
    """Check one report, with findings, waivers and what cannot be checked in it."""
    policy = folder / "policy.toml"
    policy.write_text(POLICY)
    with Sandbox(tokens=100, seed=1) as sandbox, Instana(sandbox.base_url, api_token=sandbox.api_token) as instana:
        report = instana.tokens.check(policy=read_policy(policy))
    found = json.loads(json.dumps(sarif(report)))
    wrong = [error.message for error in Draft7Validator(json.loads(SCHEMA.read_text())).iter_errors(found)]
    results = found["runs"][0]["results"]
    print("\n".join(wrong) or f"{len(results)} results: as SARIF 2.1.0 wants them")
    assert len(results) > len(report.findings) > 0
    return bool(wrong)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(made)))
