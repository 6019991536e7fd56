from odoo import fields, models

# Forms of companies that have a share capital and are registered with a court.
WITH_CAPITAL = ("SARL", "EURL", "SAS", "SASU", "SA", "SNC", "SCA", "SELARL", "SELAS")
SIREN_DIGITS = 9


class ResCompany(models.Model):
    """Who the firm is for the law, and who signs for it."""

    _inherit = "res.company"

    tpe_legal_form = fields.Char(
        string="Legal form", help="SARL, SAS, EI (sole trader), association…"
    )
    tpe_share_capital = fields.Monetary(
        string="Share capital", help="Zero: there is none, or it is not printed."
    )
    tpe_rcs_city = fields.Char(
        string="RCS of",
        help="City of the court that keeps the register (RCS). Empty: not registered.",
    )
    tpe_signer_name = fields.Char(
        string="Who signs", help="Name under the formal notices."
    )
    tpe_signer_role = fields.Char(
        string="Quality of who signs", help="Manager, chairman, owner…"
    )

    def _tpe_legal_identity(self):
        """« SARL au capital de 10 000,00 € – RCS Lyon 552 100 554 », as far as it is known."""
        self.ensure_one()
        words = self.tpe_legal_form or ""
        if self.tpe_share_capital:
            capital = self.currency_id.with_env(self.env).format(self.tpe_share_capital)
            words = self.env._(
                "%(form)s with a share capital of %(capital)s",
                form=words,
                capital=capital,
            ).strip()
        rcs = ""
        if self.tpe_rcs_city:
            rcs = f"RCS {self.tpe_rcs_city} {self._tpe_siren()}".strip()
        return " – ".join(filter(None, (words, rcs)))

    def _tpe_siren(self):
        """« 552 100 554 », the first nine digits of the SIREN or SIRET; empty without."""
        digits = "".join(filter(str.isdigit, self.company_registry or ""))
        digits = digits[:SIREN_DIGITS]
        return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))

    def _tpe_missing_identity(self):
        """What a formal notice should name and nobody wrote down yet, in words."""
        self.ensure_one()
        asked = ["tpe_legal_form", "company_registry"]
        form = (self.tpe_legal_form or "").split(" ")[0].upper()
        if form in WITH_CAPITAL:
            asked += ["tpe_share_capital", "tpe_rcs_city"]
        asked += ["tpe_signer_name", "tpe_signer_role"]
        labels = {
            name: "SIREN" if name == "company_registry" else self._tpe_label(name)
            for name in asked
        }
        return [labels[name] for name in asked if not self[name]]

    def _tpe_label(self, name):
        return self._fields[name]._description_string(self.env)
