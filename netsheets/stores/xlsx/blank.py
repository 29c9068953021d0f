"""A new, empty workbook: the least Excel opens, with a theme, generated here."""

from __future__ import annotations

from typing import Final

from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.package import compressed, zipped
from netsheets.stores.xlsx.styles import EMPTY

BLANK_SHEET: Final = (
    f'{xml.XML_DECLARATION}<worksheet xmlns="{xml.MAIN}"><sheetPr codeName="netsheets_blank"/><sheetData/></worksheet>'
).encode()
"""The sheet of a workbook without any tab yet: a workbook can't be without. It goes when the first tab comes."""

_COLOURS: Final = {
    "dk1": "1B262C", "lt1": "FFFFFF", "dk2": "1F3A4D", "lt2": "F1F4F6", "accent1": "2F5D7C", "accent2": "E08E45",
    "accent3": "5B8E7D", "accent4": "BC4B51", "accent5": "8E7DBE", "accent6": "F2C14E", "hlink": "1F5FA8",
    "folHlink": "6B4E8E",
}  # fmt: skip


def blank_workbook() -> bytes:
    """Return the bytes of a workbook without tabs. The same ones each time."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({xml.OFFICE_DOCUMENT: "xl/workbook.xml"}),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(
            {xml.WORKSHEET: "worksheets/sheet1.xml", xml.STYLES: "styles.xml", xml.THEME: "theme/theme1.xml"}
        ),
        "xl/worksheets/sheet1.xml": BLANK_SHEET,
        "xl/styles.xml": EMPTY,
        "xl/theme/theme1.xml": _theme(),
    }
    return zipped([compressed(name, content) for name, content in parts.items()])


def _content_types() -> bytes:
    overrides = {
        "/xl/workbook.xml": xml.WORKBOOK_TYPE,
        "/xl/worksheets/sheet1.xml": xml.WORKSHEET_TYPE,
        "/xl/styles.xml": xml.STYLES_TYPE,
        "/xl/theme/theme1.xml": xml.THEME_TYPE,
    }
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{xml.XML_DECLARATION}<Types xmlns="{xml.CONTENT_TYPES}">'
        f'<Default Extension="rels" ContentType="{xml.RELATIONSHIPS_TYPE}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    ).encode()


def _relationships(targets: dict[str, str]) -> bytes:
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{xml.XML_DECLARATION}<Relationships xmlns="{xml.RELATIONSHIPS}">{related}</Relationships>'.encode()


def _workbook() -> bytes:
    return (
        f'{xml.XML_DECLARATION}<workbook xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}">'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/></bookViews>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ).encode()


def _theme() -> bytes:
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = "".join(
        f'<a:{name}><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/></a:{name}>'
        for name, face in (("majorFont", "Calibri Light"), ("minorFont", "Calibri"))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{xml.XML_DECLARATION}<a:theme xmlns:a="{xml.DRAWING}" name="netsheets"><a:themeElements>'
        f'<a:clrScheme name="netsheets">{colours}</a:clrScheme><a:fontScheme name="netsheets">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="netsheets"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    ).encode()
