from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    tpe_dunning_policy_id = fields.Many2one(
        "tpe.dunning.policy",
        string="Reminder policy",
        company_dependent=True,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Empty: the policy made for the tags or the profile of this customer, else "
        "the one of the company.",
    )
    tpe_dunning_contact_id = fields.Many2one(
        "res.partner",
        string="Reminders go to",
        company_dependent=True,
        domain="[('id', 'child_of', commercial_partner_id)]",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Empty: the invoicing contact, else the customer itself.",
    )
    tpe_reminder_count = fields.Integer(
        string="Reminders sent",
        compute="_compute_tpe_reminder_count",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_tpe_reminder_count(self):
        counts = dict(
            self.env["tpe.dunning.reminder"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("state", "=", "sent"),
                ],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.tpe_reminder_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_tpe_reminders(self):
        """Open the reminders of this customer."""
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "tpe_dunning.dunning_reminder_action_history"
            ),
            "domain": [("partner_id", "in", self.commercial_partner_id.ids)],
            "context": {},
        }

    def _dunning_recipient(self):
        """The contact who receives the reminders of this customer, or an empty record.

        The one a person chose, the invoicing contact, then the customer itself.
        """
        self.ensure_one()
        chosen = self.sudo().tpe_dunning_contact_id.sudo(self.env.su)
        invoicing = self.browse(self.address_get(["invoice"])["invoice"])
        for contact in chosen | invoicing | self:
            if contact.active and contact.email_normalized:
                return contact
        return self.browse()
