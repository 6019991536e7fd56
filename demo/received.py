"""Two e-invoices of suppliers that came by e-mail: a good Factur-X and a refused XML."""

import io
from datetime import datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

BASE = "urn:un:unece:uncefact:data:standard:"
RSM = f"{BASE}CrossIndustryInvoice:100"
RAM = f"{BASE}ReusableAggregateBusinessInformationEntity:100"
UDT = f"{BASE}UnqualifiedDataType:100"
# What each invoice of a professional must say, by the code of the note.
NOTES = {
    "PMD": "Pénalités de retard : trois fois le taux d’intérêt légal.",
    "AAB": "Pas d’escompte pour paiement anticipé.",
    "PMT": "Indemnité forfaitaire pour frais de recouvrement : 40 euros.",
}
# (description, quantity, price)
LIGHTS = (("Dalle LED 60 x 60, 36 W", 12, 42.5), ("Ruban LED, 5 m", 6, 18.9))
TOOLS = (("Jeu de forets béton", 2, 34.9), ("Gants isolants, la paire", 10, 6.2))


def set_up(env, company, today):
    """Check the two files: what is done with them is left to who looks at them."""
    day = today - timedelta(days=3)
    number = f"LUM-{day:%y%m}-2207"
    lights = _supplier(env, "Lumen Distribution SAS")
    xml = _cii(lights, company, number, day, LIGHTS, NOTES)
    files = {f"{number}.pdf": _facturx(env, lights, company, number, day, xml)}
    # A small shop's software: the fee of recovery is not told, the VAT is a cent too high.
    number = f"OUT-{day:%y%m}-118"
    tools = _supplier(env, "Outillage Perrache")
    notes = {code: NOTES[code] for code in ("PMD", "AAB")}
    files[f"{number}.xml"] = _cii(tools, company, number, day, TOOLS, notes, cents=1)
    attachments = env["ir.attachment"].create(
        [{"name": name, "raw": raw} for name, raw in files.items()]
    )
    env["tpe.facturx.file"]._receive(attachments, company)


def _supplier(env, name):
    return env["res.partner"].search([("name", "=", name)], limit=1)


def _sums(lines, cents=0):
    """Base, VAT and total of the lines, in cents; ``cents`` too much of VAT."""
    base = sum(round(100 * quantity * price) for _text, quantity, price in lines)
    vat = round(base / 5) + cents
    return base, vat, base + vat


def _euros(cents):
    return f"{cents / 100:.2f}"


def _date(day):
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'


def _line(number, text, quantity, price):
    return f"""<ram:IncludedSupplyChainTradeLineItem>
 <ram:AssociatedDocumentLineDocument>
  <ram:LineID>{number}</ram:LineID>
 </ram:AssociatedDocumentLineDocument>
 <ram:SpecifiedTradeProduct><ram:Name>{escape(text)}</ram:Name></ram:SpecifiedTradeProduct>
 <ram:SpecifiedLineTradeAgreement>
  <ram:NetPriceProductTradePrice>
   <ram:ChargeAmount>{price:.2f}</ram:ChargeAmount>
  </ram:NetPriceProductTradePrice>
 </ram:SpecifiedLineTradeAgreement>
 <ram:SpecifiedLineTradeDelivery>
  <ram:BilledQuantity unitCode="C62">{quantity}</ram:BilledQuantity>
 </ram:SpecifiedLineTradeDelivery>
 <ram:SpecifiedLineTradeSettlement>
  <ram:ApplicableTradeTax>
   <ram:TypeCode>VAT</ram:TypeCode>
   <ram:CategoryCode>S</ram:CategoryCode>
   <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
  </ram:ApplicableTradeTax>
  <ram:SpecifiedTradeSettlementLineMonetarySummation>
   <ram:LineTotalAmount>{quantity * price:.2f}</ram:LineTotalAmount>
  </ram:SpecifiedTradeSettlementLineMonetarySummation>
 </ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""


def _party(partner):
    """The numbers of the firm, then where it is."""
    siren = partner.company_registry[:9]
    return f"""<ram:Name>{escape(partner.name)}</ram:Name>
 <ram:SpecifiedLegalOrganization>
  <ram:ID schemeID="0002">{siren}</ram:ID>
 </ram:SpecifiedLegalOrganization>
 <ram:PostalTradeAddress>
  <ram:PostcodeCode>{partner.zip}</ram:PostcodeCode>
  <ram:LineOne>{escape(partner.street)}</ram:LineOne>
  <ram:CityName>{escape(partner.city)}</ram:CityName>
  <ram:CountryID>FR</ram:CountryID>
 </ram:PostalTradeAddress>
 <ram:URIUniversalCommunication>
  <ram:URIID schemeID="0225">{siren}</ram:URIID>
 </ram:URIUniversalCommunication>
 <ram:SpecifiedTaxRegistration>
  <ram:ID schemeID="VA">{partner.vat}</ram:ID>
 </ram:SpecifiedTaxRegistration>"""


def _cii(seller, company, number, day, lines, notes, cents=0):
    """An invoice of goods at 20 %, due in 45 days; ``cents``: of VAT too much."""
    base, vat, _total = _sums(lines)
    _base, told, total = _sums(lines, cents)
    words = "".join(
        f"<ram:IncludedNote><ram:Content>{escape(text)}</ram:Content>"
        f"<ram:SubjectCode>{code}</ram:SubjectCode></ram:IncludedNote>"
        for code, text in notes.items()
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{RSM}" xmlns:ram="{RAM}" xmlns:udt="{UDT}">
<rsm:ExchangedDocumentContext>
 <ram:BusinessProcessSpecifiedDocumentContextParameter>
  <ram:ID>B1</ram:ID>
 </ram:BusinessProcessSpecifiedDocumentContextParameter>
 <ram:GuidelineSpecifiedDocumentContextParameter>
  <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter>
</rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument>
 <ram:ID>{number}</ram:ID>
 <ram:TypeCode>380</ram:TypeCode>
 <ram:IssueDateTime>{_date(day)}</ram:IssueDateTime>
 {words}
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
{"".join(_line(rank, *line) for rank, line in enumerate(lines, 1))}
<ram:ApplicableHeaderTradeAgreement>
 <ram:SellerTradeParty>{_party(seller)}</ram:SellerTradeParty>
 <ram:BuyerTradeParty>{_party(company.partner_id)}</ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery>
 <ram:ActualDeliverySupplyChainEvent>
  <ram:OccurrenceDateTime>{_date(day)}</ram:OccurrenceDateTime>
 </ram:ActualDeliverySupplyChainEvent>
</ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement>
 <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
 <ram:SpecifiedTradeSettlementPaymentMeans>
  <ram:TypeCode>58</ram:TypeCode>
  <ram:PayeePartyCreditorFinancialAccount>
   <ram:IBANID>{seller.bank_ids[:1].sanitized_acc_number}</ram:IBANID>
  </ram:PayeePartyCreditorFinancialAccount>
 </ram:SpecifiedTradeSettlementPaymentMeans>
 <ram:ApplicableTradeTax>
  <ram:CalculatedAmount>{_euros(vat)}</ram:CalculatedAmount>
  <ram:TypeCode>VAT</ram:TypeCode>
  <ram:BasisAmount>{_euros(base)}</ram:BasisAmount>
  <ram:CategoryCode>S</ram:CategoryCode>
  <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
 </ram:ApplicableTradeTax>
 <ram:SpecifiedTradePaymentTerms>
  <ram:DueDateDateTime>{_date(day + timedelta(days=45))}</ram:DueDateDateTime>
 </ram:SpecifiedTradePaymentTerms>
 <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  <ram:LineTotalAmount>{_euros(base)}</ram:LineTotalAmount>
  <ram:TaxBasisTotalAmount>{_euros(base)}</ram:TaxBasisTotalAmount>
  <ram:TaxTotalAmount currencyID="EUR">{_euros(told)}</ram:TaxTotalAmount>
  <ram:GrandTotalAmount>{_euros(total)}</ram:GrandTotalAmount>
  <ram:DuePayableAmount>{_euros(total)}</ram:DuePayableAmount>
 </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>""".encode()


