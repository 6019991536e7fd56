from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from . import files


class BankCommon(AccountTestInvoicingCommon):
    """A company in euros with one bank account, and files of that account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.journal = cls._bank("Compte courant", files.OURS)
        cls.files = cls.env["tpe.bank.import"]

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("tpe_base.group_tpe_manager")

    @classmethod
    def _bank(cls, name, iban=None, currency="EUR", company=None):
        company = company or cls.company
        money = cls.env.ref(f"base.{currency}")
        money.active = True
        values = {"name": name, "type": "bank", "code": name[-5:], "currency_id": money.id}
        journal = cls.env["account.journal"].with_company(company).create(values)
        if iban:
            journal.set_bank_account(iban)
        return journal

    @classmethod
    def _upload(cls, content, name="releve.xml", journal=None, env=None):
        """The records that a person sees after having dropped a file."""
        files_ = cls.files.with_env(env or cls.env)
        attachment = files_.env["ir.attachment"].create({"name": name, "raw": content})
        if journal:
            files_ = files_.with_context(default_journal_id=journal.id)
        action = files_.create_document_from_attachment(attachment.ids)
        if action.get("res_id"):
            return files_.browse(action["res_id"])
        return files_.search(action["domain"], order="id")

    @classmethod
    def _two(cls, day="2026-11-03", opening="0.00", closing="1180.00"):
        return files.camt(
            files.statement(
                day,
                opening,
                closing,
                files.entry(day, "1200.00", "R1", text="FACT 12"),
                files.entry(day, "-20.00", "R2", label="FRAIS"),
            )
        )
