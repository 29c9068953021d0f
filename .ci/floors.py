"""Print requirements that pin each library netsheets runs with to the oldest version pyproject.toml allows."""

import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
TESTED_WITH = ("aiosmtpd", "axe-playwright", "cryptography", "hypothesis", "markdown-it", "pytest", "selenium")
with_tests = [each for each in project["optional-dependencies"]["dev"] if each.startswith(TESTED_WITH)]
print("\n".join((*(each.replace(">=", "==") for each in project["dependencies"]), *with_tests)))
