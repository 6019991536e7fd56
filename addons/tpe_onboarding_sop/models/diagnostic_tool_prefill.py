from collections import Counter, defaultdict

from odoo import api, models

from odoo.addons.tpe_cashforecast.models.cash_recurring import PER_YEAR

# Beginnings of the accounts of software, hired equipment, maintenance, documentation,
# telecommunications and licences in the French chart.
ACCOUNTS = ("205", "6135", "6156", "618", "626", "628", "651")
SEEN = 800  # days, as far back as bills are looked for to see what comes back


class DiagnosticTool(models.Model):
    """What the bills that come back say: proposed, a person accepts."""

    _inherit = "tpe.diagnostic.tool"

    @api.model
    def action_prefill(self):
        """Propose the tools found in the bills of this company."""
        self.check_access("create")
        if not self._prefill(self.env.company):
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._(
                        "No other tool comes back regularly in the bills."
                    ),
                },
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_onboarding_sop.diagnostic_tool_action"
        )
        return {**action, "context": {"search_default_proposed": 1}}

    @api.model
    def _prefill(self, company):
        """One proposal for each supplier that is not in the register, refused or not."""
        known = self.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )
        taken = set(known.supplier_id.commercial_partner_id.ids)
        partners = self.env["res.partner"]
        values = []
        for partner_id, found in self._recurring(company).items():
            if partner_id in taken:
                continue
            name = found[0][0] if len(found) == 1 else ""
            values.append(
                {
                    "name": name or partners.browse(partner_id).display_name,
                    "company_id": company.id,
                    "supplier_id": partner_id,
                    "state": "proposed",
                    "monthly_cost": company.currency_id.round(
                        sum(yearly for _name, yearly, _note in found) / 12
                    ),
                    "origin": found[0][2],
                }
            )
        return self.sudo().create(values)

    def _recurring(self, company):
        """``{supplier: [(name, a year, where it was found)]}`` that may be tools.

        The bills come first; a flow typed by hand stands for a supplier without bills.
        """
        flows = self.env["tpe.cash.recurring"].sudo().with_company(company)
        today = company._dunning_today()
        self.env.flush_all()
        usual = {
            partner_id: Counter(code for _due, _amount, code, _text in bills)
            for partner_id, bills in flows._bills(company, today, SEEN).items()
        }
        found = defaultdict(list)
        for bill in flows._suggested_bills(company, today, flows.browse()):
            if _is_tool(usual[bill["partner_id"]]):
                yearly = bill["amount"] * PER_YEAR[bill["periodicity"]]
                found[bill["partner_id"]].append((bill["name"], yearly, bill["note"]))
        typed = flows.search(
            [
                ("company_id", "=", company.id),
                ("is_proposed", "=", False),
                ("direction", "=", "out"),
                ("category", "=", "recurring"),
                ("amount_mode", "=", "typed"),
                ("periodicity", "!=", "once"),
                ("partner_id", "!=", False),
            ]
        )
        billed = set(found)
        for flow in typed:
            supplier = flow.partner_id.commercial_partner_id.id
            if supplier not in billed and _is_tool(usual.get(supplier)):
                note = self.env._("A recurring flow typed by hand.")
                found[supplier].append((flow.name, flow.per_year, note))
        return found


def _is_tool(codes):
    """Where its bills are booked, when it has some."""
    return not codes or codes.most_common(1)[0][0].startswith(ACCOUNTS)
