"""Colours as Google keeps them: eight bits a channel, and every old colour field mirrored in its Style twin."""

from __future__ import annotations

import struct
from typing import Any

Json = dict[str, Any]

TWINS = {
    "backgroundColor": "backgroundColorStyle",
    "foregroundColor": "foregroundColorStyle",
    "tabColor": "tabColorStyle",
    "color": "colorStyle",
    "headerColor": "headerColorStyle",
    "firstBandColor": "firstBandColorStyle",
    "secondBandColor": "secondBandColorStyle",
    "footerColor": "footerColorStyle",
}
CHANNELS = ("red", "green", "blue", "alpha")


def channel(value: float) -> float:
    """Return the share that Google gives back for *value*: cut to eight bits, printed as a 32-bit float."""
    bits = int(max(0.0, min(1.0, value)) * 255)
    if bits in (0, 255):
        return bits // 255
    single = struct.unpack("f", struct.pack("f", bits / 255))[0]
    return next(float(text) for digits in range(1, 17) if _same(text := f"{single:.{digits}g}", single))


def _same(text: str, single: float) -> bool:
    return bool(struct.unpack("f", struct.pack("f", float(text)))[0] == single)


def color(value: Json) -> Json:
    """Return the Color *value* with its channels cut to eight bits and zeros dropped."""
    cut = {name: channel(value[name]) for name in CHANNELS if name in value}
    return {name: share for name, share in cut.items() if share}


def mirrored(value: Any, mask: Json | None = None) -> Any:
    """Return the format *value* with both forms of every colour.

    The Style form wins, as the API says, unless *mask* names only the old form.
    """
    if isinstance(value, list):
        return [mirrored(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: mirrored(item, (mask or {}).get(key)) for key, item in value.items()}
    if "rgbColor" in result:
        result["rgbColor"] = color(result["rgbColor"])
    for old, style in TWINS.items():
        if old in result or style in result:
            _mirror(result, old, style, old_wins=bool(mask) and old in mask and style not in mask)  # type: ignore[operator]
    return result


def _mirror(result: Json, old: str, style: str, *, old_wins: bool) -> None:
    if style in result and not (old_wins and old in result):
        chosen = result[style].get("rgbColor")
        if chosen is not None:
            result[old] = chosen
    elif isinstance(result.get(old), dict):
        result[old] = color(result[old])
        result[style] = {"rgbColor": result[old]}
