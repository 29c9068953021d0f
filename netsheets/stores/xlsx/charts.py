"""Native charts on a tab: DrawingML with its values cached, so that a viewer that calculates nothing shows them too.

Hand-written: read into openpyxl's classes and written again, each of these parts loses `sourceLinked` of its labels'
number format and gains empty runs in its text looks and dashes on its lines; importing them takes 0.2 s of each close.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_letters, escaped, on_sheet
from netsheets.ooxml.draft import Draft
from netsheets.stores.port import Block, Chart, Link, Written

PALETTE: Final = ("2F5D7C", "E08E45", "5B8E7D", "BC4B51", "8E7DBE", "F2C14E", "4BA3C3", "8C6A5D")

_INK, _MUTED, _GRID = "1F3A4D", "5A6670", "DDE3E7"
_WIDTH, _HEIGHT = 5_760_000, 3_240_000
"""16 by 9 centimetres, in EMU."""
_ROWS_A_CHART: Final = 18
_COLUMNS_A_CHART: Final = 10
_MOST_IN_ONE_COLUMN: Final = 2
_MONEY_FORMATS: Final = ("money", "total_money")
_MOST_LABELLED: Final = 12


@dataclass(frozen=True, slots=True)
class Area:
    """Where the rows of a chart's block stand on the tab: first and last row, 1-based, and the block itself."""

    first_row: int
    last_row: int
    block: Block

    def reference(self, title: str, column: int) -> str:
        """Return the range of one of the block's columns."""
        name = column_letters(column + 1)
        return on_sheet(title, f"${name}${self.first_row}:${name}${self.last_row}")

    def cells(self, column: int) -> Sequence[Written]:
        """Return what stands in one of the block's columns."""
        return [row[column] for row in self.block.rows]


def add_charts(draft: Draft, title: str, charts: Sequence[tuple[Chart, Area]], *, column: int) -> str:
    """Write the charts of a tab right of this column, up to two side by side. Return the drawing's part."""
    drawing = draft.free_name("xl/drawings/drawing{}.xml")
    draft.write(drawing, b"")
    draft.declare(drawing, xml.DRAWING_TYPE)
    anchors = []
    for number, (chart, area) in enumerate(charts):
        name = draft.free_name("xl/charts/chart{}.xml")
        draft.write(name, chart_part(chart, area, title))
        draft.declare(name, xml.CHART_TYPE)
        relation = draft.relate(drawing, xml.CHART_PART, name)
        across, down = (number % 2, number // 2) if len(charts) > _MOST_IN_ONE_COLUMN else (0, number)
        place = (column + across * _COLUMNS_A_CHART, down * _ROWS_A_CHART)
        anchors.append(_anchor(number, relation, escaped(chart.title), place))
    names = f'xmlns:xdr="{xml.SHEET_DRAWING}" xmlns:a="{xml.DRAWING}"'
    content = f"{xml.XML_DECLARATION}<xdr:wsDr {names}>{''.join(anchors)}</xdr:wsDr>"
    draft.write(drawing, content.encode())
    return drawing


def chart_part(chart: Chart, area: Area, title: str) -> bytes:
    """Return the part of one chart."""
    series = [_series(chart, area, title, number) for number in range(len(chart.values))]
    draw = _pie if chart.kind == "pie" else _axed
    names = f'xmlns:c="{xml.CHART}" xmlns:a="{xml.DRAWING}" xmlns:r="{xml.RELATIONSHIP}"'
    legend = ""
    if chart.kind == "pie" or len(series) > 1:
        legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text_look(900, _MUTED)}</c:legend>'
    return (
        f'{xml.XML_DECLARATION}<c:chartSpace {names}><c:roundedCorners val="0"/><c:chart>{_title(chart.title)}'
        f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{draw(chart, area, series)}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr>{_fill("FFFFFF")}<a:ln w="9525">{_fill(_GRID)}</a:ln></c:spPr></c:chartSpace>'
    ).encode()


def _anchor(number: int, relation: str, title: str, place: tuple[int, int]) -> str:
    column, row = place
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f'<xdr:rowOff>90000</xdr:rowOff></xdr:from><xdr:ext cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 2}" name="{title}"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{xml.CHART}"><c:chart xmlns:c="{xml.CHART}" xmlns:r="{xml.RELATIONSHIP}" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>'
    )


def _series(chart: Chart, area: Area, title: str, number: int) -> str:
    """Return one series: name, colours, labels, categories and values, as every kind of chart begins it."""
    column = chart.values[number]
    name = escaped(area.block.columns[column].title)
    header = on_sheet(title, f"${column_letters(column + 1)}${area.first_row - 1}")
    named = f"<c:v>{name}</c:v>"
    if not area.block.headless:
        cached = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0">{named}</c:pt></c:strCache>'
        named = f"<c:strRef><c:f>{escaped(header)}</c:f>{cached}</c:strRef>"
    colour = PALETTE[number % len(PALETTE)]
    categories = _texts(area.reference(title, chart.categories), area.cells(chart.categories))
    code = "#,##0.00" if area.block.columns[column].format in _MONEY_FORMATS else "General"
    values = _numbers(area.reference(title, column), area.cells(column), code)
    begin = f'<c:idx val="{number}"/><c:order val="{number}"/><c:tx>{named}</c:tx>'
    end = f"<c:cat>{categories}</c:cat><c:val>{values}</c:val>"
    if chart.kind == "pie":
        return f"<c:ser>{begin}{_slices(len(area.block.rows))}{_labels(percent=True)}{end}</c:ser>"
    if chart.kind == "line":
        marker = f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{_fill(colour)}</c:spPr></c:marker>'
        line = f'<c:spPr><a:ln w="28575" cap="rnd">{_fill(colour)}<a:round/></a:ln></c:spPr>'
        return f'<c:ser>{begin}{line}{marker}{end}<c:smooth val="0"/></c:ser>'
    few = len(area.block.rows) * len(chart.values) <= _MOST_LABELLED
    labels = _labels(percent=False) if few else ""
    bars = f'<c:spPr>{_fill(colour)}</c:spPr><c:invertIfNegative val="0"/>'
    return f"<c:ser>{begin}{bars}{labels}{end}</c:ser>"


