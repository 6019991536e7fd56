from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import regime


class LateInterestRate(models.Model):
    """A rate of the law, in force from a day on, with where it was read."""

    _name = "tpe.late.interest.rate"
    _description = "Late-payment Rate"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "kind, valid_from desc"

    kind = fields.Selection(
        [
            ("ecb", "ECB refinancing rate"),
            ("legal", "Legal rate, claims of professionals"),
        ],
        required=True,
    )
    valid_from = fields.Date(
        required=True, help="1 January or 1 July: the rate holds for the semester."
    )
    rate = fields.Float(string="Rate (%)", digits=(5, 2), required=True)
    source = fields.Char(
        required=True, help="Where the figure was read: an address, a decree."
    )
    confirmed = fields.Boolean(
        help="Read in a dated source, or checked by a person.", tracking=True
    )

    _one_per_day = models.UniqueIndex(
        "(kind, valid_from)", "This rate is already known for that day."
    )
    _positive = models.Constraint("CHECK (rate >= 0)", "A rate cannot be negative.")

    @api.depends("kind", "valid_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rate in self:
            day = format_date(self.env, rate.valid_from)
            rate.display_name = " ".join(filter(None, [kinds.get(rate.kind), day]))

    @api.model
    def _known(self, kind):
        """``[(valid_from, percent)]`` of a kind, oldest first."""
        rates = self.sudo().search([("kind", "=", kind)], order="valid_from")
        return [(rate.valid_from, rate.rate) for rate in rates]

    @api.model
    def _cron_missing_rates(self):
        """Ask a person for the rates of the semester that nobody typed yet."""
        today = fields.Date.context_today(self.with_context(tz="Europe/Paris"))
        for kind in ("ecb", "legal"):
            newest = self.search([("kind", "=", kind)], limit=1)
            late = newest and regime.is_provisional(
                [(newest.valid_from, newest.rate)], today
            )
            if late and not newest.activity_ids:
                newest._ask_for(regime.semester(today))

    def _ask_for(self, day):
        """One activity for each manager: the figures are provisional until then."""
        managers = self.env.ref("tpe_base.group_tpe_manager").all_user_ids
        for user in managers.filtered(lambda user: not user.share and user.active):
            speaking = self.with_context(lang=user.lang)
            kinds = dict(self._fields["kind"]._description_selection(speaking.env))
            speaking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=speaking.env._("Late-payment rate to fill in"),
                note=speaking.env._(
                    "« %(kind)s » is not known from %(day)s on. Until somebody adds it, "
                    "the last one is carried on and the interest is marked provisional.",
                    kind=kinds[self.kind],
                    day=format_date(speaking.env, day),
                ),
            )
