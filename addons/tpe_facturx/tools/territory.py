"""Where the French rules of the e-invoice hold.

>>> "MQ" in FRANCE, "GF" in FRANCE
(True, False)
"""

# The VAT is French there: CGI art. 256-0 and 294. It does not apply in French Guiana (GF)
# and Mayotte (YT), whose firms the obligation leaves out (CGI art. 289 bis speaks of
# supplies that are in France for the VAT). The Pacific has taxes of its own. What a firm
# of Guiana or Mayotte owes for a sale located in France: to be confirmed.
FRANCE = ("FR", "GP", "MQ", "RE")
# Goods that leave for one of them from elsewhere are exported, and so are those that leave
# them for mainland France or the Union (CGI art. 294, 2).
OVERSEAS = ("GP", "MQ", "RE", "GF", "YT")
# Guadeloupe and Martinique are one market, Monaco is in that of mainland France.
_MARKETS = {"MC": "FR", "MQ": "GP"}
# Often written as a part of their country; IC and EA: Canary Islands, Ceuta and Melilla,
# outside of the VAT of the Union (directive 2006/112, art. 6).
_POSTCODES = {
    "FR": {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"},
    "ES": {"35": "IC", "38": "IC", "51": "EA", "52": "EA"},
}


def place(country: str, postcode: str) -> str:
    """The territory that VAT knows; an address without a country is in mainland France.

    >>> place("FR", "97110"), place("FR", "69 007"), place("ES", "35001"), place("", "")
    ('GP', 'FR', 'IC', 'FR')
    """
    digits = "".join(filter(str.isdigit, postcode or ""))
    for start, territory in _POSTCODES.get(country or "", {}).items():
        if len(digits) == 5 and digits.startswith(start):
            return territory
    return country or "FR"


def market(territory: str) -> str:
    """
    >>> market("MQ") == market("GP"), market("RE") == market("FR")
    (True, False)
    """
    return _MARKETS.get(territory, territory)


def is_french(territory: str) -> bool:
    """Whether services rendered there without VAT are exempt in France, not abroad."""
    return territory in (*FRANCE, *OVERSEAS, "MC")
