"""Who a customer of the file is in the books: by number first, by name last.

>>> found = keys(Customer(None, "Bâti Sud", vat="FR 83 404 833 048", email="A@b.fr"))
>>> found[0], found[1], found[2]
(('vat', 'FR83404833048'), ('siren', '404833048'), ('email', 'a@b.fr'))
>>> clean, wrong = cleaned(Customer(None, "Bâti Sud", registry="404 833 049"))
>>> clean.registry, wrong
('', ['registry'])
>>> known = {("name", "bati sud"): {7, 8}, ("ref", "c1"): {8}}
>>> choose(keys(Customer(None, "Bâti Sud", ref="C1")), known, {})
({8}, 'ref')
>>> choose(keys(Customer(None, "Bâti Sud")), known, {})[0] == {7, 8}
True
>>> named = keys(Customer(None, "Bâti Sud", registry="404833048"))
>>> choose(named, {("name", "bati sud"): {7}}, {7: "552100554"})
(set(), '')
"""

import re
from dataclasses import replace

from stdnum.eu import vat as eu_vat
from stdnum.fr import siren, siret

from .past_types import Customer, key_of, name_key

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def _compact(text):
    return re.sub(r"[\s.\-_/]", "", text).upper()


def siren_of(registry, vat=""):
    """The SIREN in a SIRET, a SIREN or a French VAT number, or nothing."""
    number = _compact(registry)
    if siret.is_valid(number) or siren.is_valid(number):
        return number[:9]
    number = _compact(vat)
    if number.startswith("FR") and siren.is_valid(number[4:]):
        return number[4:]
    return ""


def cleaned(customer):
    """``(customer, names of what is no such number)``: these are left out."""
    wrong = []
    changes = {}
    if customer.vat:
        changes["vat"] = _compact(customer.vat)
        if not eu_vat.is_valid(changes["vat"]):
            wrong.append("vat")
    if customer.registry:
        changes["registry"] = _compact(customer.registry)
        if not siren_of(customer.registry):
            wrong.append("registry")
    if customer.email and not EMAIL.fullmatch(customer.email):
        wrong.append("email")
    return replace(customer, **{**changes, **dict.fromkeys(wrong, "")}), wrong


def keys(customer):
    """``[(kind, value)]`` by which he may be known, the surest first."""
    found = [
        ("vat", _compact(customer.vat)),
        ("siren", siren_of(customer.registry, customer.vat)),
        ("email", customer.email.strip().lower()),
        ("ref", key_of(customer.ref)),
        ("name", name_key(customer.name)),
    ]
    return [(kind, value) for kind, value in found if value]


def two(one, other, by):
    """Whether two of a file that ``by`` makes one are two: each has a code of his own.

    >>> one, other = Customer(None, "Dupont", ref="D1"), Customer(None, "Dupont", ref="D2")
    >>> two(one, other, "name"), two(one, other, "siren"), two(one, one, "name")
    (True, False, False)
    """
    codes = {key_of(each.ref) for each in (one, other)} - {""}
    return by not in ("vat", "siren") and len(codes) == 2


def choose(wanted, known, sirens):
    """``(who it may be, by which kind of key)``: empty is nobody, two are too many.

    Another company number is another company, whatever its name or address.
    """
    own = dict(wanted).get("siren")
    found, by = set(), ""
    for key in wanted:
        those = known.get(key, set())
        if own and key[0] not in ("vat", "siren"):
            those = {one for one in those if sirens.get(one, own) == own}
        if not those:
            continue
        if not found:
            found, by = set(those), key[0]
        elif found & those and len(found) > 1:
            found, by = found & those, key[0]
        if len(found) == 1:
            break
    return found, by


def called(text):
    """The keys of a customer that an invoice only names: by code, name or number."""
    return keys(Customer(None, text, ref=text, vat=text, registry=text, email=text))
