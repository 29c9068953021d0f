"""Write both templates of statements into the folder above."""

from pathlib import Path

from templates.looks.network import network_template
from templates.looks.statement import statement_template

if __name__ == "__main__":
    folder = Path(__file__).resolve().parent.parent
    (folder / "statement.xlsx").write_bytes(statement_template())
    (folder / "network.xlsx").write_bytes(network_template())
