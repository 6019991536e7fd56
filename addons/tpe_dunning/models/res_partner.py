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
        return self._dunning_recipients()[self.id]

    def _dunning_recipients(self):
        """``{customer id: contact}``, read together; the contact may be empty."""
        candidates = {}
        for partner in self:
            chosen = partner.sudo().tpe_dunning_contact_id.id
            invoicing = partner.address_get(["invoice"])["invoice"]
            candidates[partner.id] = [i for i in (chosen, invoicing, partner.id) if i]
        known = self.browse(
            dict.fromkeys(i for ids in candidates.values() for i in ids)
        )
        usable = {
            contact.id: contact
            for contact in known
            if contact.active and contact.email_normalized
        }
        return {
            partner_id: next((usable[i] for i in ids if i in usable), self.browse())
            for partner_id, ids in candidates.items()
        }
