"""The books: commissions in double entry, on the accounts a network keeps. Exports write what programs read of them."""
