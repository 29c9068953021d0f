"""Print requirements that pin each library netsheets runs with to the oldest version pyproject.toml allows."""

import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
with_tests = [
    each
    for each in project["optional-dependencies"]["dev"]
    if each.startswith(("aiosmtpd", "axe-core", "cryptography", "hypothesis", "markdown-it", "openpyxl", "pytest", "selenium"))
]
print("\n".join((*(each.replace(">=", "==") for each in project["dependencies"]), *with_tests)))
