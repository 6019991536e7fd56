from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.tests import freeze_time, tagged

from ..models import dunning_access_hit
from ..tools.evidence import is_intact
from .common import TODAY
from .page_common import PageCommon

FRIDAY = "2026-04-03"


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPageAnswers(PageCommon):
    def _sentence(self, **data):
        """Fill the form of the promise; the sentence that is to be confirmed."""
        answer = self._post("/promise", **data)
        tree = html.fromstring(answer.content)
        return (tree.xpath("//form//input[@name='agreed']/@value") or [""])[0]

    def _promise(self, date=FRIDAY, name="Jeanne", words=""):
        data = {"date": date, "name": name, "words": words}
        return self._post("/promise", agreed=self._sentence(**data), **data)

    def _promises(self):
        return self.env["tpe.dunning.promise"].search(
            [("partner_id", "=", self.customer.id)]
        )

    # --- Promise -----------------------------------------------------------------------

    def test_a_promise_is_read_confirmed_kept_and_holds_the_reminder(self):
        invoice = self._invoice(40, amount=120)
        reminder = self._plan()
        self.assertEqual(reminder.state, "planned")
        sentence = self._sentence(date=FRIDAY, name="Jeanne")
        self.assertFalse(self._promises(), "nothing before it is confirmed")
        answer = self._promise(words="After the <b>building</b> fair")
        self.assertEqual(answer.status_code, 303)
        promise = self._promises()
        self.assertEqual(promise.move_ids, invoice)
        self.assertEqual(str(promise.date), FRIDAY)
        self.assertEqual((promise.source, promise.is_written), ("page", True))
        self.assertEqual(promise.text.splitlines()[0], sentence)
        self.assertEqual(
            sentence.replace("\xa0", " "),
            f"I acknowledge that I owe {self.company.name} $ 120.00 for {invoice.name}, "
            "and I will pay this sum by 3 April 2026 at the latest.",
        )
        self.assertIn("After the <b>building</b> fair", promise.text)
        self.assertIn("Confirmed by Jeanne", promise.text)
        self.assertIn("2026-03-31 07:00:00 UTC, from 127.0.0.1", promise.text)
        self.assertIn(f"{invoice.name} (2026-03-21): 120.00 USD", promise.text)
        self.assertTrue(is_intact(promise.text))
        self.assertIn("I acknowledge", promise.message_ids[0].body)
        self.assertEqual(promise.message_ids[0].author_id, self.customer)
        held = self.reminders.search(
            [("partner_id", "=", self.customer.id), ("state", "=", "held")]
        )
        self.assertTrue(held)
        words = self._words(self._get("?said=promise"))
        self.assertIn("Your date is noted", words)
        self.assertIn("You will pay on 04/03/2026", words)
        self.assertNotIn("I will pay on…", words)

    def test_a_credit_note_is_deducted_from_what_is_acknowledged(self):
        self._invoice(40, amount=120)
        self._invoice(10, amount=30, move_type="out_refund")
        self.assertIn(
            "$ 120.00, less $ 30.00 of credit notes and payments received, for",
            self._sentence(date=FRIDAY, name="Jeanne").replace("\xa0", " "),
        )
        self._promise()
        self.assertEqual(self._promises().amount, 90)

    def test_the_same_form_sent_twice_is_one_promise(self):
        self._invoice(40)
        data = {"date": FRIDAY, "name": "Jeanne", "words": ""}
        agreed = self._sentence(**data)
        token = self._csrf("/promise")
        for _twice in range(2):
            answer = self.url_open(
                self._path("/promise"),
                {"csrf_token": token, "agreed": agreed, **data},
                allow_redirects=False,
            )
            self.assertEqual(answer.status_code, 303)
        self.assertEqual(len(self._promises()), 1)

    def test_an_answer_writes_the_row_that_two_clicks_fight_for(self):
        self._invoice(40)
        self._promise()
        self.assertEqual(str(self.access.answered_at), "2026-03-31 07:00:00")

    def test_words_that_are_no_longer_right_are_shown_again(self):
        invoice = self._invoice(40, amount=120)
        data = {"date": FRIDAY, "name": "Jeanne", "words": ""}
        agreed = self._sentence(**data)
        self._pay(invoice, 20)
        answer = self._post("/promise", agreed=agreed, **data)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("$ 100.00", self._words(answer).replace("\xa0", " "))
        self.assertFalse(self._promises())

    def test_a_promise_is_for_today_to_thirty_days(self):
        self._invoice(40)
        for day in ("2026-03-30", "2026-05-01", "2026-02-30", "tomorrow", ""):
            answer = self._post("/promise", date=day, name="Jeanne")
            self.assertEqual(answer.status_code, 422, day)
            self.assertIn("Choose a day from today", self._words(answer))
        self.assertTrue(self._sentence(date="2026-04-30", name="Jeanne"))
        self.assertFalse(self._promises())

    def test_somebody_confirms_by_name(self):
        self._invoice(40)
        answer = self._post("/promise", date=FRIDAY, name="  ")
        self.assertIn("Please write your name", self._words(answer))

    def test_after_two_broken_promises_people_talk(self):
        self.company.phone = "+33 4 78 00 00 00"
        invoice = self._invoice(40)
        for days_ago, state in ((30, "kept"), (20, "broken"), (10, "broken")):
            self.env["tpe.dunning.promise"].create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "move_ids": invoice.ids,
                    "promised_on": TODAY - timedelta(days_ago + 5),
                    "date": TODAY - timedelta(days_ago),
                }
            ).sudo().state = state
        self.assertNotIn("I will pay on…", self._words(self._get()))
        words = self._words(self._get("/promise"))
        self.assertIn("Please call us", words)
        self.assertIn("+33 4 78 00 00 00", words)
        token = self._csrf("/dispute")
        answer = self.url_open(
            self._path("/promise"),
            {"csrf_token": token, "date": FRIDAY, "name": "J", "agreed": "x"},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(len(self._promises()), 3)

    def test_without_the_token_of_the_form_nothing_is_taken(self):
        self._invoice(40)
        answer = self.url_open(
            self._path("/promise"), {"date": FRIDAY, "name": "J"}, allow_redirects=False
        )
        self.assertEqual(answer.status_code, 400)

    def test_answers_have_a_limit_of_their_own(self):
        self._invoice(40)
        with patch.dict(dunning_access_hit.LIMITS, answer=1):
            self.assertEqual(self._post("/promise", date="").status_code, 422)
            self.assertEqual(self._post("/promise", date="").status_code, 429)
            self.assertEqual(self._get().status_code, 200)

    # --- Problem -----------------------------------------------------------------------

    def test_a_problem_is_a_dispute_that_somebody_follows(self):
        invoice, other = self._invoice(40, amount=120), self._invoice(41, amount=60)
        stranger = self._invoice(40, partner=self._customer("Stranger"))
        for _twice in range(2):
            answer = self._post(
                "/dispute",
                invoice=[invoice.id, stranger.id],
                reason="delivery",
                words="Half is\x00 missing" + "x" * 2000,
            )
            self.assertEqual(answer.status_code, 303)
        dispute = self.env["tpe.dunning.dispute"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(dispute.move_ids, invoice)
        self.assertEqual((dispute.reason, dispute.source), ("delivery", "page"))
        self.assertEqual(len(dispute.text), 1000)
        self.assertEqual(dispute.activity_ids.user_id, self.manager)
        self.assertEqual(dispute.follow_up_on, TODAY + timedelta(7))
        words = self._words(self._get())
        self.assertIn("You told us about a problem", words)
        self.assertIn(other.name, words)

    def test_a_problem_needs_an_invoice_and_words(self):
        self._invoice(40)
        invoice = self._invoice(41)
        answer = self._post("/dispute", reason="price", words="Too much")
        self.assertIn("Choose at least one invoice", self._words(answer))
        answer = self._post("/dispute", reason="price", words=" ", invoice=invoice.id)
        self.assertIn("in a few words", self._words(answer))

    def test_what_only_a_platform_says_is_not_offered(self):
        invoice = self._invoice(40)
        self.assertNotIn("E-invoice refused", self._words(self._get("/dispute")))
        self._post("/dispute", invoice=invoice.id, reason="refused", words="Why not")
        dispute = self.env["tpe.dunning.dispute"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(dispute.reason, "other")

    # --- Already paid ------------------------------------------------------------------

    def test_already_paid_asks_somebody_to_look_and_waits_a_week(self):
        invoice = self._invoice(40, amount=1234.56)
        for _twice in range(2):
            answer = self._post(
                "/paid", date="2026-03-27", amount="1 234,56", reference="VIR 0042"
            )
            self.assertEqual(answer.status_code, 303)
        activity = invoice.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(
            activity.summary.replace("\xa0", " "),
            "The customer says he paid $ 1,234.56 on 03/27/2026, reference VIR 0042: "
            "look for it in the bank",
        )
        pause = self.env["tpe.dunning.pause"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(len(pause), 1)
        self.assertEqual(pause.until, TODAY + timedelta(7))

    def test_saying_so_again_does_not_silence_the_reminders(self):
        self._invoice(40)
        self._post("/paid", date="2026-03-27", amount="100", reference="")
        pauses = self.env["tpe.dunning.pause"]
        with freeze_time("2026-04-10 07:00:00"):
            self._post("/paid", date="2026-04-09", amount="100", reference="")
        self.assertEqual(pauses.search_count([("is_from_page", "=", True)]), 1)

    def test_a_payment_has_a_past_day_and_an_amount(self):
        invoice = self._invoice(40)
        for date, amount in (
            ("2026-04-01", "10"),
            ("", "10"),
            ("2026-03-01", "-10"),
            ("2026-03-01", "ten"),
            ("2026-03-01", "0"),
        ):
            answer = self._post("/paid", date=date, amount=amount)
            self.assertEqual(answer.status_code, 422, (date, amount))
        self.assertFalse(invoice.activity_ids)

    # --- Several payments --------------------------------------------------------------

    def test_a_plan_is_asked_for_and_the_firm_decides(self):
        invoice = self._invoice(40, amount=100)
        data = {"parts": "3", "date": "2026-04-15", "name": "Jeanne", "words": ""}
        for _twice in range(2):
            token = self._csrf("/dispute")
            answer = self.url_open(
                self._path("/plan"),
                {"csrf_token": token, **data},
                allow_redirects=False,
            )
            self.assertEqual(answer.status_code, 303)
        plan = self.env["tpe.dunning.plan"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual((plan.state, plan.source), ("draft", "page"))
        self.assertEqual(plan.move_ids, invoice)
        self.assertEqual(plan.line_ids.mapped("amount"), [33.33, 33.33, 33.34])
        self.assertEqual(str(plan.line_ids[0].date), "2026-04-15")
        self.assertTrue(is_intact(plan.text))
        self.assertIn("Payments: 3, the first one on 15 April 2026.", plan.text)
        self.assertEqual(plan.activity_ids.user_id, self.manager)
        self.assertEqual(
            self.env["tpe.dunning.pause"].search_count([("is_from_page", "=", True)]), 1
        )
        self.assertIn("You asked to pay in several parts", self._words(self._get()))
        plan.with_user(self.manager).action_start()
        self.assertEqual(plan.state, "running")

    def test_a_plan_has_two_to_four_parts(self):
        self._invoice(40)
        for parts in ("1", "5", "x"):
            answer = self._post("/plan", parts=parts, date="2026-04-15", name="J")
            self.assertIn("from 2 to 4 payments", self._words(answer))

    def test_a_file_where_words_are_expected_breaks_nothing(self):
        self._invoice(40)
        token = self._csrf("/promise")
        answer = self.url_open(
            self._path("/promise"),
            {"csrf_token": token},
            files={"date": ("a.txt", b"x")},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 422)
