"""Statements of account of ISO 20022 (camt.053, every version).

>>> [statement] = read(b'''<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
... <BkToCstmrStmt><Stmt><Acct><Id><IBAN>FR7630001007941234567890185</IBAN></Id></Acct>
... <Ntry><Amt Ccy="EUR">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
... <BookgDt><Dt>2026-11-05</Dt></BookgDt><AddtlNtryInf>CB CAFE</AddtlNtryInf>
... </Ntry></Stmt></BkToCstmrStmt></Document>''')
>>> statement.lines[0].date, statement.lines[0].amount, statement.lines[0].label
(datetime.date(2026, 11, 5), Decimal('-12.50'), 'CB CAFE')
"""

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from .amounts import day
from .statement import Line, Refused, Statement, oldest_first

# Nothing is fetched, no entity is replaced, no tree is deeper than libxml2 allows.
PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
MESSAGE = re.compile(r"camt\.\d{3}")
# libxml2: end of the document, tag not finished, attribute or comment cut.
CUT = {5, 39, 40, 45, 73, 74, 77}
BOOKED = "BOOK"
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read(content):
    """The statements of a camt.053 file, in its order."""
    root = _tree(content)
    namespace = etree.QName(root).namespace or ""
    found = root.findall("{*}BkToCstmrStmt/{*}Stmt")
    if not found:
        named = MESSAGE.search(namespace)
        raise Refused("message", root.sourceline, named[0] if named else root.tag)
    return [_statement(node) for node in found]


def _tree(content):
    if declared := DECLARES.search(content):
        raise Refused("entity", content.count(b"\n", 0, declared.start()) + 1)
    try:
        root = etree.fromstring(content, etree.XMLParser(**PARSER))
    except etree.XMLSyntaxError as error:
        cut = error.code in CUT and not content.rstrip().endswith(b"Document>")
        raise Refused("cut" if cut else "xml", error.lineno, error.msg) from None
    except ValueError as error:
        raise Refused("xml", 1, error) from None
    # In an encoding where the bytes above do not show.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("entity", 1)
    return root


def _statement(node):
    currency = _text(node, "Acct/Ccy")
    opening, closing, known = _balances(node)
    booked, skipped = [], 0
    for entry in node.findall("{*}Ntry"):
        if (_text(entry, "Sts/Cd") or _text(entry, "Sts") or BOOKED) != BOOKED:
            skipped += 1
            continue
        booked.append(_line(entry))
        money = entry.find("{*}Amt").get("Ccy", "")
        currency = currency or money
        if money and money != currency:
            raise Refused("currency", entry.sourceline, money)
    return Statement(
        account=_account(node.find("{*}Acct")),
        currency=currency or _first_currency(node),
        opening=opening,
        closing=closing,
        lines=oldest_first(booked),
        known=tuple(known),
        skipped=skipped,
    )


def _balances(node):
    """Opening, closing, and (day, balance at its end) of both."""
    opening = closing = None
    known = []
    for balance in node.findall("{*}Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        if code not in OPENING + CLOSING:
            continue
        money, at = _money(balance), _day(balance.find("{*}Dt"))
        if code in CLOSING:
            closing = money
            known.append((at, money))
        elif opening is None:
            opening = money
            # PRCD is dated on the day before; OPBD on the first day, before its lines.
            known.append((at - timedelta(days=code == "OPBD"), money))
    return opening, closing, known


def _line(entry):
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    one = details[0] if len(details) == 1 else None
    money = _money(entry)
    name, iban = _other_party(one, money)
    told = [] if one is None else [el.text for el in one.findall("{*}RmtInf/{*}Ustrd")]
    extra = _text(entry, "AddtlNtryInf")
    label = " ".join(" ".join(filter(None, [extra, name, *told])).split())
    ref = _text(one, "RmtInf/Strd/CdtrRefInf/Ref") or _text(one, "Refs/EndToEndId")
    booked = entry.find("{*}BookgDt")
    value = entry.find("{*}ValDt")
    if booked is None and value is None:
        raise Refused("date", entry.sourceline)
    return Line(
        date=_day(value if booked is None else booked),
        value_date=None if value is None else _day(value),
        amount=money,
        label=label or _text(entry, "BkTxCd/Prtry/Cd") or ref or "?",
        ref="" if ref == "NOTPROVIDED" else ref,
        name=name,
        iban=iban,
        bank_id=_text(entry, "AcctSvcrRef") or _text(one, "Refs/AcctSvcrRef"),
        at=entry.sourceline,
    )


def _other_party(detail, money):
    """Name and IBAN of who paid, or was paid."""
    role = "Dbtr" if money > 0 else "Cdtr"
    parties = f"RltdPties/{role}"
    name = _text(detail, f"{parties}/Nm") or _text(detail, f"{parties}/Pty/Nm")
    return name, _text(detail, f"{parties}Acct/Id/IBAN")


def _account(node):
    return _text(node, "Id/IBAN") or _text(node, "Id/Othr/Id")


def _first_currency(node):
    money = node.find("{*}Bal/{*}Amt")
    return "" if money is None else money.get("Ccy", "")


def _money(node):
    """Signed amount: debits are negative, reversals are told by their own sign."""
    money = node.find("{*}Amt")
    side = _text(node, "CdtDbtInd")
    text = "" if money is None else (money.text or "").strip()
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise Refused("amount", node.sourceline, text) from None
    if not amount.is_finite() or amount < 0 or side not in ("CRDT", "DBIT"):
        raise Refused("amount", node.sourceline, f"{text} {side}".strip())
    return amount if side == "CRDT" else -amount


def _day(node):
    text = _text(node, "Dt") or _text(node, "DtTm")
    found = day(text)
    if not found:
        raise Refused("date", None if node is None else node.sourceline, text)
    return found


def _text(node, path):
    """Text at ``path`` of local names, stripped; nothing is an empty text."""
    if node is None:
        return ""
    found = node.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return "" if found is None else " ".join((found.text or "").split())
