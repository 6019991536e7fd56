"""Invoice files made by hand, right and wrong. The SIREN are public example numbers."""

import io

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = (
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
)
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
EN16931 = "urn:cen.eu:en16931:2017"
SELLER, SELLER_VAT, SELLER_SIRET = "732829320", "FR44732829320", "73282932000074"
BUYER = "404833048"

# 3 hours at 45.00 EUR and 1 journey at 65.00 EUR: 200.00, VAT 20 % 40.00, 240.00 to pay.
CII = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{RSM}" xmlns:ram="{RAM}" xmlns:udt="{UDT}">
 <rsm:ExchangedDocumentContext>
  <ram:BusinessProcessSpecifiedDocumentContextParameter>
   <ram:ID>S1</ram:ID>
  </ram:BusinessProcessSpecifiedDocumentContextParameter>
  <ram:GuidelineSpecifiedDocumentContextParameter>
   <ram:ID>{EN16931}</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter>
 </rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument>
  <ram:ID>FAC-2026-0042</ram:ID>
  <ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime>
   <udt:DateTimeString format="102">20261105</udt:DateTimeString>
  </ram:IssueDateTime>
  <ram:IncludedNote>
   <ram:Content>Pénalités de retard : trois fois le taux légal.</ram:Content>
   <ram:SubjectCode>PMD</ram:SubjectCode>
  </ram:IncludedNote>
  <ram:IncludedNote>
   <ram:Content>Indemnité forfaitaire de recouvrement : 40 euros.</ram:Content>
   <ram:SubjectCode>PMT</ram:SubjectCode>
  </ram:IncludedNote>
  <ram:IncludedNote>
   <ram:Content>Pas d’escompte pour paiement anticipé.</ram:Content>
   <ram:SubjectCode>AAB</ram:SubjectCode>
  </ram:IncludedNote>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument>
    <ram:LineID>1</ram:LineID>
   </ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:Name>Main-d’œuvre</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement>
    <ram:NetPriceProductTradePrice>
     <ram:ChargeAmount>45.00</ram:ChargeAmount>
    </ram:NetPriceProductTradePrice>
   </ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery>
    <ram:BilledQuantity unitCode="HUR">3</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax>
     <ram:TypeCode>VAT</ram:TypeCode>
     <ram:CategoryCode>S</ram:CategoryCode>
     <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
    </ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation>
     <ram:LineTotalAmount>135.00</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument>
    <ram:LineID>2</ram:LineID>
   </ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:Name>Déplacement</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement>
    <ram:NetPriceProductTradePrice>
     <ram:ChargeAmount>65.00</ram:ChargeAmount>
    </ram:NetPriceProductTradePrice>
   </ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery>
    <ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax>
     <ram:TypeCode>VAT</ram:TypeCode>
     <ram:CategoryCode>S</ram:CategoryCode>
     <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
    </ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation>
     <ram:LineTotalAmount>65.00</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty>
    <ram:GlobalID schemeID="0009">{SELLER_SIRET}</ram:GlobalID>
    <ram:Name>Plomberie Chaboud</ram:Name>
    <ram:SpecifiedLegalOrganization>
     <ram:ID schemeID="0002">{SELLER}</ram:ID>
    </ram:SpecifiedLegalOrganization>
    <ram:PostalTradeAddress>
     <ram:PostcodeCode>45000</ram:PostcodeCode>
     <ram:LineOne>14 rue des Fabriques</ram:LineOne>
     <ram:CityName>Orléans</ram:CityName>
     <ram:CountryID>FR</ram:CountryID>
    </ram:PostalTradeAddress>
    <ram:URIUniversalCommunication>
     <ram:URIID schemeID="0225">{SELLER}</ram:URIID>
    </ram:URIUniversalCommunication>
    <ram:SpecifiedTaxRegistration>
     <ram:ID schemeID="VA">{SELLER_VAT}</ram:ID>
    </ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty>
    <ram:Name>Garage Tournesol</ram:Name>
    <ram:SpecifiedLegalOrganization>
     <ram:ID schemeID="0002">{BUYER}</ram:ID>
    </ram:SpecifiedLegalOrganization>
    <ram:PostalTradeAddress>
     <ram:PostcodeCode>41000</ram:PostcodeCode>
     <ram:LineOne>2 place de la Mairie</ram:LineOne>
     <ram:CityName>Blois</ram:CityName>
     <ram:CountryID>FR</ram:CountryID>
    </ram:PostalTradeAddress>
    <ram:URIUniversalCommunication>
     <ram:URIID schemeID="0225">{BUYER}</ram:URIID>
    </ram:URIUniversalCommunication>
   </ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery>
   <ram:ActualDeliverySupplyChainEvent>
    <ram:OccurrenceDateTime>
     <udt:DateTimeString format="102">20261104</udt:DateTimeString>
    </ram:OccurrenceDateTime>
   </ram:ActualDeliverySupplyChainEvent>
  </ram:ApplicableHeaderTradeDelivery>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax>
    <ram:CalculatedAmount>40.00</ram:CalculatedAmount>
    <ram:TypeCode>VAT</ram:TypeCode>
    <ram:BasisAmount>200.00</ram:BasisAmount>
    <ram:CategoryCode>S</ram:CategoryCode>
    <ram:DueDateTypeCode>72</ram:DueDateTypeCode>
    <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
   </ram:ApplicableTradeTax>
   <ram:SpecifiedTradePaymentTerms>
    <ram:DueDateDateTime>
     <udt:DateTimeString format="102">20261205</udt:DateTimeString>
    </ram:DueDateDateTime>
   </ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>200.00</ram:LineTotalAmount>
    <ram:TaxBasisTotalAmount>200.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">40.00</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>240.00</ram:GrandTotalAmount>
    <ram:DuePayableAmount>240.00</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    pdfaid:part="3" pdfaid:conformance="B"/>
  <rdf:Description rdf:about=""
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
   <pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\
