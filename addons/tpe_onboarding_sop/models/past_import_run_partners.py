from odoo import models

from ..tools.past_types import key_of
from .past_import_run import QUIET


class PastImport(models.Model):
    """The customers that a file brings."""

    _inherit = "tpe.past.import"

    def _write_partners(self, parties):
        """``{party: partner}``; those of the books are left as they are."""
        new = [party for party in parties if not party.partner]
        countries = self._countries()
        records = (
            self.env["res.partner"]
            .with_context(**QUIET)
            .create([self._partner_values(party.customer, countries) for party in new])
        )
        return dict(zip(new, records, strict=True))

    def _countries(self):
        """``{code or name: country}``, in French and in English."""
        found = {}
        for lang in ("en_US", "fr_FR"):
            for country in (
                self.env["res.country"]
                .with_context(lang=lang)
                .search([("code", "!=", False)])
            ):
                found[key_of(country.code)] = country.id
                found[key_of(country.name)] = country.id
        return found

    def _partner_values(self, customer, countries):
        home = self.company_id.country_id.id
        return {
            "name": customer.name,
            "ref": customer.ref or False,
            "vat": customer.vat or False,
            "company_registry": customer.registry or False,
            # In doubt a consumer: the careful law applies.
            "is_company": bool(customer.vat or customer.registry),
            "email": customer.email or False,
            "phone": customer.phone or False,
            "street": customer.street or False,
            "zip": customer.zip or False,
            "city": customer.city or False,
            "country_id": countries.get(key_of(customer.country), home),
            "lang": self.company_id.partner_id.lang,
            "customer_rank": 1,
            "tpe_past_import_id": self.id,
        }

    def _partner(self, party, partners):
        if party.partner:
            return self.env["res.partner"].browse(party.partner)
        return partners[party]

    # --- Invoices and credit notes --------------------------------------------------------
