"""The charter's template: a text with placeholders in Jinja, filled with values that stay text.

A template sees only the values it is given (`values.py`), in a sandbox: no files, no attributes that begin with `_`.
A name it does not know is an error, never a gap. What a placeholder says is never read as a heading, an item or a table
(`markup.literal`), whatever a member typed.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netsheets.errors import Misuse, StoreRefused
from netsheets.exports.charter.markup import literal
from netsheets.resources import resource
from netsheets.texts import Language


@dataclass(frozen=True, slots=True)
class CharterTemplate:
    """A template's text, and what messages call it."""

    name: str
    text: str


def template_of(language: Language, path: Path | None = None) -> CharterTemplate:
    """Return a network's own template, or the one in this language that comes with netsheets.

    Raise StoreRefused where it can't be read.
    """
    found = path or resource("templates/charter", f"{language}.md")
    try:
        return CharterTemplate(str(path or f"templates/charter/{language}.md"), found.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused("cannot_read", path=found, reason=error) from error


def filled(template: CharterTemplate, values: Mapping[str, Any], filters: Mapping[str, Callable[..., str]]) -> str:
    """Return the template's text with these values in it. Raise Misuse where it can't be filled, naming the line."""
    # Loaded here: nothing but the charter needs it.
    from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    # What comes out is no HTML: each form of the report escapes for itself.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_finalized, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(filters)
    try:
        code = environment.compile(template.text, filename=template.name)
        made = environment.template_class.from_code(environment, code, environment.make_globals(None))
        return made.render(values)
    except TemplateSyntaxError as error:
        raise _wrong(template, error.lineno, error) from error
    # Whatever a person's own text makes Jinja, a filter or an operator raise.
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise _wrong(template, _line_of(error, template), error) from error


def _finalized(value: object) -> object:
    """Return what a placeholder says as text and nothing else. Raise ValueError for "none", which says nothing."""
    if value is None:
        raise ValueError("there is no value here: ask for it with {% if … %} first")
    return literal(value) if isinstance(value, str) else value


def _line_of(error: Exception, template: CharterTemplate) -> int | str:
    """Return the line of the template that an error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((each.lineno or "?" for each in reversed(frames) if each.filename == template.name), "?")


def _wrong(template: CharterTemplate, line: int | str, error: Exception) -> Misuse:
    return Misuse("charter_template_wrong", path=template.name, line=line, reason=str(error) or type(error).__name__)
