"""The currencies of ISO 4217 in circulation, their smallest units, and what people write for the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - 150 quoted words would hide them
)

_NO_PLACES = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())  # noqa: SIM905
_THREE_PLACES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def places_of(currency: str) -> int:
    """Return how many decimals a currency's smallest unit has (ISO 4217): 0 for yen, 3 for Tunisian dinars, else 2."""
    return 0 if currency in _NO_PLACES else 3 if currency in _THREE_PLACES else 2


_WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        "EUROS": "EUR",
        "EURO": "EUR",
        "$": "USD",
        "US$": "USD",
        "DOLLAR": "USD",
        "DOLLARS": "USD",
        "£": "GBP",
        "FS": "CHF",
        "SFR": "CHF",
    }
)
_DOLLARS = frozenset(
    """
    ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD
    """.split()  # noqa: SIM905 - as above
)
_FRANCS_CFA = frozenset({"XAF", "XOF"})
SIGNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "€": frozenset({"EUR"}),
        "EUROS": frozenset({"EUR"}),
        "EURO": frozenset({"EUR"}),
        "US$": frozenset({"USD"}),
        "$": _DOLLARS,
        "DOLLARS": _DOLLARS,
        "DOLLAR": _DOLLARS,
        "£": frozenset({"EGP", "FKP", "GBP", "GIP", "LBP", "SDG", "SHP", "SYP"}),
        "¥": frozenset({"CNY", "JPY"}),
        "₹": frozenset({"INR"}),
        "FCFA": _FRANCS_CFA,
        "CFA": _FRANCS_CFA,
        "DH": frozenset({"AED", "MAD"}),
        "DT": frozenset({"TND"}),
        **{
            code: frozenset({code})
            for code in (
                "AUD",
                "CAD",
                "CHF",
                "DZD",
                "EUR",
                "GBP",
                "JPY",
                "MAD",
                "MUR",
                "TND",
                "USD",
                "XAF",
                "XOF",
                "XPF",
            )
        },
    }
)
"""What people write beside an amount, in capitals, and the currencies each may stand for."""

_USUAL = ("EUR", "CHF", "GBP", "USD", "CAD", "MAD", "XOF", "XAF", "XPF")


def currency_meant(typed: str) -> str:
    """Return the usual currency that was probably meant, "" where none is near: two of its letters in their place."""
    written = typed.strip().upper()
    if written in _WRITTEN:
        return _WRITTEN[written]
    alike = (each for each in _USUAL if sum(a == b for a, b in zip(each, written, strict=False)) == 2)
    return next(alike, "") if len(written) == 3 else ""
