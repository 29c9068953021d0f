"""Write both templates of statements into the folder above."""

from pathlib import Path

from tools.looks.network import network_template
from tools.looks.statement import statement_template

if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "templates"
    (folder / "statement.xlsx").write_bytes(statement_template())
    (folder / "network.xlsx").write_bytes(network_template())
