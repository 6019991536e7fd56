import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.match import BankLine, Due, Flow, Memory, Own, Party, propose

DAY = date(2026, 3, 31)
PARTIES = [
    Party(1, "Plomberie Chaboud", ("FR7630001007941234567890185",)),
    Party(2, "Garage Tournesol"),
    Party(3, "Boulangerie Perrin"),
]


def due(rank, amount, partner=1, days=20, **values):
    """An invoice of some days ago, numbered after its id."""
    issued = DAY - timedelta(days)
    values.setdefault("number", f"FAC/2026/{rank:05d}")
    due_on = issued + timedelta(30)
    return Due(rank, amount, due_on, issued, partner, move=rank, **values)


def line(amount, label, number=1, days=0, **values):
    return BankLine(number, DAY - timedelta(days), amount, label, **values)


@tagged("-at_install", "post_install")
class TestMatch(BaseCase):
    """What is sure, what is only proposed, and what is neither."""

    def best(self, one, dues, **values):
        [found] = propose([one], dues, PARTIES, **values).values()
        return found[0] if found else None

    def assertSure(self, proposal, *numbers):
        self.assertTrue(proposal.sure, proposal)
        self.assertEqual([number for number, _amount in proposal.taken], list(numbers))

    def test_numbers_as_payers_write_them(self):
        dues = [due(12, 100_00), due(13, 100_00, partner=2)]
        for label in (
            "VIR /REF FAC/2026/00013",
            "VIR FAC202600013",
            "VIR FACT 2026-13",
            "VIR FAC 2026 OOO13",
            "VIR TOURNESOL 00013",
        ):
            self.assertSure(self.best(line(100_00, label), dues), 13)

    def test_an_amount_alone_is_never_sure(self):
        self.assertFalse(self.best(line(100_00, "VIR RECU"), [due(12, 100_00)]).sure)

    def test_equal_amounts_are_never_crossed(self):
        """Drawn at random: whoever the label names is the one who is paid, or nobody."""
        for seed in range(60):
            rng = random.Random(seed)
            dues = [
                due(number, rng.choice((100_00, 180_00)), rng.randint(1, 3))
                for number in range(1, 9)
            ]
            lines, named = [], {}
            for number in range(1, 9):
                party = rng.choice((None, *PARTIES))
                label = f"VIR {party.name.upper()}" if party else "VIR RECU REGLEMENT"
                amount = rng.choice((100_00, 180_00))
                lines.append(line(amount, label, number, days=number))
                named[number] = party and party.id
            taken = []
            for number, options in propose(lines, dues, PARTIES).items():
                for option in options:
                    if option.sure:
                        self.assertEqual(option.partner, named[number], (seed, option))
                        taken += [one for one, _amount in option.taken]
            self.assertEqual(len(taken), len(set(taken)), f"twice taken, seed {seed}")

    def test_a_mistyped_number_of_somebody_else_is_not_sure(self):
        dues = [due(12, 100_00), due(13, 100_00, partner=2)]
        self.assertFalse(
            self.best(line(100_00, "VIR TOURNESOL FAC/2026/00012"), dues).sure
        )
        # Somebody else is named in full, beside a word of the one who owes.
        label = "VIR GARAGE TOURNESOL POUR CHABOUD FAC/2026/00012"
        self.assertFalse(self.best(line(100_00, label), dues).sure)
        # Nobody known, and others owe as much.
        self.assertFalse(
            self.best(line(100_00, "VIR HOLDING BMT FAC/2026/00012"), dues).sure
        )
        # Nobody else owes as much: somebody pays for his customer.
        self.assertSure(
            self.best(line(100_00, "VIR HOLDING BMT FAC/2026/00012"), dues[:1]), 12
        )

    def test_two_invoices_of_the_same_amount_wait_for_a_number(self):
        dues = [due(12, 100_00), due(13, 100_00)]
        self.assertFalse(self.best(line(100_00, "VIR CHABOUD PLOMBERIE"), dues).sure)
        self.assertSure(self.best(line(100_00, "VIR CHABOUD FACT 2026/13"), dues), 13)

    def test_a_line_without_number_leaves_the_invoice_the_next_one_names(self):
        lines = [
            line(100_00, "VIR CHABOUD PLOMBERIE", 1, days=3),
            line(100_00, "VIR FAC/2026/00012", 2),
        ]
        found = propose(lines, [due(12, 100_00)], PARTIES)
        self.assertSure(found[2][0], 12)
        self.assertFalse(any(option.sure or option.taken for option in found[1]))

    def test_what_a_later_line_takes_surely_goes_down(self):
        lines = [
            line(100_00, "VIR RECU", 1, days=3),
            line(100_00, "VIR PLOMBERIE CHABOUD", 2),
        ]
        found = propose(lines, [due(12, 100_00)], PARTIES)
        self.assertSure(found[2][0], 12)
        self.assertFalse(found[1][0].sure)
        self.assertIn("claimed", [reason.code for reason in found[1][0].reasons])

    def test_the_number_of_a_paid_invoice_stops_the_amount(self):
        label = "VIR PLOMBERIE CHABOUD FAC/2026/00011"
        self.assertFalse(self.best(line(100_00, label), [due(12, 100_00)]).sure)

    def test_the_number_of_another_open_invoice_stops_the_amount(self):
        dues = [due(12, 100_00), due(13, 250_00)]
        label = "VIR PLOMBERIE CHABOUD FAC/2026/00013"
        self.assertFalse(self.best(line(100_00, label), dues).sure)

    def test_a_deposit_is_not_an_old_invoice(self):
        label = "VIR PLOMBERIE CHABOUD ACOMPTE DEVIS"
        self.assertFalse(self.best(line(100_00, label), [due(12, 100_00)]).sure)

    def test_the_same_payment_twice_is_not_sure(self):
        first = line(100_00, "VIR PLOMBERIE CHABOUD", 1, days=4)
        dues = [due(12, 100_00)]
        own = Own(recent=(first,))
        again = line(100_00, "VIR PLOMBERIE CHABOUD", 2)
        self.assertFalse(self.best(again, dues, own=own).sure)
        self.assertSure(self.best(again, dues), 12)

    def test_several_invoices(self):
        dues = [due(12, 100_00), due(13, 55_10), due(14, 31_20, days=10)]
        self.assertSure(
            self.best(line(155_10, "VIR FAC/2026/00012 00013"), dues), 12, 13
        )
        self.assertSure(
            self.best(line(186_30, "VIR PLOMBERIE CHABOUD"), dues), 12, 13, 14
        )
        # One number was cut off by the bank.
        self.assertSure(
            self.best(line(155_10, "VIR CHABOUD FAC/2026/00012"), dues), 12, 13
        )

    def test_a_credit_note_is_taken_off(self):
        dues = [due(12, 100_00), due(13, -20_00, number="RFAC/2026/00013")]
        self.assertSure(self.best(line(80_00, "VIR PLOMBERIE CHABOUD"), dues), 12, 13)

    def test_twins_make_a_sum_unsure(self):
        dues = [due(12, 100_00), due(13, 100_00, days=19), due(14, 55_10, days=18)]
        best = self.best(line(155_10, "VIR PLOMBERIE CHABOUD"), dues)
        self.assertFalse(best.sure)
        # Even where they are the oldest.
        dues = [due(12, 100_00), due(14, 55_10, days=19), due(13, 100_00, days=18)]
        best = self.best(line(155_10, "VIR PLOMBERIE CHABOUD"), dues)
        self.assertFalse(best.sure)

    def test_part_of_an_invoice(self):
        best = self.best(line(50_00, "VIR FAC/2026/00012"), [due(12, 120_00)])
        self.assertSure(best, 12)
        self.assertEqual((best.kind, best.taken), ("partial", ((12, 50_00),)))

    def test_a_fee_is_for_a_person_to_say(self):
        best = self.best(line(991_50, "VIR FAC/2026/00012"), [due(12, 1000_00)])
        self.assertEqual((best.kind, best.sure, best.rest), ("fee", False, -8_50))

    def test_an_early_payment_discount(self):
        values = {"discounted": 98_00, "discount_until": DAY}
        best = self.best(line(98_00, "VIR FAC/2026/00012"), [due(12, 100_00, **values)])
        self.assertEqual((best.kind, best.sure, best.rest), ("discount", True, -2_00))
        values["discount_until"] = DAY - timedelta(1)
        best = self.best(line(98_00, "VIR FAC/2026/00012"), [due(12, 100_00, **values)])
        self.assertNotEqual(best.kind, "discount")

    def test_a_bank_account_is_a_name(self):
        dues = [due(12, 100_00), due(13, 100_00, partner=2)]
        known = line(100_00, "VIR RECU", iban="FR76 3000 1007 9412 3456 7890 185")
        self.assertSure(self.best(known, dues), 12)

    def test_a_remembered_label_is_a_name_unless_two_bear_it(self):
        memories = [Memory("HOLDING BMT", True, partner=2)]
        dues = [due(12, 100_00), due(13, 100_00, partner=2)]
        asked = line(100_00, "VIR HOLDING BMT")
        self.assertSure(self.best(asked, dues, memories=memories), 13)
        memories.append(Memory("HOLDING BMT", True, partner=1))
        self.assertFalse(self.best(asked, dues[:1], memories=memories).sure)

    def test_a_remembered_account(self):
        memories = [Memory("STATION PONT", False, account=606)]
        best = self.best(
            line(-42_00, "CB STATION DU PONT 12/03"), [], memories=memories
        )
        self.assertEqual((best.kind, best.account, best.sure), ("account", 606, True))
        # The same words for money that comes in say nothing.
        self.assertIsNone(
            self.best(line(42_00, "STATION DU PONT"), [], memories=memories)
        )

    def test_what_every_firm_pays(self):
        debt = due(12, -980_00, 0, number="", account="431000")
        self.assertSure(self.best(line(-980_00, "PRLV URSSAF RHONE"), [debt]), 12)
        vat = due(13, -2310_00, 0, number="", account="445510")
        label = "PRLV SEPA DGFIP IMPOTS TVA1-102026-3310CA3"
        self.assertSure(self.best(line(-2310_00, label), [debt, vat]), 13)
        best = self.best(line(-12_00, "FRAIS TENUE DE COMPTE"), [])
        self.assertEqual(
            (best.kind, best.prefixes, best.sure), ("account", ("627",), False)
        )

    def test_what_comes_back_without_a_bill(self):
        flows = (
            Flow("Rent", -900_00, partner=3),
            Flow("Store room", -120_00, prefixes=("613",)),
            Flow("Subsidy", 900_00, prefixes=("74",)),
            Flow("Rent in dollars", -900_00, "USD", partner=2),
        )
        own = Own(flows=flows)
        best = self.best(line(-900_00, "PRLV SCI DES LILAS"), [], own=own)
        self.assertEqual((best.kind, best.partner, best.sure), ("partner", 3, False))
        self.assertEqual(best.reasons[-1].value, "Rent")
        best = self.best(line(-120_00, "PRLV BOX"), [], own=own)
        self.assertEqual((best.kind, best.prefixes), ("account", ("613",)))
        self.assertIsNone(self.best(line(-900_01, "PRLV SCI DES LILAS"), [], own=own))
        # Named as well: one proposal of it, not two.
        found = propose([line(-900_00, "PRLV PERRIN")], [], PARTIES, own=own)[1]
        self.assertEqual([one.partner for one in found], [3])
        # The bill of the month goes before.
        bill = due(12, -900_00, 3, number="F-7712")
        best = self.best(line(-900_00, "PRLV BOULANGERIE PERRIN"), [bill], own=own)
        self.assertSure(best, 12)

    def test_an_internal_transfer_shows_on_both_sides(self):
        mirror = line(-500_00, "VIR INTERNE", 9, journal=2)
        own = Own(elsewhere=(mirror,))
        best = self.best(line(500_00, "VIR INTERNE DEPUIS LIVRET"), [], own=own)
        self.assertEqual((best.kind, best.mirror, best.sure), ("transfer", 9, True))
        self.assertFalse(self.best(line(500_00, "VIR INTERNE"), []).sure)

    def test_another_currency_is_never_sure(self):
        dollars = due(12, 100_00, currency="USD")
        best = self.best(line(92_00, "VIR FAC/2026/00012"), [dollars])
        self.assertEqual((best.kind, best.sure), ("foreign", False))
        self.assertFalse(self.best(line(100_00, "VIR FAC/2026/00012"), [dollars]).sure)

    def test_money_before_the_invoice_is_not_sure(self):
        for label in ("VIR CHABOUD PLOMBERIE", "VIR FAC/2026/00012"):
            best = self.best(line(100_00, label, days=40), [due(12, 100_00)])
            self.assertFalse(best.sure, label)

    def test_a_crowd_of_equal_amounts_is_answered(self):
        crowd = [due(number, 100_00, 0) for number in range(1, 400)]
        found = self.best(line(100_00, "VIR FAC/2026/00200"), crowd)
        self.assertSure(found, 200)
        self.assertFalse(self.best(line(100_00, "VIR"), crowd).sure)
        # A word of a name is not enough where so many owe as much.
        crowd.append(due(500, 100_00, 2))
        self.assertFalse(self.best(line(100_00, "VIR TOURNESOL"), crowd).sure)
