"""Looks up every pinned dependency among known advisories: make audit

pip-audit asks the package index. Where it cannot, it skips the package, says "No known vulnerabilities found" and ends as
if all were well; here what was not looked up is counted and named, and is no success. Ends with 0 if all were looked up and
none has an advisory, 1 if one has, 2 if any could not be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"


def judge(dependencies: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit code and the lines to print for what pip-audit found."""
    lines = []
    for package in dependencies:
        for found in package.get("vulns", []):
            mended = f"mended in {', '.join(found['fix_versions'])}" if found["fix_versions"] else "not mended yet"
            lines.append(f"{package['name']} {package['version']}: {found['id']}, {mended}")
    skipped = [package for package in dependencies if "skip_reason" in package]
    looked_up = len(dependencies) - len(skipped)
    lines.append(f"{looked_up} of {len(dependencies)} packages looked up, {len(lines)} advisories")
    if skipped:
        lines.append(f"NOT looked up: {len(skipped)} packages, the first: {skipped[0]['skip_reason']}")
    return (1 if len(lines) > 1 + bool(skipped) else 2 if skipped or not dependencies else 0), lines


def main(command: str) -> int:
    asked = [
        command,
        "--requirement",
        str(LOCK),
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print("NOT looked up: the advisories could not be had", *done.stderr.strip().splitlines()[-1:], sep="\n")
        return 2
    code, lines = judge(dependencies)
    print(*lines, sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
