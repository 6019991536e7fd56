"""Which law applies to a customer who pays late. Plain Python: no ORM, no clock."""

import re
from collections.abc import Iterable

CONSUMER = "consumer"
PROFESSIONAL = "professional"
PUBLIC = "public"


def guess_profile(
    registry: str | None,
    vat: str | None,
    is_company: bool,
    country: str | None = "FR",
    tags: Iterable[str | None] = (),
) -> str:
    """Legal profile of a customer: ``consumer``, ``professional`` or ``public``.

    ``registry`` is a SIRET or a SIREN, spaces allowed; ``vat`` a VAT number; ``country``
    an ISO code, empty for unknown.  A number proves a professional; without one the
    careful profile wins, because the fixed recovery fee may never be asked of a consumer
    (Code de commerce, L441-10 and D441-5; CPCE, L111-8).

    >>> guess_profile("552 100 554 00013", None, True)
    'professional'
    >>> guess_profile(None, "FR40303265045", True)
    'professional'

    INSEE gives numbers that begin with 1 or 2 to public bodies.

    >>> guess_profile("21690123100011", None, True)
    'public'

    A name alone, even ticked "company", proves nothing in France: it may be a flat
    owners' association or a club.  Abroad there is no SIRET to ask for.

    >>> guess_profile(None, None, True)
    'consumer'
    >>> guess_profile(None, None, True, country="CH")
    'professional'
    >>> guess_profile("12", "", False)
    'consumer'

    What a person said of the customer's tags wins, when they agree.

    >>> guess_profile(None, None, True, tags=["public", None])
    'public'
    >>> guess_profile("552 100 554 00013", None, True, tags=["public", "consumer"])
    'professional'
    """
    named = {tag for tag in tags if tag}
    if len(named) == 1:
        return named.pop()
    digits = re.sub(r"\s", "", registry or "")
    if re.fullmatch(r"\d{9}(\d{5})?", digits):
        return PUBLIC if digits[0] in "12" else PROFESSIONAL
    if len(re.sub(r"\W", "", vat or "")) > 4:
        return PROFESSIONAL
    if is_company and country and country != "FR":
        return PROFESSIONAL
    return CONSUMER
