"""Workbooks made from a template: an .xlsx in which cells say `{{what}}` belongs there.

A network restyles a template in Excel or LibreOffice and whatever it puts there stays: only the sheets' rows and the
names that depend on them are written anew, every other part of the package (logo, theme, styles) is copied as it is.
`document` is what to say, `template` the file as read, `placement` where each row and figure lands; `workbook` puts
them together. Nothing here knows what a statement is.

In a template:

- `{{closing}}` is a value of the document, `{{word.base}}` a word in the document's language;
- a row with `{{lines.amount}}` is repeated for each of the lines; rows with the same list that follow each other are
  repeated together;
- `{{if lines}}` and `{{unless lines}}` keep a row only where there is (is not) such a value or any such row.
"""

from netsheets.exports.template.document import Computed, Contents, Value
from netsheets.exports.template.template import Template, template_of
from netsheets.exports.template.workbook import workbook_of

__all__ = ["Computed", "Contents", "Template", "Value", "template_of", "workbook_of"]