def _facturx(env, seller, company, number, day, xml):
    """The page that a person reads, with the XML inside."""
    from odoo.tools import file_open

    from odoo.addons.tpe_facturx.tools import pdfa

    title = f"Facture {number}"
    document = pdfa.Document(
        title=f"{seller.name} - {title}",
        author=seller.name,
        subject=f"{title} du {day:%d/%m/%Y}",
        created=datetime.combine(day, time(9, 30)),
    )
    with file_open("tools/data/files/sRGB2014.icc", "rb") as profile:
        icc = profile.read()
    page = _page(seller, company, title, day)
    return pdfa.to_facturx(page, xml, document, icc)


def _page(seller, company, title, day):
    """One sheet, with a font that goes into the file: an archive asks for it."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    stream = io.BytesIO()
    # Reportlab's own way writes the standard Helvetica of its first page, not embedded.
    canvas = Canvas(stream, pagesize=A4, initialFontName="Vera", invariant=1)
    for x, y, text, font, size in _texts(seller, company, title, day):
        canvas.setFont(font, size)
        draw = canvas.drawRightString if x < 0 else canvas.drawString
        draw(abs(x), y, text)
    canvas.save()
    return stream.getvalue()


def _texts(seller, company, title, day):
    """``(x, y, text, font, size)``; a negative x is the right end of the text."""
    buyer = company.partner_id
    yield 56, 770, seller.name, "VeraBd", 15
    yield 56, 752, f"{seller.street}, {seller.zip} {seller.city}", "Vera", 9
    siren = f"SIREN {seller.company_registry[:9]} - TVA {seller.vat}"
    yield 56, 739, siren, "Vera", 9
    for rank, text in enumerate(
        (buyer.name, buyer.street, f"{buyer.zip} {buyer.city}")
    ):
        yield 330, 690 - 14 * rank, text, "Vera", 10
    yield 56, 620, title, "VeraBd", 13
    due = day + timedelta(days=45)
    days = f"du {day:%d/%m/%Y}, à régler le {due:%d/%m/%Y}"
    yield 56, 603, days, "Vera", 9
    y = 566
    for text, quantity, price in LIGHTS:
        yield 56, y, text, "Vera", 10
        yield -400, y, f"{quantity} x {_french(100 * price)}", "Vera", 10
        yield -540, y, _french(100 * quantity * price), "Vera", 10
        y -= 18
    base, vat, total = _sums(LIGHTS)
    rows = (("Total HT", base), ("TVA 20 %", vat), ("À payer", total))
    for rank, (text, cents) in enumerate(rows):
        font = "VeraBd" if rank == 2 else "Vera"
        yield 330, y - 16 - 16 * rank, text, font, 10
        yield -540, y - 16 - 16 * rank, _french(cents), font, 10
    for rank, text in enumerate(NOTES.values()):
        yield 56, 90 - 12 * rank, text, "Vera", 8


def _french(cents):
    return f"{cents / 100:.2f}".replace(".", ",") + " €"