def _pie(_chart: Chart, _area: Area, series: list[str]) -> str:
    return f'<c:pieChart><c:varyColors val="1"/>{"".join(series)}<c:firstSliceAng val="0"/></c:pieChart>'


def _axed(chart: Chart, area: Area, series: list[str]) -> str:
    axes = '<c:axId val="111111101"/><c:axId val="111111102"/>'
    drawn = "".join(series)
    if chart.kind == "line":
        grouping = '<c:grouping val="standard"/><c:varyColors val="0"/>'
        plot = f'<c:lineChart>{grouping}{drawn}<c:marker val="1"/>{axes}</c:lineChart>'
    else:
        direction = "col" if chart.kind == "columns" else "bar"
        grouping = f'<c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        plot = f'<c:barChart>{grouping}{drawn}<c:gapWidth val="60"/>{axes}</c:barChart>'
    money = any(area.block.columns[column].format in _MONEY_FORMATS for column in chart.values)
    numbers = [cell for column in chart.values for cell in area.cells(column) if isinstance(cell, int | float)]
    from_zero = all(number >= 0 for number in numbers)
    return plot + _axes(across=chart.kind == "bars", code="#,##0" if money else "General", from_zero=from_zero)


def _axes(*, across: bool, code: str, from_zero: bool) -> str:
    """Return the two axes; bars across are read from the top down, as their table is.

    `from_zero` keeps a spreadsheet from starting the axis near the smallest value, which makes small differences look
    large.
    """
    floor = '<c:min val="0"/>' if from_zero else ""
    order = "maxMin" if across else "minMax"
    places = ("l", "t") if across else ("b", "l")
    line = f'<c:spPr><a:ln w="9525">{_fill(_GRID)}</a:ln></c:spPr>'
    bare = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    grid = f"<c:majorGridlines>{line}</c:majorGridlines>"
    ticks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    look = _text_look(900, _MUTED)
    crosses = "max" if across else "autoZero"
    return (
        f'<c:catAx><c:axId val="111111101"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{places[0]}"/><c:numFmt formatCode="General" sourceLinked="0"/>{ticks}'
        f'<c:tickLblPos val="low"/>{line}{look}<c:crossAx val="111111102"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="111111102"/><c:scaling><c:orientation val="minMax"/>{floor}</c:scaling>'
        '<c:delete val="0"/>'
        f'<c:axPos val="{places[1]}"/>{grid}<c:numFmt formatCode="{code}" sourceLinked="0"/>{ticks}'
        f'<c:tickLblPos val="nextTo"/>{bare}{look}<c:crossAx val="111111101"/><c:crosses val="{crosses}"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _slices(count: int) -> str:
    edge = f'<a:ln w="12700">{_fill("FFFFFF")}</a:ln>'
    return "".join(
        f'<c:dPt><c:idx val="{number}"/><c:bubble3D val="0"/><c:spPr>{_fill(PALETTE[number % len(PALETTE)])}{edge}'
        "</c:spPr></c:dPt>"
        for number in range(count)
    )


def _labels(*, percent: bool) -> str:
    shown = {
        "LegendKey": 0,
        "Val": int(not percent),
        "CatName": 0,
        "SerName": 0,
        "Percent": int(percent),
        "BubbleSize": 0,
    }
    flags = "".join(f'<c:show{name} val="{on}"/>' for name, on in shown.items())
    code = "0%" if percent else "#,##0"
    place = "" if percent else '<c:dLblPos val="outEnd"/>'
    lines = '<c:showLeaderLines val="1"/>' if percent else ""
    look = _text_look(900, "FFFFFF" if percent else _MUTED)
    return f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/>{look}{place}{flags}{lines}</c:dLbls>'


def _title(text: str) -> str:
    look = f'<a:defRPr sz="1300" b="1">{_fill(_INK)}</a:defRPr>'
    run = f'<a:r><a:rPr lang="en-GB" sz="1300" b="1">{_fill(_INK)}</a:rPr><a:t>{escaped(text)}</a:t></a:r>'
    rich = f"<c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr>{run}</a:p></c:rich>"
    return f'<c:title><c:tx>{rich}</c:tx><c:overlay val="0"/></c:title>'


def _texts(reference: str, cells: Sequence[Written]) -> str:
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{escaped(_shown(cell))}</c:v></c:pt>' for number, cell in enumerate(cells)
    )
    cached = f'<c:strCache><c:ptCount val="{len(cells)}"/>{points}</c:strCache>'
    return f"<c:strRef><c:f>{escaped(reference)}</c:f>{cached}</c:strRef>"


def _numbers(reference: str, cells: Sequence[Written], code: str) -> str:
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{cell!r}</c:v></c:pt>'
        for number, cell in enumerate(cells)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool)
    )
    cached = f'<c:formatCode>{code}</c:formatCode><c:ptCount val="{len(cells)}"/>{points}'
    return f"<c:numRef><c:f>{escaped(reference)}</c:f><c:numCache>{cached}</c:numCache></c:numRef>"


def _shown(cell: Written) -> str:
    if isinstance(cell, Link):
        return cell.text
    return "" if cell is None else str(cell)


def _text_look(size: int, colour: str) -> str:
    look = f'<a:defRPr sz="{size}">{_fill(colour)}</a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
