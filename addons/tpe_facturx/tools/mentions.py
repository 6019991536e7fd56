"""What the law wants written on an invoice, when the firm wrote nothing of its own.

French on purpose: these are the words of the invoice, whatever the user's language is.

>>> FRANCHISE
('VATEX-FR-FRANCHISE', 'TVA non applicable, art. 293 B du CGI')
"""

# Code de commerce, art. L441-10 II and D441-5: 40 EUR, owed by professionals.
RECOVERY = (
    "Tout professionnel en retard de paiement est de plein droit débiteur d’une indemnité "
    "forfaitaire pour frais de recouvrement de 40 € (art. L441-10 et D441-5 du code de "
    "commerce)."
)
# Art. L441-10 II: the rate when none was agreed.
PENALTY = (
    "Pénalités de retard : taux d’intérêt appliqué par la Banque centrale européenne à son "
    "opération de refinancement la plus récente, majoré de 10 points de pourcentage "
    "(art. L441-10 du code de commerce)."
)
# Art. L441-9 I: the terms of discount, or that there are none.
DISCOUNT = "Pas d’escompte pour paiement anticipé."


def early_payment(percent: float, days: int) -> str:
    """The note AAB of an invoice whose payment terms grant a discount.

    >>> early_payment(2.5, 10)
    'Escompte de 2,5 % pour tout paiement sous 10 jours.'
    """
    rate = f"{percent:g}".replace(".", ",")
    return (
        f"Escompte de {rate} % pour tout paiement sous {days} jour{'s' * (days > 1)}."
    )


# The words beside a rate of zero: category -> (code, sentence). CGI of the day.
FRANCHISE = ("VATEX-FR-FRANCHISE", "TVA non applicable, art. 293 B du CGI")
INTRA_GOODS = ("VATEX-EU-IC", "Exonération de TVA, art. 262 ter, I du CGI")
INTRA_SERVICES = ("VATEX-EU-AE", "Autoliquidation, art. 283-2 du CGI")
CONSTRUCTION = ("VATEX-EU-AE", "Autoliquidation, art. 283-2 nonies du CGI")
EXPORT = ("VATEX-EU-G", "Exonération de TVA, art. 262, I du CGI")
OVERSEAS = ("VATEX-EU-G", "Exonération de TVA, art. 294, 2 du CGI")
# To be confirmed: some platforms write such services as exports (G).
FOREIGN_SERVICES = ("VATEX-EU-O", "TVA non applicable, art. 259-1 du CGI")
EXEMPT = ("", "Exonération de TVA")
# The margin schemes, whose VAT no invoice shows (CGI art. 266, 1 e and 297 A). The codes
# are those of XP Z12-014, use case 33, as told by who has read it: to be confirmed.
# Words: CGI, annexe II, art. 242 nonies A, I.
MARGIN = {
    "VATEX-EU-D": "Régime particulier - Agences de voyages",
    "VATEX-EU-F": "Régime particulier - Biens d’occasion",
    "VATEX-EU-I": "Régime particulier - Objets d’art",
    "VATEX-EU-J": "Régime particulier - Objets de collection et d’antiquité",
}
# What a code that a person chose says of the category of the tax; the others exempt.
CATEGORIES = {
    "VATEX-EU-AE": "AE",
    "VATEX-EU-IC": "K",
    "VATEX-EU-G": "G",
    "VATEX-EU-O": "O",
}
