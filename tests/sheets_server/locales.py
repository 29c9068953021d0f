"""How a spreadsheet's locale writes numbers, money and days."""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Locale:
    """One locale: separators, the order of day, month and year, and the default patterns."""

    name: str
    decimal: str
    group: str
    order: str
    date: str
    currency: str
    currency_pattern: str
    time: str = "H:mm:ss"

    @property
    def argument(self) -> str:
        """The separator of arguments in formulas."""
        return ";" if self.decimal == "," else ","


_EURO_AFTER = '#,##0.00\\ "€"'
_LOCALES = {
    locale.name: locale
    for locale in (
        Locale("en_US", ".", ",", "mdy", "M/d/yyyy", "$", '"$"#,##0.00', "h:mm:ss am/pm"),
        Locale("en_GB", ".", ",", "dmy", "dd/MM/yyyy", "£", '"£"#,##0.00', "HH:mm:ss"),
        Locale("en_AU", ".", ",", "dmy", "dd/MM/yyyy", "$", '"$"#,##0.00', "h:mm:ss am/pm"),
        Locale("en_CA", ".", ",", "ymd", "yyyy-MM-dd", "$", '"$"#,##0.00', "h:mm:ss am/pm"),
        Locale("en_IN", ".", ",", "dmy", "dd/MM/yyyy", "₹", '"₹"#,##0.00', "h:mm:ss am/pm"),
        Locale("fr_FR", ",", "\u202f", "dmy", "dd/MM/yyyy", "€", _EURO_AFTER, "HH:mm:ss"),
        Locale("nl_NL", ",", ".", "dmy", "d-M-yyyy", "€", '"€"\\ #,##0.00', "HH:mm:ss"),
        Locale("de_DE", ",", ".", "dmy", "dd.MM.yyyy", "€", _EURO_AFTER, "HH:mm:ss"),
        Locale("es_ES", ",", ".", "dmy", "dd/MM/yyyy", "€", _EURO_AFTER),
        Locale("it_IT", ",", ".", "dmy", "dd/MM/yyyy", "€", _EURO_AFTER),
        Locale("pt_BR", ",", ".", "dmy", "dd/MM/yyyy", "R$", '"R$ "#,##0.00', "HH:mm:ss"),
        Locale("pt_PT", ",", "\u00a0", "dmy", "dd/MM/yyyy", "€", _EURO_AFTER, "HH:mm:ss"),
        Locale("pl_PL", ",", "\u00a0", "dmy", "d.MM.yyyy", "zł", '#,##0.00\\ "zł"'),
        Locale("da_DK", ",", ".", "dmy", "dd/MM/yyyy", "kr.", '#,##0.00\\ "kr."', "HH.mm.ss"),
        Locale("sv_SE", ",", "\u00a0", "ymd", "yyyy-MM-dd", "kr", '#,##0.00\\ "kr"', "HH:mm:ss"),
        Locale("ru_RU", ",", "\u00a0", "dmy", "dd.MM.yyyy", "₽", '#,##0.00\\ "₽"'),
        Locale("ja_JP", ".", ",", "ymd", "yyyy/MM/dd", "¥", '"¥"#,##0'),
    )
}
_BY_LANGUAGE = {name[:2]: locale for name, locale in reversed(_LOCALES.items())}


def known(name: str) -> bool:
    """Return whether *name* looks like a locale Google accepts: a language, or a language and a country."""
    parts = name.replace("-", "_").split("_")
    return len(parts) <= 2 and 2 <= len(parts[0]) <= 3 and all(part.isalpha() for part in parts)


def locale(name: str) -> Locale:
    """Return the locale called *name*, else one of the same language, else en_US."""
    name = name.replace("-", "_")
    return _LOCALES.get(name) or _BY_LANGUAGE.get(name[:2]) or _LOCALES["en_US"]
