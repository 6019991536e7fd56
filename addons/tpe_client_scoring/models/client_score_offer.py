from odoo import models
from odoo.exceptions import UserError


class ClientScoreOffer(models.Model):
    """What would make a customer pay, in words, and proposing it."""

    _inherit = "tpe.client.score"

    def _remedy_cards(self):
        """The computed ones, then what helps with who pays late."""
        cards = [self._computed_card(remedy) for remedy in self._remedies()]
        if self.delay_status in ("watch", "toxic") or self.late_amount:
            cards += self._careful_cards()
        proposed = {
            remedy.kind: remedy.id
            for remedy in self._remedies_of(self.company_id, self.partner_id)
            if remedy.state == "proposed"
        }
        return [{**card, "proposed": proposed.get(card["kind"])} for card in cards]

    def _computed_card(self, remedy):
        labels = {
            "price": self.env._("Prices %s higher", self._percentage(remedy.value)),
            "deposit": self.env._(
                "A deposit of %s at the order", self._percentage(remedy.value)
            ),
            "term": self.env._(
                "Paid within %s days of the invoice", self._number(remedy.value)
            ),
            "hours": self.env._("At most %s hours a month", self._number(remedy.value)),
        }
        target = self._percentage(self.company_id._scoring_grid().target_margin)
        gain = self._euros(remedy.euros_per_month)
        effect = (
            self.env._(
                "+%(gain)s a month: reaches %(target)s of net margin",
                gain=gain,
                target=target,
            )
            if remedy.reaches
            else self.env._(
                "+%(gain)s a month: not enough alone for %(target)s of net margin",
                gain=gain,
                target=target,
            )
        )
        return self._card(remedy.kind, labels[remedy.kind], effect, remedy.reaches)

    def _careful_cards(self):
        policy = self.env._("another reminder policy for this customer")
        limit = self.env._("Credit limit of %s", self._euros(self._safe_credit()))
        warned = self.env._("what he buys within the usual term; Odoo warns above it")
        shown = self.env._("shown on his invoices and quotes, to your team only")
        return [
            self._card("policy", self.env._("Stricter reminders"), policy),
            self._card("credit", limit, warned),
            self._card("trust", self.env._("Degree of trust: bad debtor"), shown),
        ]

    def _card(self, kind, label, effect, reaches=False):
        return {"kind": kind, "label": label, "effect": effect, "reaches": reaches}

    def _safe_credit(self):
        """What he is billed within the usual term, to the next hundred."""
        grid = self.company_id._scoring_grid()
        a_month = self.billed / (self.months or 1)
        return -(-a_month * grid.delay_good // (30 * 100)) * 100

    def action_propose(self, kind):
        """Prepare a remedy and open it: it changes nothing before a person applies it."""
        self.ensure_one()
        self.env.user._tpe_check_manager()
        self.check_access("read")
        card = next((c for c in self._remedy_cards() if c["kind"] == kind), None)
        if not card:
            raise UserError(self.env._("This remedy does not fit this customer now."))
        remedies = self.env["tpe.client.remedy"]
        remedy = remedies.browse(card["proposed"] or ()) or remedies.create(
            self._remedy_values(kind)
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remedy"),
            "res_model": "tpe.client.remedy",
            "res_id": remedy.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _remedy_values(self, kind):
        found = {remedy.kind: remedy for remedy in self._remedies()}.get(kind)
        values = {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "kind": kind,
            "euros_per_month": found.euros_per_month if found else 0,
        }
        if kind in ("price", "deposit"):
            values["percent"] = found.value
        elif kind == "hours":
            values["hours"] = found.value
        elif kind == "term":
            values["term_id"] = self._nearest_term(found.value).id
        elif kind == "credit":
            values["credit_limit"] = self._safe_credit()
        return values

    def _nearest_term(self, days):
        """The longest of the company's terms that is paid within ``days``."""
        terms = self.env["account.payment.term"].search(
            [("company_id", "in", (False, self.company_id.id))]
        )
        lasting = {
            term: max(term.line_ids.mapped("nb_days"), default=0)
            for term in terms
            if set(term.line_ids.mapped("delay_type")) <= {"days_after"}
        }
        within = [term for term, last in lasting.items() if last <= days]
        return max(within, key=lasting.get, default=terms.browse())

    def _remedies_of(self, company, partner):
        return self.env["tpe.client.remedy"].search(
            [("company_id", "=", company.id), ("partner_id", "=", partner.id)], limit=20
        )

    def _remedies_done(self, company, partner):
        return [
            {
                "id": remedy.id,
                "label": remedy.display_name.split(" – ")[0],
                "state": remedy._fields["state"].convert_to_export(
                    remedy.state, remedy
                ),
                "change": f"{remedy.before_text} → {remedy.after_text}"
                if remedy.after_text
                else "",
                "by": remedy.applied_by_id.sudo().name or "",
                "on": self._day_word(remedy.applied_on),
            }
            for remedy in self._remedies_of(company, partner)
            if remedy.state != "dropped"
        ]
