from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .injunction_common import InjunctionCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestInjunction(InjunctionCommon):
    """What a judge would miss, what is claimed and where, and who may."""

    # --- Checks -----------------------------------------------------------------------

    def test_nothing_is_missing(self):
        wizard = self._wizard_for(self._due())
        self.assertFalse(wizard.blocking)
        self.assertFalse(wizard.missing)
        self.assertIn("12946*02", wizard.court_hint)

    def test_each_missing_thing_is_said_with_what_to_do(self):
        invoice = self._due()
        bare = self._late()
        foreign = self.env.ref("base.CHF")
        foreign.active = True

        def address():
            self.customer.zip = False

        def siren():
            self.customer.write(
                {"company_registry": False, "tpe_profile_decided": "professional"}
            )

        def own_siren():
            self.company.partner_id.company_registry = False

        def blocked():
            invoice.action_toggle_block_payment()

        def old():
            invoice.delivery_date = date(2020, 1, 1)
            invoice.line_ids.flush_recordset()

        def unmatched():
            self._invoice(0, move_type="out_refund", amount=5)

        cases = [
            (address, invoice, "address of Bâtiments du Rhône is not complete"),
            (siren, invoice, "No SIREN or SIRET on Bâtiments du Rhône"),
            (own_siren, invoice, "Fill it in on your company"),
            (blocked, invoice, "Disputed, or blocked"),
            (old, invoice, "is time-barred since"),
            (unmatched, invoice, "not matched"),
            (bool, bare, "No order, contract or delivery"),
            (bool, bare, "No formal notice was delivered"),
            (bool, self._due(currency_id=foreign.id), "interest is not computed"),
            (
                bool,
                self._due(
                    invoice_date=date(2026, 3, 1), invoice_date_due=date(2026, 3, 31)
                ),
                "not due yet",
            ),
        ]
        for change, moves, words in cases:
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                change()
                wizard = self._wizard_for(moves)
                self.assertIn(words, wizard.missing)
                with self.assertRaisesRegex(UserError, "tick the box"):
                    wizard.action_build()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_cannot_be_built_is_refused_whatever_is_ticked(self):
        foreign = self.env.ref("base.CHF")
        foreign.active = True
        mine = self._due()
        cases = [
            (mine | self._due(partner=self._customer("Second")), "Several customers"),
            (mine | self._due(currency_id=foreign.id), "Several currencies"),
            (mine | self._late(paid=TODAY), "Nothing is due on"),
        ]
        for moves, words in cases:
            with self.subTest(words):
                wizard = self._wizard_for(moves)
                wizard.accept_missing = True
                self.assertIn(words, wizard.blocking)
                with self.assertRaisesRegex(UserError, words):
                    wizard.action_build()
        self.assertFalse(self.env["tpe.dunning.injunction"].search([]))

    def test_what_was_missing_is_kept_out_of_the_file(self):
        case = self._built(self._late(), accept=True)
        self.assertIn("No formal notice", case.missing)
        self.assertNotIn("No formal notice", case.statement)

    # --- Amounts and courts -----------------------------------------------------------

    def test_the_claim_is_itemised(self):
        case = self._built(self._due())
        # See test_penalty: 122.42 of interest to 31 March 2026.
        self.assertEqual(
            (case.amount_principal, case.amount_interest, case.amount_fee),
            (1200, 122.42, 40),
        )
        self.assertEqual(case.amount_total, 1362.42)
        for words in ("13.15", "30 d", "184 d", "90 d", "Order 12", "0.40"):
            # 1200 x 12.15 % / 365 = 0.40 a day
            self.assertIn(words, case.statement)

    def test_what_was_waived_or_invoiced_is_not_claimed_again(self):
        invoice = self._due()
        penalty = self._claimed(invoice, until=date(2025, 9, 15))
        self._waive(penalty, scope="interest")
        case = self._built(invoice)
        self.assertEqual((case.amount_interest, case.amount_fee), (78.69, 40))
        penalty.with_user(self.manager).action_invoice()
        case.action_rebuild()
        self.assertEqual((case.amount_interest, case.amount_fee), (78.69, 0))

    def test_a_penalty_invoice_is_a_principal_that_bears_nothing(self):
        penalty = self._claimed(self._due())
        penalty.with_user(self.manager).action_invoice()
        move = penalty.penalty_move_id
        move.action_post()
        case = self._built(move, accept=True)
        self.assertEqual((case.amount_interest, case.amount_fee), (0, 0))
        self.assertEqual(case.amount_principal, 162.42)

    def test_the_court_follows_the_profile(self):
        for profile, kind, form, words in (
            ("professional", "commercial", "Cerfa 12946*02", "article 1406"),
            ("consumer", "judicial", "Cerfa 12948*06", "judicial court"),
            ("public", "administrative", False, "no order for payment"),
        ):
            with self.subTest(profile):
                self.customer.tpe_profile = profile
                invoice = self._due()
                case = self._built(invoice)
                self.assertEqual((case.court_kind, case.court_form), (kind, form))
                sheet = self._sheet(case)
                self.assertIn(words, sheet)
                self.assertEqual("40 euros" in sheet, profile == "professional")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            case.write({"filed_on": TODAY, "order_on": TODAY})
            self.env.flush_all()

    def test_the_simplified_procedure_is_named_up_to_five_thousand(self):
        small = self._sheet(self._built(self._due()))
        self.assertIn("L125-1", small)
        self.assertNotIn("L125-1", self._sheet(self._built(self._due(amount=5000))))

    def _sheet(self, case):
        self.company.partner_id.lang = "en_US"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tpe_dunning.report_injunction", case.ids
        )
        return " ".join(html.decode().split())

    # --- Who may ----------------------------------------------------------------------

    def test_a_manager_only(self):
        invoice = self._due()
        case = self._built(invoice)
        for user in (self.assistant, self.accountant):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    invoice.with_user(user).action_tpe_injunction()
                theirs = case.with_user(user)
                self.assertEqual(theirs.amount_total, 1362.42)
                with self.assertRaises(AccessError):
                    theirs.action_rebuild()
                with self.assertRaises(AccessError):
                    theirs.write({"filed_on": TODAY})

    def test_another_company_is_invisible(self):
        invoice = self._due()
        case = self._built(invoice).with_user(self.stranger)
        self.assertFalse(case.search([]))
        for refused in (
            case.action_rebuild,
            case.action_download,
            invoice.with_user(self.stranger).action_tpe_injunction,
        ):
            with self.subTest(refused.__name__), self.assertRaises(AccessError):
                refused()

    def test_the_zip_is_downloaded_by_who_reads_the_file(self):
        case = self._built(self._due())
        attachment = case.attachment_id
        self.assertIn(str(attachment.id), case.action_download()["url"])
        attachment.with_user(self.accountant).check_access("read")
        with self.assertRaises(AccessError):
            attachment.with_user(self.stranger).check_access("read")

    def test_the_zip_is_built_not_replaced(self):
        case = self._built(self._due())
        file = case.attachment_id.with_user(self.manager)
        before = file.raw
        with self.assertRaisesRegex(AccessError, "kept as evidence"):
            file.raw = b"forged"
        with self.assertRaisesRegex(AccessError, "kept as evidence"):
            file.unlink()
        self.assertEqual(file.raw, before)
        case.with_user(self.manager).action_rebuild()
        self.assertTrue(case.attachment_id)

    def test_another_file_of_the_case_is_the_managers(self):
        case = self._built(self._due()).with_user(self.manager)
        values = {"name": "order.pdf", "raw": b"1", "res_model": case._name}
        scan = case.env["ir.attachment"].create({**values, "res_id": case.id})
        scan.raw = b"2"
        scan.unlink()
