"""Between grids and records: schemas, cells, decoding, and the layout of what is written back."""
