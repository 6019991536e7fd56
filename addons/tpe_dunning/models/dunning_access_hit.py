from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

WINDOW = timedelta(minutes=10)
# Calls in ten minutes. An office, or a mobile operator, shares one address.
LIMITS = {"address": 300, "link": 120, "unknown": 20, "answer": 20}


class DunningAccessHit(models.Model):
    """Calls to the customer's page in the last minutes, by address and by link.

    In the database, because each worker and each server sees a part of them only.  A row
    for each call, and none above the limit: nobody waits for another one's counter.
    """

    _name = "tpe.dunning.access.hit"
    _description = "Call to the Customer's Page"
    _log_access = False

    # Not the address itself: it is only compared.
    who = fields.Char(required=True)
    at = fields.Datetime(required=True)

    _who_at = models.Index("(who, at)")

    @api.model
    def _allows(self, kind, who):
        """Count this call of ``who``; False when he called too often."""
        name = f"{kind}:{hmac(self.env(su=True), 'tpe_dunning_hit', (kind, who))[:32]}"
        now = fields.Datetime.now()
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM tpe_dunning_access_hit"
                " WHERE who = %s AND at > %s",
                name,
                now - WINDOW,
            )
        )
        if count >= LIMITS[kind]:
            return False
        self.env.execute_query(
            SQL(
                "INSERT INTO tpe_dunning_access_hit (who, at) VALUES (%s, %s)"
                " RETURNING id",
                name,
                now,
            )
        )
        return True

    @api.model
    def _is_full(self, kind, who):
        """Whether ``who`` has used up his calls, without counting one."""
        name = f"{kind}:{hmac(self.env(su=True), 'tpe_dunning_hit', (kind, who))[:32]}"
        return (
            self.sudo().search_count(
                [("who", "=", name), ("at", ">", fields.Datetime.now() - WINDOW)],
                limit=LIMITS[kind],
            )
            >= LIMITS[kind]
        )

    @api.autovacuum
    def _gc_hits(self):
        self.env.cr.execute(
            SQL(
                "DELETE FROM tpe_dunning_access_hit WHERE at < %s",
                fields.Datetime.now() - timedelta(days=1),
            )
        )
        return self.env.cr.rowcount, False
