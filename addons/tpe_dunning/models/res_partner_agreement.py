from odoo import api, fields, models


class ResPartnerAgreement(models.Model):
    """Whether a customer keeps his word, and what is running with him."""

    _inherit = "res.partner"

    tpe_promise_count = fields.Integer(
        string="Promises to pay",
        compute="_compute_tpe_promises",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )
    tpe_promise_words = fields.Char(
        string="Keeps his word",
        compute="_compute_tpe_promises",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    @api.depends_context("allowed_company_ids", "lang")
    def _compute_tpe_promises(self):
        counts = {}
        for partner, state, count in self.env["tpe.dunning.promise"]._read_group(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "in", self.env.companies.ids),
                ("state", "!=", "cancelled"),
            ],
            ["partner_id", "state"],
            ["__count"],
        ):
            counts.setdefault(partner, {})[state] = count
        for partner in self:
            found = counts.get(partner.commercial_partner_id, {})
            partner.tpe_promise_count = sum(found.values())
            partner.tpe_promise_words = self.env._(
                "%(kept)s kept, %(broken)s broken",
                kept=found.get("kept", 0),
                broken=found.get("broken", 0),
            )

    def action_open_tpe_promises(self):
        """Open what this customer promised so far."""
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "tpe_dunning.dunning_promise_action"
            ),
            "domain": [("partner_id", "child_of", self.commercial_partner_id.ids)],
            "context": {"default_partner_id": self.commercial_partner_id[:1].id},
        }
