"""How results are laid out on tabs: a pure step from records to the edits of `stores.port`, in one language.

`closing` holds the tabs a close writes, `issues` the one that `validate` does, `dressing` those that members fill.
Nothing in this package computes; what a tab says is in the records it is given.
"""
