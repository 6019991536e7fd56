from odoo import api, models

from ..tools import injunction


class DunningInjunctionCourt(models.Model):
    """Which court, on which form, and on what the claim is founded, in words."""

    _inherit = "tpe.dunning.injunction"

    @api.model
    def _court_hint(self, profile):
        """Where the claim goes, by legal profile (CPC, 1405 and 1406)."""
        court = injunction.court(profile)
        if court.kind == "administrative":
            return self.env._(
                "Public buyer: there is no order for payment. Claim in writing from the "
                "body itself, then from the prefect, then before the administrative "
                "court. This path is to be confirmed with a lawyer."
            )
        if court.kind == "commercial":
            return self.env._(
                "Order for payment, form %(form)s: commercial court (or tribunal des activités "
                "économiques) of the debtor's domicile (CPC, article 1406). A debtor who "
                "is no trader, such as a liberal profession or an association, goes to "
                "the judicial court instead, on form %(other)s.",
                form=court.form,
                other=injunction.court("consumer").form,
            )
        return self.env._(
            "Order for payment, form %s: judicial court of the debtor's domicile (CPC, "
            "article 1406).",
            court.form,
        )

    def _basis(self):
        """Articles the claim is founded on, by legal profile."""
        self.ensure_one()
        if self.profile == "professional":
            return self.env._(
                "Principal: the contracts invoiced (Code civil, article 1103). Interest: "
                "Code de commerce, article L441-10 II. Fixed recovery fee of 40 euros "
                "for each invoice: articles L441-10 II and D441-5."
            )
        if self.profile == "public":
            return self.env._(
                "Principal: the contracts invoiced. Interest and fixed recovery fee: "
                "Code de la commande publique (articles to be confirmed)."
            )
        return self.env._(
            "Principal: the contracts invoiced (Code civil, article 1103). Interest at "
            "the legal rate from the formal notice: Code civil, articles 1231-6 and "
            "1344-1."
        )

    def _is_small(self):
        """Whether a commissaire de justice may settle it with the debtor's consent."""
        self.ensure_one()
        return (
            self.court_kind != "administrative"
            and self.amount_total <= injunction.SIMPLIFIED_LIMIT
        )
