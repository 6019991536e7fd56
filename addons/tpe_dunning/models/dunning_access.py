import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, consteq
from odoo.tools.misc import hmac

from ..tools import visitor

VALID_DAYS = 90
PATH = "/tpe/pay/"


class DunningAccess(models.Model):
    """The link to the page of one customer in one company.

    The address holds a random key, which finds this record, and its signature with the
    secret of the database, which nobody can make from a copy of the table alone.
    """

    _name = "tpe.dunning.access"
    _description = "Link to the Customer's Page"
    _order = "visited_on desc, id desc"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS)
    issued_on = fields.Date(required=True, readonly=True)
    expires_on = fields.Date(required=True, readonly=True)
    revoked = fields.Boolean(readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True)
    visited_on = fields.Date(string="Last visit", readonly=True)
    # Written first by each form: two answers at once cannot both go through.
    answered_at = fields.Datetime(string="Last answer", readonly=True)

    _once = models.UniqueIndex("(company_id, partner_id)")
    _key_uniq = models.UniqueIndex("(key)")

    @api.depends("partner_id", "company_id")
    def _compute_display_name(self):
        for access in self:
            access.display_name = access.partner_id.display_name

    def _signature(self):
        """What only this database can say of the key, for this customer and company."""
        access = self.sudo()
        message = (access.key or "", access.company_id.id, access.partner_id.id)
        signed = hmac(self.env(su=True), "tpe_dunning_page", message)
        return signed[: visitor.SIGNATURE_LENGTH]

    @api.model
    def _find(self, token):
        """The access that ``token`` opens, or an empty record.

        Unknown, forged, expired, revoked and malformed cost the same: one search by the
        key, one signature, one comparison.
        """
        key, signature = visitor.split(token)
        access = self.sudo().search([("key", "=", key)])
        genuine = consteq(access._signature(), signature)
        if not (access and genuine) or access.revoked:
            return self.sudo().browse()
        if access.expires_on < access.company_id._dunning_today():
            return self.sudo().browse()
        return access

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

    def _path(self):
        self.ensure_one()
        return f"{PATH}{self.sudo().key}{self._signature()}"

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
