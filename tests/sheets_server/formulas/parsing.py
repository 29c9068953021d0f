"""Parsing a formula into a tree of tuples.

Nodes: ("value", x), ("reference", Reference), ("name", text), ("call", name, [nodes]), ("binary", op, a, b),
("unary", op, a), ("percent", a), ("array", [[nodes]]).
"""

from __future__ import annotations

import functools
from typing import Any

from .tokens import Token, reference, tokens
from .values import ERROR_KINDS, FormulaError

Node = tuple[Any, ...]

_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 6}
# Tighter than ^: =-2^2 is 4, as in every spreadsheet.
_UNARY = 7


class Unparsable(Exception):
    """The text is not a formula; Google shows #ERROR!."""


@functools.lru_cache(maxsize=4096)
def parse(formula: str, decimal: str = ".") -> Node:
    """Return the tree of *formula* (with its `=`); raise Unparsable if there is none."""
    parser = _Parser([token for token in tokens(formula[1:], decimal) if token.kind != "space"])
    node = parser.expression(0)
    if parser.peek() is not None:
        raise Unparsable(formula)
    return node


class _Parser:
    def __init__(self, stream: list[Token]) -> None:
        self.stream = stream
        self.at = 0

    def peek(self) -> str | None:
        return self.stream[self.at].text if self.at < len(self.stream) else None

    def next(self) -> Token:
        if self.at >= len(self.stream):
            raise Unparsable("end")
        self.at += 1
        return self.stream[self.at - 1]

    def expect(self, text: str) -> None:
        if self.next().text != text:
            raise Unparsable(text)

    def expression(self, least: int) -> Node:
        node = self.prefix()
        while (operator := self.peek()) is not None:
            if operator == "%":
                self.at += 1
                node = ("percent", node)
            elif operator in _BINDING and _BINDING[operator] > least:
                self.at += 1
                node = ("binary", operator, node, self.expression(_BINDING[operator]))
            else:
                break
        return node

    def prefix(self) -> Node:
        token = self.next()
        if token.kind == "text":
            return ("value", token.text[1:-1].replace('""', '"'))
        if token.kind == "number":
            number = float(token.text)
            return ("value", int(number) if number == int(number) else number)
        if token.kind == "reference":
            return ("reference", reference(token.text))
        if token.kind == "error":
            return ("value", FormulaError(ERROR_KINDS.get(token.text, "ERROR"), token.text))
        if token.kind == "name":
            return self.name(token.text)
        if token.text in ("-", "+"):
            return ("unary", token.text, self.expression(_UNARY))
        if token.text == "(":
            node = self.expression(0)
            self.expect(")")
            return node
        if token.text == "{":
            return self.array()
        raise Unparsable(token.text)

    def name(self, text: str) -> Node:
        if self.peek() != "(":
            if text.upper() in ("TRUE", "FALSE"):
                return ("value", text.upper() == "TRUE")
            return ("name", text)
        self.at += 1
        return ("call", text.upper(), self.arguments(")"))

    def arguments(self, closing: str) -> list[Node]:
        found: list[Node] = []
        if self.peek() == closing:
            self.at += 1
            return found
        while True:
            if self.peek() in (",", ";", closing):
                found.append(("value", None))
            else:
                found.append(self.expression(0))
            mark = self.next().text
            if mark == closing:
                return found
            if mark not in (",", ";"):
                raise Unparsable(mark)

    def array(self) -> Node:
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(self.expression(0))
            mark = self.next().text
            if mark == "}":
                return ("array", rows)
            if mark == ";":
                rows.append([])
            elif mark != ",":
                raise Unparsable(mark)
