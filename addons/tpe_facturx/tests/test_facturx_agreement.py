from odoo import Command
from odoo.tests import tagged

from ..tools import facts
from ..tools.check import check
from .facturx_common import FacturxCommon
from .variants import DAY, VARIANTS, german

CUSTOMER = {
    "ready": {},
    "no country": {"country_id": False},
    "no address at all": {"street": False, "zip": False, "city": False},
    "wrong SIREN": {"company_registry": "552100555"},
    "wrong SIRET": {"company_registry": "55210055400014"},
    "La Poste": {"company_registry": "35600000049837", "vat": False},
    "short SIREN": {"company_registry": "5521005"},
    "written with spaces": {"company_registry": "SIREN 552 100 554"},
    "SIREN in the VAT number": {"company_registry": False},
    "nothing, nobody decided": {"company_registry": False, "vat": False},
    "professional without number": {
        "company_registry": False,
        "vat": False,
        "tpe_profile_decided": "professional",
    },
    "professional, short SIREN": {
        "company_registry": "5521005",
        "vat": False,
        "tpe_profile_decided": "professional",
    },
    "consumer": {
        "company_registry": False,
        "vat": False,
        "tpe_profile_decided": "consumer",
    },
    "consumer with an e-mail address": {
        "company_registry": False,
        "vat": False,
        "tpe_profile_decided": "consumer",
        "email": "julie@example.org",
    },
    "consumer, wrong SIREN": {
        "company_registry": "552100555",
        "tpe_profile_decided": "consumer",
        "email": "julie@example.org",
    },
    "electronic address with a space": {"tpe_electronic_address": "552100554 A"},
    "electronic address of another": {"tpe_electronic_address": "732829320"},
    "electronic address": {"tpe_electronic_address": "552100554_COMPTA"},
    "French Guiana": {"country": "gf", "vat": False},
    "Martinique": {"country": "mq"},
    "Martinique without SIREN": {
        "country": "mq",
        "vat": False,
        "company_registry": False,
        "tpe_profile_decided": "professional",
    },
}
FIRM = {
    "ready": {},
    "no country": {"country_id": False},
    "no address at all": {"street": False, "zip": False, "city": False},
    "SIREN in the VAT number": {"company_registry": False},
    "neither": {"company_registry": False, "vat": False},
    "wrong SIREN": {"company_registry": "732829321"},
    "wrong SIRET": {"company_registry": "73282932000075"},
    "short SIREN": {"company_registry": "73282932"},
    "no VAT number": {"vat": False},
    "a slash for a VAT number": {"vat": "/"},
    "293 B": {"vat": False, "tpe_vat_franchise": True},
    "no bank": {"bank_ids": [Command.clear()]},
    "electronic address with a space": {"electronic": "732829320 A"},
}


