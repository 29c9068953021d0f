"""Bars as pictures (SVG) that stand in the page itself, drawn by pygal; what they mean is said elsewhere.

pygal's own style sheet, script, comments and tooltips are taken out: the page's style sheet colours the bars, by day
and by night, and the same bars give the same bytes on any day.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from lxml import etree
from markupsafe import Markup

from netsheets.exports.document.wording import readable

Size = Literal["broad", "slim"]

FONT = 13
"""The size of all writing in a picture, in the picture's own units; `templates/dashboard.css` has the same."""

_LETTER = 0.6 * FONT
"""How wide a letter is at most, on average; pygal leaves as much for labels."""
_GAP = 0.14
"""The part of its place that a bar leaves free on either side."""
_LONG = 7
"""More characters than this above a bar are written smaller."""
_WHOLE = re.compile(r"\d+")
_NUMBER = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Bar:
    """A label with a value for each series, the values also as people read them; `tone` is a class of the style."""

    label: str
    values: tuple[Decimal | int, ...]
    said: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """Bars in order under a title, and a sentence that says what they show. `key` names the chart in the page."""

    key: str
    title: str
    reading: str
    bars: tuple[Bar, ...]


def upright(chart: DrawnChart, *, width: int = 860, height: int = 240) -> Markup:
    """Return the bars side by side, for a wide window and for paper."""
    return _picture(chart, "broad", width, height)


def lying(chart: DrawnChart, size: Size, *, width: int) -> Markup:
    """Return the bars one below the other, each on a line with its label."""
    lines = sum(len(each.values) for each in chart.bars)
    height = 26 * lines if lines == len(chart.bars) else 19 * lines
    return _picture(chart, size, width, height, lying=True)


def _picture(chart: DrawnChart, size: Size, width: int, height: int, *, lying: bool = False) -> Markup:
    pygal = _pygal()
    kind = pygal.HorizontalBar if lying else pygal.Bar
    drawing = kind(
        width=width,
        height=height,
        no_prefix=True,
        js=(),
        margin=0,
        spacing=6,
        show_legend=False,
        print_values=True,
        print_values_position="top",
        truncate_label=99,
        show_x_labels=not lying,
        show_y_labels=True,
        style=pygal.style.Style(**dict.fromkeys(("label_font_size", "major_label_font_size", "value_font_size"), FONT)),
    )
    bars = tuple(reversed(chart.bars)) if lying else chart.bars  # pygal puts the first one lowest
    drawing.x_labels = [readable(each.label) for each in bars]
    drawing.y_labels = [{"value": 0, "label": ""}]
    drawing.range = _range(chart, width if lying else height, lying=lying)
    for series in range(len(chart.bars[0].values)):
        drawing.add("", [_value(each, series) for each in bars])
    return _tidied(drawing.render(), chart, size, lying=lying)


@cache
def _pygal() -> Any:
    """Return pygal, without the importer of its maps: Python 3.11 warns of that one at every later import."""
    import pygal  # noqa: PLC0415 - only a page with pictures needs it

    sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]
    return pygal


def _value(bar: Bar, series: int) -> dict[str, Any]:
    """Return a value as pygal takes it: a number to draw, what to write beside it, and its place in the style."""
    said = readable(bar.said[series])
    first = "first" if series < len(bar.values) - 1 else ""
    kind = " ".join(filter(None, ("rect", first, bar.tone)))
    return {"value": float(bar.values[series]), "formatter": lambda _value: said, "node": {"class": kind}}


def _range(chart: DrawnChart, length: int, *, lying: bool) -> tuple[float, float]:
    """Return the values between which bars are drawn: room is left for what is written at their ends."""
    values = [float(value) for each in chart.bars for value in each.values]
    if lying:
        plot = length - _LETTER * max(len(each.label) for each in chart.bars)
        room = _LETTER * (1 + max(len(said) for each in chart.bars for said in each.said))
    else:
        plot, room = length - 2 * FONT, 2 * FONT
    part = min(room / plot, 0.6)
    low, high = min(0.0, *values), max(0.0, *values)
    margin = ((high - low) or 1.0) * part / (1 - part)
    return (low - margin if low < 0 else 0.0), high + margin


def _tidied(rendered: bytes, chart: DrawnChart, size: Size, *, lying: bool) -> Markup:
    """Return what pygal drew, without what would need its script, and with a title and a description."""
    root = etree.fromstring(rendered)
    graph = next(root.iterchildren("{*}g"))
    for parent in list(graph.iter()):
        for each in list(parent):
            if _left_out(each):
                parent.remove(each)
    if not lying and max(len(said) for each in chart.bars for said in each.said) > _LONG:
        graph.set("class", f"{graph.get('class')} long")
    for each in graph.iter("{*}rect"):
        _slimmed(each, lying=lying)
    for each in graph.iter("{*}text"):
        if lying and each.get("class") == "value":
            each.set("text-anchor", "end" if (each.text or "").startswith("-") else "start")
    name = f"{chart.key}-{size}"
    drawn = etree.Element("svg", viewBox=_view_box(root, graph, lying=lying), role="img")
    drawn.set("class", f"chart {size}")
    drawn.set("aria-labelledby", f"{name}-title {name}-reading")
    etree.SubElement(drawn, "title", id=f"{name}-title").text = readable(chart.title)
    etree.SubElement(drawn, "desc", id=f"{name}-reading").text = readable(chart.reading)
    drawn.append(graph)
    for each in drawn.iter():
        each.tag = etree.QName(each).localname
        for attribute, text in each.attrib.items():
            each.set(attribute, _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), str(text)))
    etree.cleanup_namespaces(drawn)
    return Markup(etree.tostring(drawn, encoding="unicode"))  # noqa: S704 - lxml escaped every text in it


def _view_box(root: Any, graph: Any, *, lying: bool) -> str:
    """Return the part of the picture that shows: the empty room for labels left of upright bars does not."""
    x, y, width, height = root.get("viewBox").split()
    left = 0 if lying else int(next(iter(_WHOLE.findall(graph[0].get("transform")))))
    return f"{int(x) + left} {y} {int(width) - left} {height}"


def _left_out(node: Any) -> bool:
    """Tell whether a node is there for pygal's script, or draws nothing that people would miss."""
    if not isinstance(node.tag, str):
        return True
    kind, names = etree.QName(node).localname, set((node.get("class") or "").split())
    return (
        kind in {"desc", "title"}
        or bool(names & {"background", "tooltip-overlay", "titles", "guide"})
        or (kind == "text" and not node.text)
        or (kind == "path" and node.getparent().get("class") == "axis x")
    )


def _slimmed(bar: Any, *, lying: bool) -> None:
    """Leave free room on either side of a bar; pygal leaves out the length of one that is nothing."""
    place, breadth, length = ("y", "height", "width") if lying else ("x", "width", "height")
    whole = float(bar.get(breadth))
    bar.set(place, str(float(bar.get(place)) + whole * _GAP))
    bar.set(breadth, str(whole * (1 - 2 * _GAP)))
    bar.set(length, bar.get(length, "0"))
    for radius in ("rx", "ry"):
        bar.set(radius, "2")
