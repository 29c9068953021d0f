"""Scripts that make what is generated: the pages of `docs` that follow the code, and the templates' first looks."""
