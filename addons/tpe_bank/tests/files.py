"""Bank files written by hand from the public specifications."""

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.0{version}">
<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>
{statements}
</BkToCstmrStmt></Document>"""
STATEMENT = """<Stmt><Id>{day}</Id>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{opening}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{closing}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
{entries}
</Stmt>"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
<AcctSvcrRef>{ref}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs>
<RltdPties><Dbtr><Nm>BATI SUD</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN>
</Id></DbtrAcct></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls>
<AddtlNtryInf>{label}</AddtlNtryInf></Ntry>"""
OURS = "FR1420041010050500013M02606"
OTHER = "FR7630006000011234567890189"


def entry(day, amount, ref="", label="VIREMENT RECU", text="", status="BOOK", **kw):
    side = "DBIT" if str(amount).startswith("-") else "CRDT"
    return ENTRY.format(
        day=day,
        amount=str(amount).lstrip("-"),
        side=side,
        ref=ref,
        label=label,
        text=text,
        status=status,
        end=kw.get("end", "NOTPROVIDED"),
        currency=kw.get("currency", "EUR"),
    )


def statement(day, opening, closing, *entries, iban=OURS, currency="EUR"):
    return STATEMENT.format(
        day=day,
        opening=opening,
        closing=closing,
        entries="\n".join(entries),
        iban=iban,
        currency=currency,
    )


def camt(*statements, version=2):
    return CAMT.format(version=version, statements="\n".join(statements)).encode()


OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE
<OFX>
<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS>
<CURDEF>EUR
<BANKACCTFROM><BANKID>20041<BRANCHID>01005<ACCTID>0500013M026<ACCTTYPE>CHECKING
</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261101<DTEND>20261105
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261103000000[+1:CET]<TRNAMT>-12.50<FITID>F1
<NAME>CB CAFÉ &amp; CO</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261104<TRNAMT>+1200,00<FITID>F2<CHECKNUM>77
<NAME>VIR BATI SUD<MEMO>FACT 12</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL><BALAMT>2187.50<DTASOF>20261105</LEDGERBAL>
<AVAILBAL><BALAMT>9999.00<DTASOF>20261105</AVAILBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
