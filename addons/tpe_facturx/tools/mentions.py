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
