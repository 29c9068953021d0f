"""Runnable comparisons against peers: same data, one run, both times printed."""
