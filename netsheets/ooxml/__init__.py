"""Packages of Office Open XML, read and written: the one kernel under every .xlsx that netsheets touches or makes.

`archive` is the zip, `draft` its parts while they are changed, with their relations and content types; `workbook`,
`sheet`, `styles` and `cells` are what SpreadsheetML says of each; `addresses` names cells, `names` the vocabulary;
`files` puts bytes in a file's place, and locks one. Nothing here knows a store, a statement or a rule; it knows
`netsheets.errors`.
"""
