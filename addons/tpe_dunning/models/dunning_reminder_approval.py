from odoo import api, fields, models

from .dunning_reminder import OPEN_STATES

FORMAL = "3"


class DunningReminderApproval(models.Model):
    """What the person who approves a formal notice should know; no customer reads it."""

    _inherit = "tpe.dunning.reminder"

    approval_missing = fields.Char(compute="_compute_approval")
    approval_unconfirmed = fields.Text(compute="_compute_approval")

    signer = fields.Char(
        compute="_compute_signer", help="Who signs the formal notice, and as what."
    )

    @api.depends("company_id.tpe_signer_name", "company_id.tpe_signer_role")
    def _compute_signer(self):
        for reminder in self:
            company = reminder.company_id
            names = (company.tpe_signer_name, company.tpe_signer_role)
            reminder.signer = ", ".join(filter(None, names))

    @api.depends("rank", "state", "profile")
    @api.depends_context("lang")
    def _compute_approval(self):
        for reminder in self:
            company = reminder.company_id
            open_states = (*OPEN_STATES, "failed", "bounced")
            asks = (
                reminder.rank == FORMAL
                and reminder.state in open_states
                and company._has_french_law()
            )
            missing = asks and company.sudo()._tpe_missing_identity()
            reminder.approval_missing = ", ".join(missing or ())
            public = asks and reminder.profile == "public"
            reminder.approval_unconfirmed = public and "\n".join(
                f"• {item}" for item in self._unconfirmed_for_public()
            )

    def action_open_identity(self):
        """Open the settings where the firm says who it is."""
        return self.env["ir.actions.actions"]._for_xml_id(
            "tpe_base.res_config_settings_action"
        )

    @api.model
    def _unconfirmed_for_public(self):
        """What the notice to a public buyer rests on, and no source here confirms."""
        return [
            self.env._(
                "Rate: ECB plus 8 points, that of the semester in which interest begins "
                "(Code de la commande publique, R2192-31)."
            ),
            self.env._(
                "Fixed fee of 40 euros (Code de la commande publique, D2192-35)."
            ),
            self.env._("Term of 30 days (Code de la commande publique, R2192-10)."),
            self.env._(
                "Four years to claim, from 1 January after the claim arose (law 68-1250 "
                "of 31 December 1968)."
            ),
            self.env._(
                "Order for payment: whether this way is open against a public body (no "
                "article found here)."
            ),
        ]
