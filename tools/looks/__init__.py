"""Make `statement.xlsx` and `network.xlsx` as they come with netsheets: `python -m tools.looks` writes both anew.

A network that wants other looks needs none of this: it opens a copy of the .xlsx in Excel or LibreOffice, changes
colours, widths and wording, puts its logo in, and saves. What `{{…}}` means there is said in
`netsheets/exports/template/__init__.py`.
"""
