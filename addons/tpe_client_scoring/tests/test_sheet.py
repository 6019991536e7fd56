from lxml import etree

from odoo.tests import tagged

from .common import ScoringCommon

MANAGER = "tpe_base.group_tpe_manager"
ASSISTANT = "tpe_base.group_tpe_assistant"
INVOICING = "account.group_account_manager"


@tagged("-at_install", "post_install")
class TestSheet(ScoringCommon):
    """What the tab of the customer says, and to whom."""

    def _sheet(self, partner=None, user=None):
        scores = self.scores.with_user(user) if user else self.scores
        return scores.with_context(lang="en_US").action_sheet(
            (partner or self.customer).id
        )

    def _bar(self, sheet, name):
        return next(bar for bar in sheet["bars"] if bar["name"] == name)

    def _three_invoices(self, amount=1000, paid_after=30):
        for days in (120, 90, 60):
            self._sell(self.customer, amount, days, 30, paid_after)

    def _months(self, *euros):
        """Rows of the last months, the oldest first: January to March are past."""
        months = ("2025-12-01", "2026-01-01", "2026-02-01")[-len(euros) :]
        self.scores.search([("is_current", "=", False)]).sudo().unlink()
        self.scores.sudo().create(
            [
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "month": month,
                    "euros_per_month": amount,
                    "verdict": "keep",
                    "score_class": "b",
                }
                for month, amount in zip(months, euros, strict=True)
            ]
        )

    # --- Words ------------------------------------------------------------------------

    def test_brings(self):
        # 3,000 sold at a cost of 50 %; 4 months, the first invoice being of December.
        self._three_invoices()
        row = self._score()
        sheet = self._sheet()
        self.assertEqual(
            sheet["headline"], f"Brings you ${round(row.euros_per_month)} a month"
        )
        self.assertFalse(sheet["costs"])

    def test_costs_since_the_month_the_sign_changed(self):
        self._three_invoices()
        row = self._score().sudo()
        row.euros_per_month = -212.4
        self._months(50, -10, -100)
        self.assertEqual(
            self._sheet()["headline"], "Costs you $212 a month since January"
        )

    def test_costs_since_we_do_not_know(self):
        self._three_invoices()
        self._score().sudo().euros_per_month = -212.4
        self._months(-5, -10, -100)
        self.assertEqual(self._sheet()["headline"], "Costs you $212 a month")

    def test_a_good_month_between_starts_again(self):
        self._three_invoices()
        self._score().sudo().euros_per_month = -212.4
        self._months(-5, 10, -100)
        self.assertEqual(
            self._sheet()["headline"], "Costs you $212 a month since February"
        )

    def test_a_bar_with_its_evidence(self):
        self._three_invoices(paid_after=75)
        self._score()
        bar = self._bar(self._sheet(), "delay")
        # 120 and 90 days ago: paid 75 days after; 60 days ago: paid in the future of it.
        self.assertIn("toxic from 60", bar["thresholds"])
        self.assertEqual(bar["evidence"][0]["label"], "Invoices: 3")
        action = bar["evidence"][0]["action"]
        facts = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(facts.move_id), 3)

    def test_not_enough_data_is_said(self):
        self._sell(self.customer, 100, 60, 30, 30)
        self._score()
        bar = self._bar(self._sheet(), "delay")
        self.assertEqual(
            (bar["known"], bar["status_label"], bar["points"]),
            (False, "Not enough data", 0),
        )

    def test_nobody_scored_yet(self):
        sheet = self._sheet(self._customer("New here"))
        self.assertFalse(sheet["known"])
        self.assertEqual(sheet["answers"]["rows"][0]["value"], "Unknown")

    def test_a_contact_shows_his_firm(self):
        self._three_invoices()
        self._score()
        contact = self.env["res.partner"].create(
            {"name": "Accounts", "parent_id": self.customer.id}
        )
        sheet = self._sheet(contact)
        self.assertEqual(sheet["partner_id"], self.customer.id)
        self.assertTrue(sheet["known"])

    def test_the_sheet_speaks_french(self):
        self._three_invoices()
        self._score()
        french = self.scores.with_context(lang="fr_FR").action_sheet(self.customer.id)
        self.assertRegex(french["headline"], r"^Vous rapporte \$\d+ par mois$")

    def test_the_money_adds_up(self):
        self._three_invoices()
        row = self._score()
        parts = row.cost + row.time_cost + row.late_cost + row.reminder_cost
        self.assertAlmostEqual(row.revenue - parts, row.net_margin, 2)
        self.assertEqual(len(self._sheet()["money"]), 6)

    # --- Who may see it ---------------------------------------------------------------

    def test_the_assistant_is_refused(self):
        self._three_invoices()
        row = self._score()
        assistant = self._new_user(ASSISTANT)
        self._refused(lambda: self._sheet(user=assistant))
        self._refused(lambda: row.with_user(assistant).action_propose("price"))
        self._refused(
            lambda: self.env["tpe.client.portfolio"].with_user(assistant).action_page()
        )

    def test_the_tab_is_for_readers_only(self):
        for group, seen in ((ASSISTANT, False), (MANAGER, True), (INVOICING, True)):
            partners = self.env["res.partner"].with_user(self._new_user(group))
            views = partners.get_views(
                [(self.env.ref("base.view_partner_form").id, "form")]
            )
            form = etree.fromstring(views["views"]["form"]["arch"])
            self.assertEqual(
                bool(form.xpath("//page[@name='tpe_profitability']")), seen, group
            )

    def test_the_form_of_a_customer_reads_nothing_more(self):
        """The tab asks for its sheet when it is opened, and not before."""
        partners = self.env["res.partner"].with_user(self._new_user(MANAGER))
        arch = partners.get_views(
            [(self.env.ref("base.view_partner_form").id, "form")]
        )["views"]["form"]["arch"]
        page = etree.fromstring(arch).xpath("//page[@name='tpe_profitability']")[0]
        self.assertEqual([child.tag for child in page], ["widget"])

    def test_a_list_of_80_customers_takes_two_more_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(80)]
        )
        self._three_invoices()
        self._score()
        counts = []
        for names in (["name"], ["name", "tpe_verdict"]):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            (partners | self.customer).web_read({name: {} for name in names})
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 2)

    def test_the_score_of_another_company_is_not_shown(self):
        other = self.setup_other_company()["company"]
        self._three_invoices()
        self._score()
        sheet = self.scores.with_company(other).action_sheet(self.customer.id)
        self.assertFalse(sheet["known"])
        self._refused(
            lambda: (
                self.scores.with_user(self._new_user(MANAGER))
                .with_context(allowed_company_ids=other.ids)
                .action_sheet(self.customer.id)
            )
        )
