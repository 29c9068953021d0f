"""One use case a file: open a store, call the core, apply or return the result. No click, no rules."""
