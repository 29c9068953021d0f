"""Where workbooks live. `port` is the seam; each folder beside it is one kind of store.

A store reads grids and applies edits; it knows nothing of the rules. A new kind of store is one new folder that
passes `tests/stores/test_stores.py`.
"""
