"""Open Financial Exchange, 1 (SGML) and 2 (XML).

Read here and not by ofxparse: it moves days by the time zone (« 20261105[+1:CET] » is
the 4th), stops at the headers that French banks write, and says no line.

>>> [statement] = read(b'''OFXHEADER:100
... ENCODING:USASCII
... CHARSET:1252
... <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
... <BANKACCTFROM><BANKID>30002<ACCTID>0000123</BANKACCTFROM>
... <BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261105000000[+1:CET]
... <TRNAMT>-12,50<FITID>A1<NAME>CB CAF\\xc9</STMTTRN></BANKTRANLIST>
... </STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>''')
>>> statement.lines[0].date, statement.lines[0].amount, statement.lines[0].label
(datetime.date(2026, 11, 5), Decimal('-12.50'), 'CB CAFÉ')
"""

import html
import re

from .amounts import amount, day
from .statement import Line, Refused, Statement, oldest_first
from .text import decoded

TOKEN = re.compile(r"<(/?)([A-Za-z0-9._]+)\s*>([^<]*)")
HEADER = re.compile(r"(ENCODING|CHARSET)\s*[:=]\s*\"?([\w-]+)", re.IGNORECASE)
DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
ACCOUNTS = ("STMTRS", "CCSTMTRS")
NESTED = ("LEDGERBAL", "AVAILBAL", "BANKACCTTO", "CCACCTTO")
CHARSETS = {"1252": "cp1252", "8859-1": "latin-1", "8859-15": "iso8859-15"}


def read(content):
    """The statements of an OFX file, in its order."""
    text = decoded(content, _charset(content))
    if found := DECLARES.search(text):
        raise Refused("entity", _at(text, found.start()))
    if "</OFX>" not in text.upper():
        raise Refused("cut", _at(text, len(text.rstrip())))
    statements = [_statement(fields) for fields in _accounts(text)]
    if not statements:
        raise Refused("message", None, "OFX")
    return statements


def _charset(content):
    """What the headers say, where that is an encoding."""
    start = content[:2000].decode("latin-1").upper()
    told = dict(HEADER.findall(start.partition("<OFX>")[0]))
    if told.get("ENCODING", "").replace("-", "") in ("UTF8", "UNICODE"):
        return None
    return CHARSETS.get(told.get("CHARSET", "").removeprefix("ISO-"))


def _accounts(text):
    """``(fields, transactions)`` of each account; ``TAG@`` is the line of a field.

    Balances and other accounts keep their fields apart, under ``<TAG>``.
    """
    fields, transactions, open_ones, at, line = None, [], [], 0, 1
    for token in TOKEN.finditer(text):
        closing, tag, value = token[1], token[2].upper(), token[3]
        line += text.count("\n", at, token.start())
        at = token.start()
        if tag in ACCOUNTS:
            if closing and fields is not None:
                yield fields, transactions
            fields, transactions = (None, []) if closing else ({}, [])
            open_ones = [fields]
        elif fields is None:
            continue
        elif tag == "STMTTRN":
            open_ones = [fields]
            if not closing:
                transactions.append({"": line})
                open_ones.append(transactions[-1])
        else:
            _inside(open_ones, closing, tag, value.strip(), line)


def _inside(open_ones, closing, tag, value, line):
    """Note a field, or go into or out of an aggregate with fields of its own."""
    if tag in NESTED:
        if not closing:
            open_ones.append(open_ones[-1].setdefault(f"<{tag}>", {}))
        elif len(open_ones) > 1:
            open_ones.pop()
    elif value and not closing:
        open_ones[-1].setdefault(tag, html.unescape(" ".join(value.split())))
        open_ones[-1].setdefault(f"{tag}@", line)


def _statement(account):
    fields, transactions = account
    lines = oldest_first([_line(each) for each in transactions])
    closing = known = None
    if balance := fields.get("<LEDGERBAL>"):
        closing, at = _money(balance, "BALAMT"), _day(balance, "DTASOF")
        if lines and at < lines[-1].date:
            closing = None
        else:
            known = (at, closing)
    return Statement(
        account=fields.get("ACCTID", ""),
        currency=fields.get("CURDEF", "").upper(),
        closing=closing,
        lines=lines,
        known=(known,) if known else (),
    )


def _line(fields):
    name, memo = fields.get("NAME", ""), fields.get("MEMO", "")
    label = name if memo in name else f"{name} {memo}".strip()
    other = fields.get("<BANKACCTTO>") or {}
    value = "DTAVAIL" if "DTAVAIL" in fields else "DTUSER"
    return Line(
        date=_day(fields, "DTPOSTED"),
        value_date=_day(fields, value) if value in fields else None,
        amount=_money(fields, "TRNAMT"),
        label=label or fields.get("TRNTYPE", "?"),
        ref=fields.get("CHECKNUM") or fields.get("REFNUM", ""),
        iban=other.get("ACCTID", ""),
        bank_id=fields.get("FITID", ""),
        at=fields[""],
    )


def _money(fields, tag):
    found = amount(fields.get(tag, ""))
    if found is None:
        raise Refused("amount", _line_of(fields, tag), fields.get(tag, ""))
    return found


def _day(fields, tag):
    """The day as the bank writes it: its hour and zone never move it."""
    found = day(fields.get(tag, "")[:8])
    if not found:
        raise Refused("date", _line_of(fields, tag), fields.get(tag, ""))
    return found


def _line_of(fields, tag):
    return fields.get(f"{tag}@") or fields.get("")


def _at(text, position):
    return text.count("\n", 0, position) + 1
