import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

VALID_DAYS = 90


class DunningAccess(models.Model):
    """The link to the page of one customer in one company."""

    _name = "tpe.dunning.access"
    _description = "Link to the Customer's Page"
    _inherit = "tpe.outside.link"
    _order = "visited_on desc, id desc"
    _link_path = "/tpe/pay/"

    company_id = fields.Many2one(default=None, index=False, ondelete="cascade")
    issued_on = fields.Date(required=True, readonly=True)
    expires_on = fields.Date(required=True)
    revoked = fields.Boolean(readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True)
    visited_on = fields.Date(string="Last visit", readonly=True)
    # Written first by each form: two answers at once cannot both go through.
    answered_at = fields.Datetime(string="Last answer", readonly=True)

    _once = models.UniqueIndex("(company_id, partner_id)")

    @api.depends("partner_id", "company_id")
    def _compute_display_name(self):
        for access in self:
            access.display_name = access.partner_id.display_name

    def _reader(self):
        """Who the page is for: it speaks his language."""
        customer = self.partner_id.with_company(self.company_id)
        return customer._dunning_recipient() or customer

    def _is_open(self):
        return not self.revoked and super()._is_open()

    @api.model
    def _of(self, partner, company):
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", partner.commercial_partner_id.id),
            ]
        )

    @api.model
    def _issue(self, partner, company):
        """The access of this customer, made, or good for another 90 days.

        After a revocation the address is a new one: the old one stays dead.
        """
        self._issue_all(partner, company)
        return self._of(partner, company)

    @api.model
    def _issue_all(self, partners, company):
        """The same for many customers, in one statement.

        Two workers may write to the same customer: the second one uses the first's.
        """
        payers = partners.commercial_partner_id.ids
        today = company._dunning_today()
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO tpe_dunning_access AS old
                       (company_id, partner_id, key, issued_on, expires_on, revoked,
                        create_uid, create_date, write_uid, write_date)
                SELECT %(company)s, payer, key, %(issued)s, %(expires)s, FALSE,
                       %(user)s, now() AT TIME ZONE 'UTC', %(user)s,
                       now() AT TIME ZONE 'UTC'
                  FROM unnest(%(payers)s::int[], %(keys)s::text[]) AS new (payer, key)
                    ON CONFLICT (company_id, partner_id) DO UPDATE SET
                       key = CASE WHEN old.revoked THEN EXCLUDED.key ELSE old.key END,
                       issued_on = EXCLUDED.issued_on,
                       expires_on = EXCLUDED.expires_on,
                       revoked = FALSE,
                       revoked_by_id = CASE
                           WHEN old.revoked THEN NULL ELSE old.revoked_by_id END,
                       write_uid = EXCLUDED.write_uid,
                       write_date = EXCLUDED.write_date
                 WHERE old.revoked OR old.expires_on <> EXCLUDED.expires_on
             RETURNING id
                """,
                company=company.id,
                payers=payers,
                keys=[secrets.token_urlsafe(16) for _payer in payers],
                issued=today,
                expires=today + timedelta(VALID_DAYS),
                user=self.env.uid,
            )
        )
        self.invalidate_model()

    def _visited(self):
        """Remember the day; a second look at the page writes nothing."""
        today = self.company_id._dunning_today()
        if self.visited_on != today:
            self.visited_on = today

    def action_revoke(self):
        """The address stops working; the next message brings a new one."""
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(self.env._("You may read this, not change it."))
        self.check_access("read")
        self.sudo().write({"revoked": True, "revoked_by_id": self.env.uid})
        return True
