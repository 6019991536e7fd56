from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import JsonRpcException, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..models import dunning_access_statement
from .page_common import PageCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPagePayment(PageCommon, AccountPaymentCommon):
    """With the provider of core's own tests, whose answers we give ourselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.country_id = cls.env.ref("base.us")

    def _offers(self):
        return self.access._statement()["offers"]

    def _all(self):
        [key] = [key for key in self._offers() if key.startswith("all-")]
        return key

    def _start(self, key, amount, **values):
        """What the payment form of core asks of our route."""
        params = {
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": amount,
            "flow": "direct",
            "tokenization_requested": True,
            "landing_route": "https://evil.example.com",
            "is_validation": False,
            "access_token": None,
            "csrf_token": "",
            "payment_reference": "",
            **values,
        }
        result = self.make_jsonrpc_request(self._path(f"/transaction/{key}"), params)
        self.env.invalidate_all()
        return result

    def _transaction(self, values):
        return self.env["payment.transaction"].search(
            [("reference", "=", values["reference"])]
        )

    def test_pay_all_pays_what_is_due_through_to_the_invoices(self):
        first, second = self._invoice(40, amount=120), self._invoice(45, amount=80)
        later = self._invoice(5, amount=33)
        self._pay(first, 20)
        words = self._words(self._get()).replace("\xa0", " ")
        self.assertIn("Pay all: $ 180.00", words)
        form = self._get(f"/online/{self._all()}")
        self.assertIn("o_payment_form", form.text)
        values = self._start(self._all(), 180.0)
        transaction = self._transaction(values)
        self.assertEqual(transaction.amount, 180.0)
        self.assertEqual(transaction.invoice_ids, first | second)
        self.assertEqual(transaction.partner_id, self.customer)
        self.assertFalse(transaction.tokenize)
        self.assertEqual(transaction.landing_route, self._path())
        transaction._set_done()
        transaction._post_process()
        self.assertIn(first.payment_state, ("paid", "in_payment"))
        self.assertIn(second.payment_state, ("paid", "in_payment"))
        self.assertEqual(first.amount_residual + second.amount_residual, 0)
        self.assertEqual(later.amount_residual, 33)
        self.assertIn("Nothing to pay today", self._words(self._get()))

    def test_one_invoice_is_paid_alone(self):
        first, second = self._invoice(40, amount=120), self._invoice(45, amount=80)
        transaction = self._transaction(self._start(f"invoice-{second.id}", 80.0))
        self.assertEqual(transaction.invoice_ids, second)
        self.assertIn(second.name, transaction.reference)
        transaction._set_done()
        transaction._post_process()
        self.assertEqual((first.amount_residual, second.amount_residual), (120.0, 0.0))

    @mute_logger("odoo.http")
    def test_the_amount_comes_from_the_books(self):
        invoice = self._invoice(40, amount=120)
        for amount in (1.0, 119.99, None):
            with self.assertRaisesRegex(JsonRpcException, "ValidationError"):
                self._start(f"invoice-{invoice.id}", amount)
        self.assertFalse(invoice.transaction_ids)

    @mute_logger("odoo.http")
    def test_only_what_is_offered_can_be_paid(self):
        invoice = self._invoice(40)
        stranger = self._invoice(40, partner=self._customer("Stranger"))
        other = self.provider.copy({"company_id": self._other().id, "state": "test"})
        for key, values in (
            (f"invoice-{stranger.id}", {}),
            (f"invoice-{invoice.id}", {"provider_id": other.id}),
            (f"invoice-{invoice.id}", {"payment_method_id": 0}),
            (f"invoice-{invoice.id}", {"flow": "token", "token_id": 1}),
        ):
            with self.assertRaisesRegex(JsonRpcException, "ValidationError"):
                self._start(key, 100.0, **values)
        self.assertFalse((invoice | stranger).transaction_ids)

    def _other(self):
        return self.env["res.company"].create({"name": "Other firm"})

    def test_a_forged_link_pays_nothing(self):
        invoice = self._invoice(40)
        forged = self._path()[:-1] + ("0" if self._path()[-1] != "0" else "1")
        params = {"provider_id": self.provider.id, "amount": 100.0, "flow": "direct"}
        route = f"{forged}/transaction/invoice-{invoice.id}"
        answer = self.make_jsonrpc_request(route, params)
        self.assertEqual(answer["state"], "error")
        self.assertFalse(invoice.transaction_ids)
        hits = self.env["tpe.dunning.access.hit"].sudo()
        self.assertTrue(hits.search_count([("who", "=like", "unknown:%")]))

    def test_a_disputed_invoice_is_not_part_of_all(self):
        kept, disputed = self._invoice(40, amount=50), self._invoice(41, amount=70)
        self.access._dispute({disputed.id}, "quality", "Broken")
        offers = self._offers()
        self.assertEqual(offers[self._all()].moves, kept)
        self.assertEqual(offers[f"invoice-{disputed.id}"].amount, 70)

    def test_an_invoice_being_paid_is_not_offered_again(self):
        invoice = self._invoice(40)
        self._start(f"invoice-{invoice.id}", 100.0)
        self.assertTrue(self._offers(), "a payment that was only begun is no payment")
        with patch.object(dunning_access_statement, "_is_pending", return_value=True):
            self.assertFalse(self._offers())
            self.assertIn("is being processed", self._words(self._get()))

    def test_which_payments_are_on_their_way(self):
        def pending(code, state, processed=False):
            payment = SimpleNamespace(
                provider_code=code, state=state, is_post_processed=processed
            )
            move = SimpleNamespace(transaction_ids=[payment])
            return dunning_access_statement._is_pending(move)

        self.assertTrue(pending("stripe", "pending"))
        self.assertTrue(pending("stripe", "authorized"))
        self.assertTrue(pending("stripe", "done"), "the books do not show it yet")
        self.assertFalse(pending("stripe", "done", processed=True))
        self.assertFalse(pending("stripe", "draft"))
        self.assertFalse(pending("custom", "pending"), "a transfer that may never come")

    def test_each_currency_is_paid_by_itself(self):
        euro = self.env.ref("base.EUR")
        self._invoice(40, amount=50)
        self._invoice(40, amount=60, currency_id=euro.id)
        every = [o for k, o in self._offers().items() if k.startswith("all-")]
        self.assertEqual(
            sorted((offer.currency.name, offer.amount) for offer in every),
            [("EUR", 60.0), ("USD", 50.0)],
        )

    def test_without_a_provider_the_transfer_is_there_and_no_button(self):
        self._invoice(40)
        self.env["payment.provider"].search([]).state = "disabled"
        self.env["res.partner.bank"].create(
            {
                "partner_id": self.company.partner_id.id,
                "acc_number": "FR7630006000011234567890189",
            }
        )
        words = self._words(self._get())
        self.assertNotIn("Pay all", words)
        self.assertNotIn("Pay this invoice", words)
        self.assertIn("FR76 3000 6000 0112 3456 7890 189", words)

    def test_the_qr_code_holds_the_net_total_in_euros(self):
        euro = self.env.ref("base.EUR")
        self._invoice(40, amount=60, currency_id=euro.id)
        self._invoice(10, amount=15, currency_id=euro.id, move_type="out_refund")
        self.env["res.partner.bank"].create(
            {
                "partner_id": self.company.partner_id.id,
                "acc_number": "FR7630006000011234567890189",
            }
        )
        transfer = self.access._transfer(self.access._statement())
        self.assertEqual(transfer["qr_total"], 45.0)
        self.assertTrue(transfer["qr"].startswith("data:image/"))

    def test_the_check_refuses_before_anything_is_created(self):
        invoice = self._invoice(40)
        with self.assertRaises(ValidationError):
            self.access._check_payment(
                f"invoice-{invoice.id}", 99.0, self.provider.id, self.payment_method_id
            )


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPageTour(PageCommon, AccountPaymentCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_on_a_phone_without_a_login(self):
        invoice = self._invoice(40, amount=120)
        self.start_tour(self._path(), "tpe_dunning_customer_page")
        promise = self.env["tpe.dunning.promise"].search(
            [("move_ids", "in", invoice.ids)]
        )
        self.assertIn("Jeanne Martin", promise.text)
        self.assertEqual(str(promise.date), "2026-04-03")
