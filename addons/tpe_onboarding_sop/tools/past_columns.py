"""What the columns of a sheet hold, by their titles, in French or in English.

>>> titles = ("N° de facture", "Client", "Date", "Montant TTC", "Reste dû", "Notes")
>>> roles_of(INVOICES, titles)
['number', 'customer', 'date', 'amount', 'open', None]
>>> sheet_of("Règlements"), sheet_of("Feuil1")
('settlements', None)
>>> guess(("Facture", "Date de règlement", "Montant réglé"))
'settlements'
>>> guess(titles), guess(("Nom", "SIREN", "Ville")), guess(("Alpha", "Bêta"))
('invoices', 'customers', None)

A list of amounts that does not say of which invoices is no list of customers.

>>> guess(("Client", "Date", "Montant TTC")), guess(("Client", "Solde", "Non échu"))
(None, None)
"""

from .past_types import words

CUSTOMERS, INVOICES, SETTLEMENTS = "customers", "invoices", "settlements"
SHEETS = {
    CUSTOMERS: ("clients", "client", "customers", "tiers"),
    INVOICES: ("factures", "facture", "invoices", "creances"),
    SETTLEMENTS: ("reglements", "reglement", "settlements", "payments", "paiements"),
}
_PERSON = {
    "vat": ("n tva", "tva", "numero de tva", "tva intracommunautaire", "n de tva")
    + ("vat", "vat number"),
    "registry": ("siren", "siret", "siren ou siret", "siren siret", "siren or siret"),
    "email": ("e mail", "email", "mail", "courriel", "adresse e mail"),
    "phone": ("telephone", "tel", "phone"),
    "street": ("adresse", "rue", "street", "address"),
    "zip": ("code postal", "cp", "zip", "postcode"),
    "city": ("ville", "city"),
    "country": ("pays", "country"),
}
_NUMBER = ("n de facture", "n facture", "no facture", "numero de facture", "numero") + (
    *("facture", "piece", "n piece", "n", "number", "invoice", "invoice number"),
    *(
        "no de facture",
        "num facture",
        "numero facture",
        "ref facture",
        "reference facture",
    ),
    *("numero de piece", "n de piece"),
)
_CUSTOMER = (
    "client",
    "nom du client",
    "customer",
    "tiers",
    "raison sociale",
    "nom",
) + (*("nom client", "nom ou raison sociale", "societe"),)
_CODE = ("code client", "reference client", "code tiers", "customer reference") + (
    *("ref client", "n client", "numero client"),
)
_PAID = {
    "date": ("date de reglement", "date reglement", "reglee le", "regle le")
    + ("date de paiement", "payee le", "settled on", "payment date")
    + ("date paiement", "paye le", "date d encaissement", "date encaissement"),
    "amount": ("montant regle", "montant du reglement", "montant paye", "regle")
    + ("settled amount", "amount settled", "montant paiement", "montant encaisse")
    + ("montant reglement",),
    "kind": (
        "nature",
        "mode de reglement",
        "mode",
        "kind",
        "mode de paiement",
        "reglement",
    ),
}
TITLES = {
    CUSTOMERS: {
        "name": ("name", *_CUSTOMER),
        "ref": ("reference", "ref", "code", *_CODE),
        **_PERSON,
    },
    INVOICES: {
        "number": _NUMBER,
        "customer": _CUSTOMER,
        "ref": _CODE,
        "date": ("date", "date de facture", "date facture", "invoice date", "emise le")
        + ("date d emission", "date emission", "date de la facture"),
        "due": ("echeance", "date d echeance", "date echeance", "due date")
        + ("a regler le", "a payer le"),
        "amount": ("montant ttc", "total ttc", "ttc", "montant", "amount")
        + ("amount incl vat", "total"),
        "open": ("reste du", "reste a payer", "solde", "solde du", "restant du")
        + ("open amount", "montant restant du", "reste a regler", "montant du")
        + ("solde restant du",),
        "untaxed": ("montant ht", "total ht", "ht", "amount excl vat"),
        "currency": ("devise", "currency"),
        "paid_on": _PAID["date"],
        "paid": _PAID["amount"],
        "kind": _PAID["kind"],
        **_PERSON,
    },
    SETTLEMENTS: {
        "number": _NUMBER,
        "customer": (*_CUSTOMER, *_CODE),
        "date": ("date", *_PAID["date"]),
        "amount": ("montant", "amount", *_PAID["amount"]),
        "kind": ("type", *_PAID["kind"]),
    },
}
NEEDED = {
    CUSTOMERS: {"name"},
    INVOICES: {"number", "customer", "date", "amount"},
    SETTLEMENTS: {"date", "amount"},
}
BY_TITLE = {
    sheet: {title: role for role, titles in roles.items() for title in titles}
    for sheet, roles in TITLES.items()
}


def sheet_of(title):
    """Which of the three sheets carries this title, if any."""
    plain = words(title)
    return next((sheet for sheet, names in SHEETS.items() if plain in names), None)


def roles_of(sheet, titles):
    """The role of each column; a role is held by the first column that claims it."""
    roles = []
    for title in titles:
        role = BY_TITLE[sheet].get(words(title))
        roles.append(None if role in roles else role)
    return roles


def fits(sheet, titles):
    """Whether these titles name all that the sheet needs."""
    return NEEDED[sheet] <= set(roles_of(sheet, titles))


def guess(titles):
    """Which sheet has such titles; one that names nobody's debts is a list of customers."""
    kinds = [INVOICES, SETTLEMENTS]
    if not any({"amount", "open"} & {*roles_of(sheet, titles)} for sheet in kinds):
        kinds.append(CUSTOMERS)
    return next((sheet for sheet in kinds if fits(sheet, titles)), None)
