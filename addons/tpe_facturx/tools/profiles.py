"""Profiles of Factur-X: how they are named, and until when each may be sent."""

from datetime import date

MINIMUM, BASIC_WL, BASIC = "minimum", "basicwl", "basic"
EN16931, EXTENDED = "en16931", "extended"

GUIDELINES = {
    MINIMUM: "urn:factur-x.eu:1p0:minimum",
    BASIC_WL: "urn:factur-x.eu:1p0:basicwl",
    BASIC: "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    EN16931: "urn:cen.eu:en16931:2017",
    EXTENDED: "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}
# XP Z12-012: EN 16931 and EXTENDED are retained, BASIC WL for the first year only. The
# year begins with the reform, 2026-09-01; its very last day: to be confirmed.
BASIC_WL_UNTIL = date(2027, 8, 31)


def over(level: str, day: date) -> bool:
    """Whether an invoice of ``day`` comes after the last day of this profile.

    MINIMUM and BASIC are not retained either; platforms let them pass.

    >>> over(BASIC_WL, date(2027, 8, 31)), over(BASIC_WL, date(2027, 9, 1))
    (False, True)
    >>> over(EN16931, date(2030, 1, 1)), over(MINIMUM, date(2030, 1, 1))
    (False, False)
    """
    return level == BASIC_WL and day > BASIC_WL_UNTIL
