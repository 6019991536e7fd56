"""A file of the past that waits to be looked at: nothing of it is in the books."""

import base64
import io
from datetime import timedelta

import xlsxwriter

INVOICES = ("N° de facture", "Client", "Date de facture", "Échéance", "Montant TTC")
SETTLEMENTS = ("N° de facture", "Date de règlement", "Montant réglé")


def set_up(env, company, today):
    """Four invoices of the firm's former software, one of which has a fault."""
    account = env["account.account"].search(
        [("company_ids", "in", company.ids), ("code", "=like", "472%")], limit=1
    )
    past = env["tpe.past.import"].create(
        {
            "name": "reprise-ancien-logiciel.xlsx",
            "file": base64.b64encode(_book(today)),
            "account_id": account.id,
        }
    )
    past.with_context(lang="fr_FR").action_check()


def _book(today):
    def ago(days):
        return today - timedelta(days)

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}
    )
    customers = [("Nom", "SIREN", "E-mail"), ("Garage Fournier", "", "")]
    invoices = [
        INVOICES,
        ("ANC-0412", "Garage Fournier", ago(400), ago(370), 1440),
        ("ANC-0431", "Garage Fournier", ago(330), ago(300), 816),
        ("ANC-0455", "Garage Fournier", ago(75), ago(45), 672),
        ("ANC-0460", "Garage Fournier", ago(-3), "", 240),
    ]
    settlements = [
        SETTLEMENTS,
        ("ANC-0412", ago(352), 1440),
        ("ANC-0431", ago(279), 816),
    ]
    for title, rows in (
        ("Clients", customers),
        ("Factures", invoices),
        ("Règlements", settlements),
    ):
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()
