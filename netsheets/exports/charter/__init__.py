"""The charter as a text: its template, its values in words, and the worked example.

`template` fills `templates/charter/`, or a network's own, with the `values`, which `wording` says; `markup` reads the
text into the parts of a report. Nothing here knows a rule: all values come from `domain/`.
"""
