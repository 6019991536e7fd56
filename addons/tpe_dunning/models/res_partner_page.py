from odoo import api, fields, models


class ResPartnerPage(models.Model):
    """The page of a customer, which he opens without a login."""

    _inherit = "res.partner"

    tpe_dunning_access_id = fields.Many2one(
        "tpe.dunning.access",
        string="Customer's page",
        compute="_compute_tpe_dunning_access_id",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )
    tpe_dunning_page_expires_on = fields.Date(
        string="Page open until",
        compute="_compute_tpe_dunning_access_id",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Each message to this customer opens his page for another 90 days.",
    )
    tpe_dunning_page_visited_on = fields.Date(
        string="Page last seen",
        compute="_compute_tpe_dunning_access_id",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    @api.depends_context("company")
    def _compute_tpe_dunning_access_id(self):
        found = {
            access.partner_id: access
            for access in self.env["tpe.dunning.access"].search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("revoked", "=", False),
                ]
            )
        }
        for partner in self:
            access = found.get(partner.commercial_partner_id)
            partner.tpe_dunning_access_id = access
            partner.tpe_dunning_page_expires_on = access and access.expires_on
            partner.tpe_dunning_page_visited_on = access and access.visited_on

    def action_revoke_tpe_page(self):
        """The address that was sent stops working, in the current company."""
        self.check_access("read")
        accesses = self.env["tpe.dunning.access"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", self.commercial_partner_id.ids),
            ]
        )
        accesses.action_revoke()
        return True

    def _dunning_page_url(self, company):
        """The address of the page of this customer in ``company``.

        Made if it does not exist; nothing while it is revoked, until a message leaves.
        A screen that only reads cannot make it: it shows an address that opens nothing.
        """
        self.ensure_one()
        accesses = self.env["tpe.dunning.access"].sudo()
        access = accesses._of(self, company)
        if not access and self.env.cr.readonly:
            return f"{company.get_base_url()}{accesses._link_path}..."
        access = access or accesses._issue(self, company)
        return False if access.revoked else company.get_base_url() + access._path()
