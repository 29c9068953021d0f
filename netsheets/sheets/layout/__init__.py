"""How results are laid out on tabs: a pure step from records to the edits of `stores.port`, in one language.

One file a tab, or a few that belong together. Nothing here computes; what a tab says is in the records it is given.
"""
