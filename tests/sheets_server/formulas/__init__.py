"""A small formula evaluator: arithmetic, comparisons, references, ranges and the commoner functions.

`evaluate` gives the ExtendedValue of a formula cell; `moved_formula` and `shifted_formula` rewrite references when
cells are copied and when rows or columns are inserted, deleted or moved. A function that is not in `functions.py`
gives #NAME?, as an unknown one does on Google; arrays do not spill into neighbouring cells.
"""

from .evaluation import evaluate
from .moving import moved_formula, relocated_formula, retitled_formula, shifted_formula

__all__ = ["evaluate", "moved_formula", "relocated_formula", "retitled_formula", "shifted_formula"]
