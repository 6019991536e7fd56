from odoo.tests import tagged

from odoo.addons.tpe_dunning.tests.common import TODAY

from .common import ScoringCommon

# Invoices of 1,000 unless said: (amount, days ago, term, paid after), then by hand: days
# from the invoice, days beyond the term, status, invoices judged, points.
DELAYS = {
    "on time": ([(1000, 100, 30, 30)] * 3, (30, 0, "good", 3, 80)),
    # (1000 x 30 + 1000 x 30 + 2000 x 60) / 4000
    "each euro counts once": (
        [(1000, 100, 30, 30)] * 2 + [(2000, 100, 30, 60)],
        (45, 15, "watch", 3, 70),
    ),
    # The term was granted: slow by agreement.
    "60 days granted and kept": ([(1000, 100, 60, 60)] * 3, (60, 0, "agreed", 3, 80)),
    # As late as the average French firm: the term is kept, were it long.
    "60 days granted, 73 taken": ([(1000, 100, 60, 73)] * 3, (73, 13, "agreed", 3, 71)),
    "60 days granted, 74 taken": ([(1000, 100, 60, 74)] * 3, (74, 14, "toxic", 3, 71)),
    "30 days granted, 40 taken": ([(1000, 100, 30, 40)] * 3, (40, 10, "watch", 3, 73)),
    "60 days granted, 90 taken": ([(1000, 100, 60, 90)] * 3, (90, 30, "toxic", 3, 50)),
    "late": ([(1000, 150, 30, 90)] * 3, (90, 60, "toxic", 3, 40)),
    "15 days early": ([(1000, 100, 30, 15)] * 3, (15, -15, "good", 3, 90)),
    # 20 - 20 x (170 - 120) / 60
    "never pays": ([(1000, 200, 30, None)] * 3, (200, 170, "toxic", 3, 3)),
    "never pays, older than the window": (
        [(1000, 900, 30, None)] * 3,
        (900, 870, "toxic", 3, 0),
    ),
    "two invoices say nothing": ([(1000, 100, 30, 90)] * 2, (0, 0, "unknown", 2, 0)),
    "what is not due says nothing": (
        [(1000, 100, 30, 30)] * 3 + [(1000, 20, 30, None)],
        (30, 0, "good", 3, 80),
    ),
}


