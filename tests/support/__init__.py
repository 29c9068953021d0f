"""What the tests stand on: networks to build, a memory store, a local Google, a terminal, a browser."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
"""Data that is not part of the project: tests that read it skip where it is absent."""
