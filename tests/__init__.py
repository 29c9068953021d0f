"""The tests: one file a room; `build` makes records, `sheets_server` is the local Google."""