</pdfaSchema:namespaceURI>
   <fx:DocumentType>INVOICE</fx:DocumentType>
   <fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
   <fx:Version>1.0</fx:Version>
   <fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def cii(*changes):
    """The invoice, with each pair of old and new text replaced; as bytes."""
    text = CII
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def ubl(*changes):
    """A UBL invoice of one line, enough for the own checks; as bytes."""
    base = "urn:oasis:names:specification:ubl:schema:xsd:"
    text = f"""<Invoice xmlns="{base}Invoice-2" xmlns:cac="{base}CommonAggregateComponents-2"
 xmlns:cbc="{base}CommonBasicComponents-2">
 <cbc:CustomizationID>{EN16931}</cbc:CustomizationID><cbc:ProfileID>B1</cbc:ProfileID>
 <cbc:ID>F1</cbc:ID><cbc:IssueDate>2026-11-05</cbc:IssueDate>
 <cbc:DueDate>2026-12-05</cbc:DueDate><cbc:Note>#PMT#40 euros</cbc:Note>
 <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:AccountingSupplierParty><cac:Party>
  <cac:PartyLegalEntity>
   <cbc:CompanyID schemeID="0002">{SELLER}</cbc:CompanyID>
  </cac:PartyLegalEntity>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party/></cac:AccountingCustomerParty>
 <cac:LegalMonetaryTotal>
  <cbc:PayableAmount currencyID="EUR">12.00</cbc:PayableAmount>
 </cac:LegalMonetaryTotal>
 <cac:InvoiceLine>
  <cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">200</cbc:InvoicedQuantity>
  <cbc:LineExtensionAmount currencyID="EUR">10.00</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Vis</cbc:Name></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="EUR">5</cbc:PriceAmount>
   <cbc:BaseQuantity unitCode="C62">100</cbc:BaseQuantity></cac:Price>
 </cac:InvoiceLine>
</Invoice>"""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def pdf(
    xml=None,
    name="factur-x.xml",
    relation="/Data",
    listed=True,
    xmp=XMP,
    others=(),
    encrypted=False,
    script=None,
):
    """A PDF of one empty page with ``xml`` attached, and ``others``: names and bytes."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    specs = []
    for file_name, data in ((name, cii() if xml is None else xml), *others):
        if data is not None:
            specs.append((file_name, _file(writer, file_name, data, relation)))
    names = ArrayObject()
    for file_name, spec in specs:
        names += [TextStringObject(file_name), spec]
    tree = DictionaryObject({NameObject("/Names"): names})
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/EmbeddedFiles"): tree}
    )
    if listed:
        files = ArrayObject(spec for _name, spec in specs)
        writer.root_object[NameObject("/AF")] = files
    if xmp is not None:
        stream = DecodedStreamObject()
        stream.set_data(xmp.encode())
        metadata = writer._add_object(stream)
        writer.root_object[NameObject("/Metadata")] = metadata
    if script:
        writer.add_js(script)
    if encrypted:
        writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _file(writer, name, data, relation):
    stream = DecodedStreamObject()
    stream.set_data(data)
    spec = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/UF"): TextStringObject(name),
            NameObject("/F"): TextStringObject(name),
            NameObject("/EF"): DictionaryObject(
                {NameObject("/F"): writer._add_object(stream.flate_encode())}
            ),
        }
    )
    if relation:
        spec[NameObject("/AFRelationship")] = NameObject(relation)
    return writer._add_object(spec)