@tagged("-at_install", "post_install")
class TestScore(ScoringCommon):
    def test_payment_delay_by_hand(self):
        partners = {}
        for name, (sales, _expected) in DELAYS.items():
            partners[name] = self._customer(name)
            for amount, ago, term, after in sales:
                self._sell(partners[name], amount, ago, term, after)
        self.scores._refresh(self.company)
        for name, (_sales, expected) in DELAYS.items():
            with self.subTest(name):
                row = self._row(partners[name])
                found = (
                    row.delay_days,
                    row.delay_beyond,
                    row.delay_status,
                    row.delay_count,
                    row.delay_points,
                )
                self.assertEqual(found, expected)
        by_score = self.scores.search(
            [("is_current", "=", True), ("score_class", "!=", "unknown")],
            order="score, id",
        )
        self.assertIn(
            partners["never pays"], by_score[:2].partner_id, "worst, and not best"
        )
        self.assertEqual(self._row(partners["on time"]).late_amount, 0)
        self.assertEqual(self._row(partners["never pays"]).late_amount, 3000)
        unknown = self._row(partners["two invoices say nothing"])
        self.assertEqual((unknown.score, unknown.score_class), (0, "unknown"))

    def test_credit_notes_and_disputes_are_no_payment_delay(self):
        """500 credited on the day after are left out: 500 are paid after 60 days."""
        for _number in range(3):
            invoice = self._sell(self.customer, 1000, 100)
            credit = self._credit(invoice, 500, days_ago=99)
            lines = (invoice + credit).line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            lines.filtered(lambda line: not line.reconciled).reconcile()
            self._register_payment(invoice, payment_date="2026-02-19")
        row = self._score()
        self.assertEqual((row.delay_days, row.delay_count, row.billed), (60, 3, 1500))
        self.assertEqual(row.credit_note_count, 3)

        disputed = self._sell(self.customer, 400, 200)
        marked = self._sell(self.customer, 300, 200)
        self.env["tpe.dunning.dispute"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "move_ids": disputed.ids,
            }
        )
        marked.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        ).no_followup = True
        row = self._score()
        self.assertEqual((row.delay_days, row.disputed_amount), (60, 700))
        self.assertEqual(row.late_amount, 0)

    def test_margin_by_hand(self):
        """24,000 sold over 24 months at 50 %, 1 h a month, late days and reminders.

        24 invoices would be long: one of 12,000 of 2 years ago (730 days, not in the
        window: 12,000 are not counted), two of 12,000 paid 60 days late.
        """
        self._profile(self.customer, has_manual_hours=True, manual_hours=1)
        self._sell(self.customer, 12000, 731, 30, 30)
        for days in (720, 300):
            self._sell(self.customer, 12000, days, 30, 90)
        row = self._score()
        # 24 months x 1 h x 35
        self.assertEqual((row.months, row.time_cost), (24, 840))
        # 2 x 12,000 x 60 days x 6 % / 365
        self.assertEqual(row.late_cost, 236.71)
        # 24,000 - 12,000 - 840 - 236.71
        self.assertEqual((row.revenue, row.net_margin), (24000, 10923.29))
        self.assertEqual((row.margin_rate, row.margin_status), (45.5, "good"))
        self.assertEqual((row.euros_per_month, row.revenue_month), (455.14, 1000))
        # 80 + 40 x 5.5 / 20
        self.assertEqual(row.margin_points, 91)
        # 36 months
        self.assertEqual(row.ltv, 16385.04)

    def test_margin_of_unknown_cost_is_not_called_good(self):
        self.grid.cost_rate = 0
        self._sell(self.customer, 1000, 100, 30, 30)
        row = self._score()
        self.assertEqual((row.margin_status, row.unknown_share), ("unknown", 100))
        self.assertEqual(row.margin_rate, 100, "shown, with the share that is unknown")
        self.grid.cost_rate = 50
        row = self._score()
        self.assertEqual((row.margin_status, row.margin_rate), ("good", 50))
        self.assertEqual((row.unknown_share, row.estimated_share), (0, 100))

    def test_management_time_by_hand(self):
        """Traces, then timesheets, then the figure of a person."""
        for _number in range(3):
            self._sell(self.customer, 1000, 60, 30, 30)
        contact = self._customer(
            "Contact", parent_id=self.customer.id, is_company=False
        )
        self._traces(contact)
        row = self._score()
        # 2 months: 2 h x 1.5 + 3 mails x 5' + 1 call x 10' + 1 credit note x 30' = 3 h 55
        # + 1 reminder x 10' = 4 h 05, half of it a month.
        self.assertEqual(row.months, 2)
        counts = (row.meeting_hours, row.mail_count, row.call_count)
        self.assertEqual(counts, (2, 3, 1))
        self.assertEqual((row.credit_note_count, row.reminder_count), (1, 1))
        self.assertEqual((row.time_hours, row.time_source), (2, "traces"))
        self.assertEqual((row.time_status, row.time_count), ("good", 7))
        # 3 h 55 x 35, 10' x 35
        self.assertEqual((row.time_cost, row.reminder_cost), (137.08, 5.83))

        self._timesheets(contact)
        row = self._score()
        # 32 h + 1 day of 8 h, over 2 months
        self.assertEqual((row.time_hours, row.time_source), (20, "timesheet"))
        self.assertEqual((row.time_status, row.reminder_cost), ("toxic", 0))

        profile = self._profile(contact, has_manual_hours=True, manual_hours=0)
        self.assertEqual(profile.partner_id, self.customer, "his firm's answers")
        row = self._score()
        self.assertEqual((row.time_hours, row.time_source), (0, "manual"))
        self.assertEqual(row.time_points, 100)

    def _traces(self, contact):
        invoice = self._sell(self.customer, 100, 60, 30, 30)
        self._credit(invoice, 10, days_ago=30)
        self._delivered(self._sell(self.customer, 50, 50), 1, days_ago=15)
        event = {
            "name": "Site visit",
            "start": "2026-03-02 09:00:00",
            "stop": "2026-03-02 11:00:00",
            "user_id": self.env.user.id,
            "partner_ids": (self.customer + contact).ids,
        }
        events = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        events.create(
            [
                event,
                {
                    **event,
                    "start": "2023-03-02 09:00:00",
                    "stop": "2023-03-02 19:00:00",
                },
            ]
        )
        self.env["mail.message"].search(
            [("model", "in", ("account.move", "res.partner"))]
        ).message_type = "notification"
        for message_type in ("comment", "email", "comment"):
            contact.message_post(
                body="About the works",
                message_type=message_type,
                subtype_xmlid="mail.mt_comment",
            )
        contact.message_post(body="A note of ours", subtype_xmlid="mail.mt_note")
        contact.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.env.uid
        ).action_feedback()
        self.env["mail.message"].search(
            [("mail_activity_type_id", "!=", False)]
        ).message_type = "notification"

    def _timesheets(self, contact):
        plan = self.env["account.analytic.plan"].search([], limit=1)
        account = self.env["account.analytic.account"].create(
            {"name": "Site", "plan_id": plan.id, "company_id": self.company.id}
        )
        hour, day, unit = (
            self.env.ref(f"uom.product_uom_{name}") for name in ("hour", "day", "unit")
        )
        column = plan._column_name()
        # What was sold by the hour is no time that we spent.
        sold = self.customer.invoice_ids.invoice_line_ids[0]
        for uom, quantity, line in (
            (hour, 32, False),
            (day, 1, False),
            (unit, 500, False),
            (hour, 200, sold.id),
        ):
            self.env["account.analytic.line"].create(
                {
                    "name": "Works",
                    column: account.id,
                    "partner_id": contact.id,
                    "company_id": self.company.id,
                    "date": "2026-03-10",
                    "product_uom_id": uom.id,
                    "unit_amount": quantity,
                    "move_line_id": line,
                }
            )

    def test_recurrence_by_hand(self):
        for days in (300, 270, 240, 200):
            self._sell(self.customer, 1000, days, 30, 30)
        row = self._score()
        # Gaps of 30, 30 and 40 days: 30 is the middle one; 200 / 30
        self.assertEqual((row.own_gap, row.current_gap), (30, 200))
        self.assertEqual((row.recurrence_ratio, row.recurrence_status), (6.7, "toxic"))
        self.assertEqual((row.recurrence_count, row.seniority_months), (4, 9))
        self._profile(self.customer, recommends=True, one_shot=True)
        row = self._score()
        self.assertEqual((row.recurrence_status, row.recurrence_points), ("watch", 50))
        self.assertEqual(row.ltv, 0, "he will not come back")

    def test_alignment_and_verdict(self):
        """Late, at a loss, and it eats time: three toxic criteria."""
        for _number in range(3):
            self._sell(self.customer, 1000, 200)
        profile = self._profile(
            self.customer,
            alignment="price",
            has_manual_hours=True,
            manual_hours=20,
            acquisition_cost=250,
        )
        self.assertEqual(profile.answered_by_id, self.env.user)
        row = self._score()
        statuses = (row.delay_status, row.margin_status, row.time_status)
        self.assertEqual(statuses, ("toxic", "toxic", "toxic"))
        self.assertEqual((row.alignment_status, row.alignment_points), ("toxic", 20))
        self.assertEqual((row.toxic_count, row.verdict), (4, "part"))
        self.assertEqual(self.customer.tpe_verdict, "part")
        # 3 points for the delay, 0, 20, 20: (40x3 + 25x0 + 15x20 + 10x20) / 90
        self.assertEqual((row.score, row.score_class, row.cac), (7, "d", 250))

    def test_contacts_roll_up_and_dependency(self):
        contact = self._customer("Site", parent_id=self.customer.id, is_company=False)
        other = self._customer("Other")
        for partner in (contact, self.customer, self.customer):
            self._sell(partner, 2000, 100, 30, 30)
        self._sell(other, 4000, 100, 30, 30)
        row = self._score()
        self.assertEqual((row.delay_count, row.revenue), (3, 6000))
        self.assertEqual((row.dependency_share, row.is_dependency), (60, True))
        self.assertFalse(self._row(contact))
        self.assertEqual(contact.tpe_score_id, row)
        steps = self.scores._whale(self.company)
        self.assertEqual([step.key for step in steps], [self.customer.id, other.id])
        self.assertEqual([step.share for step in steps], [60, 100])

    def test_company_currency(self):
        """Half a company euro for a unit of the other currency."""
        currency = self.setup_other_currency("GBP", rates=[("2016-01-01", 2.0)])
        for _number in range(3):
            self._sell(self.customer, 1000, 100, 30, 60, currency_id=currency.id)
        row = self._score()
        self.assertEqual((row.revenue, row.billed, row.delay_days), (1500, 1500, 60))
        self.assertEqual(row.cost, 750)

    def test_remedies_by_hand(self):
        """10,000 over one month at a cost of 80 %: 2,000 are left, 3,000 are aimed at."""
        self.grid.cost_rate = 80
        for _number in range(3):
            self._sell(self.customer, 10000 / 3, 30, 15, 15)
        row = self._score()
        self.assertEqual((row.months, row.revenue), (1, 9999.99))
        price, deposit, term = (
            {found.kind: found for found in row._remedies()}.get(kind)
            for kind in ("price", "deposit", "term")
        )
        # 8,000 / (10,000 x 0.7) = 1.1429: 14.3 % dearer, 1,430 more
        self.assertEqual((price.value, price.reaches), (14.3, True))
        self.assertEqual(price.euros_per_month, 1430)
        # 10,000 x 6 % x 15 days / 365 = 24.66: 30 % of it
        self.assertEqual((deposit.value, deposit.reaches), (30, False))
        self.assertEqual(deposit.euros_per_month, 7.4)
        self.assertIsNone(term, "he pays in 15 days")

    def test_what_it_cost_to_win_him(self):
        """An account of the plan has a customer; a typed cost comes first."""
        plan, other_plan = self.env["account.analytic.plan"].create(
            [{"name": "Acquisition"}, {"name": "Projects"}]
        )
        self.grid.sudo().acquisition_plan_id = plan
        contact = self._customer("Site", parent_id=self.customer.id, is_company=False)
        company = self.setup_other_company(name="Elsewhere")["company"]
        self._sell(self.customer, 1000, 100, 30, 30)

        def cost(amount, plan=plan, partner=False, named=False, where=self.company):
            account = self.env["account.analytic.account"].create(
                {"name": "Fair", "plan_id": plan.id, "partner_id": partner}
            )
            self.env["account.analytic.line"].create(
                {
                    "name": "Stand",
                    "amount": amount,
                    "date": TODAY,
                    "company_id": where.id,
                    "partner_id": named,
                    plan._column_name(): account.id,
                }
            )

        cost(-300, partner=contact.id)
        cost(-80, named=self.customer.id)
        cost(20, named=self.customer.id)  # taken back
        cost(-1000, plan=other_plan, partner=self.customer.id)
        cost(-1000, partner=self.customer.id, where=company)
        self.assertEqual(self._score().cac, 360)
        self._profile(self.customer, acquisition_cost=250)
        self.assertEqual(self._score().cac, 250)