@tagged("post_install", "-at_install")
class TestFacturxAgreement(FacturxCommon):
    """The list of what to mend and the refusal of an invoice say the same things."""

    def both(self, move):
        """What the list calls fatal, what the builder refuses: records and fields."""
        move.env.flush_all()
        gaps = self.env["tpe.facturx.gap"].search(
            [
                ("company_id", "=", move.company_id.id),
                ("fatal", "=", True),
                "|",
                ("subject", "=", "company"),
                ("partner_id", "=", move.commercial_partner_id.id),
            ]
        )
        listed = {self._place(*gap._mended_on()) for gap in gaps}
        refused = {
            self._place(gap.record, gap.field)
            for gap in move._facturx_gaps()
            if gap.record._name in ("res.partner", "res.company")
        }
        return listed, refused

    def _place(self, record, field):
        # The address of the firm is shown on the firm and kept on its partner.
        company = self.shop.company
        ours = record in (company, company.partner_id)
        return "firm" if ours else record.id, field

    def agree(self, move):
        listed, refused = self.both(move)
        self.assertEqual(listed, refused)
        return refused

    def test_on_every_kind_of_invoice(self):
        for name, build in VARIANTS.items():
            with self.subTest(name), self.undone():
                if move := build(self.shop):
                    self.assertFalse(self.agree(move))

    def test_on_customers_of_every_kind(self):
        move, found = self.shop.invoice(self.shop.line(100)), {}
        for name, values in CUSTOMER.items():
            with self.subTest(name), self.undone():
                values = dict(values)
                if country := values.pop("country", None):
                    values["country_id"] = self.env.ref(f"base.{country}").id
                self.shop.customer.write(values)
                found[name] = {field for _record, field in self.agree(move)}
        self.assertEqual(found["ready"], set())
        self.assertEqual(found["no country"], {"country_id"})
        self.assertEqual(found["professional without number"], {"company_registry"})
        self.assertEqual(found["consumer"], {"email"})
        self.assertEqual(found["no address at all"], set())

    def test_on_firms_of_every_kind(self):
        company, found = self.shop.company, {}
        move = self.shop.invoice(self.shop.line(100))
        for name, values in FIRM.items():
            with self.subTest(name), self.undone():
                values = dict(values)
                if "electronic" in values:
                    company.partner_id.tpe_electronic_address = values.pop("electronic")
                if "bank_ids" in values:
                    company.partner_id.bank_ids.unlink()
                    values.pop("bank_ids")
                company.write(values)
                found[name] = {field for _record, field in self.agree(move)}
        self.assertEqual(found["ready"], set())
        self.assertEqual(found["no country"], {"country_id"})
        self.assertEqual(found["neither"], {"company_registry", "vat"})
        self.assertEqual(found["293 B"], set())

    def test_a_supply_to_a_firm_of_the_union(self):
        partner = german(self.shop)
        line = self.shop.line(100, 1, "tva_sale_good_intra_0")
        move = self.shop.invoice(line, partner=partner, delivery_date=DAY)
        self.assertFalse(self.agree(move))
        partner.vat = False
        self.assertEqual(self.agree(move), {(partner.id, "vat")})

    def test_overseas_the_builder_and_the_checker_follow_the_same_rules(self):
        """CGI 294: French Guiana and Mayotte are outside of the VAT, three are inside."""
        company = self.shop.company
        for code, french in (
            *(("FR", True), ("GP", True), ("MQ", True), ("RE", True)),
            *(("GF", False), ("YT", False), ("PF", False), ("BE", False)),
        ):
            with self.subTest(code), self.undone():
                company.country_id = self.env.ref(f"base.{code.lower()}")
                self.assertEqual(company._facturx_in_france(), french)
                self.assertEqual(facts.Party(country=code).french, french)

    def test_what_is_told_without_being_fatal_passes_the_rules(self):
        """Neither address but the country, no bank, keys of VAT numbers that are wrong."""
        company, customer = self.shop.company, self.shop.customer
        move = self.shop.invoice(self.shop.line(100))
        nowhere = {"street": False, "zip": False, "city": False}
        customer.write(nowhere)
        company.write(nowhere)
        move.partner_bank_id = False
        company.partner_id.bank_ids.unlink()
        self.env.flush_all()
        # Odoo refuses them on entry; imports and old data have them.
        self.env.cr.execute(
            """UPDATE res_partner SET vat = 'FR00' || right(vat, 9) WHERE id IN %s""",
            [(customer.id, company.partner_id.id)],
        )
        self.env.invalidate_all()
        gaps = self.env["tpe.facturx.gap"].search([("company_id", "=", company.id)])
        self.assertGreaterEqual(len(gaps), 9)
        self.assertFalse(gaps.filtered("fatal"))
        verdict = check(self.xml_bytes(move), "", DAY, trusted=True)
        self.assertEqual((verdict.rules, verdict.not_run), ([], ()))

    def test_a_seller_of_martinique_passes_the_french_rules(self):
        verdict = check(
            self.xml_bytes(VARIANTS["overseas"](self.shop)), "", DAY, trusted=True
        )
        self.assertEqual(
            (verdict.rules, verdict.not_run, verdict.not_applied), ([], (), ())
        )

    def xml_bytes(self, move):
        content, refusals = move._facturx_xml()
        self.assertFalse(refusals)
        return content
