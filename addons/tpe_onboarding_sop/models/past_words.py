from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Of a whole file: %(line)s and %(detail)s.
REFUSALS = {
    "empty": _lt("The file is empty."),
    "big": _lt("The file is larger than %(detail)s MB: send it in several parts."),
    "unknown": _lt(
        "This is no file that is read here (%(detail)s): fill in the workbook, or ask the "
        "accountant for the FEC."
    ),
    "xlsx": _lt(
        "The workbook cannot be opened: save it again as « Excel workbook (.xlsx) »."
    ),
    "bomb": _lt(
        "The workbook takes far more room than its size says: it was not opened."
    ),
    "entity": _lt(
        "The workbook declares document types, which no spreadsheet does: it was not "
        "opened."
    ),
    "formula": _lt(
        "Sheet « %(detail)s », line %(line)s: a formula has no result. Open the file in a "
        "spreadsheet and save it, or write the value."
    ),
    "lines": _lt("More than %(detail)s lines: send the file in several parts."),
    "quotes": _lt("Line %(line)s: the quotation marks do not match."),
    "xls": _lt(
        "An old Excel workbook (.xls), or one with a password: save it as « Excel workbook "
        "(.xlsx) » without a password, and choose it again."
    ),
    "nothing": _lt("There are titles, and no line below them."),
    "many": _lt(
        "More than %(detail)s customers, invoices and settlements to write at once: send "
        "the file in several parts, by year for example, the oldest first."
    ),
    "nobody": _lt(
        "No line of the FEC names its customer (411 without CompAuxNum): ask for a FEC with "
        "the accounts of customers, or fill in the workbook."
    ),
    "columns": _lt(
        "Sheet « %(detail)s »: the titles of the columns are not those of the template."
    ),
    "titles": _lt(
        "The titles of the columns are not those of the template: number, customer, date "
        "and amount for invoices; invoice, date and amount for settlements; name for "
        "customers."
    ),
    "sheets": _lt(
        "No sheet is named Clients, Factures or Règlements, and none has their titles."
    ),
    "date": _lt("Line %(line)s: « %(detail)s » is not a date."),
    "amount": _lt("Line %(line)s: « %(detail)s » is not an amount."),
    "side": _lt("Line %(line)s: « %(detail)s » is neither D nor C."),
    "fec_columns": _lt(
        "The FEC has neither Debit and Credit nor Montant and Sens: export it again."
    ),
    "unbalanced": _lt(
        "Line %(line)s: the entry %(detail)s is not balanced. A FEC that is not balanced is "
        "not read: export it again."
    ),
    "no_customers": _lt("The FEC holds no line on the customers’ accounts (411)."),
    "same_file": _lt("This very file was imported on %(detail)s."),
}

# Of one line: %(a)s, %(b)s in the order of the detail.
SENTENCES = {
    # Customers
    "name": _lt("The name is missing."),
    "long": _lt("The number or the name is far too long: is a quotation mark open?"),
    "shared": _lt(
        "A customer of yours bears this name, and stands in the file with the code %(a)s "
        "already: create the second one in Odoo with its code as reference, and read again."
    ),
    "new_customer": _lt("New customer."),
    "by_vat": _lt("Found by the VAT number."),
    "by_siren": _lt("Found by the SIREN."),
    "by_email": _lt("Found by the e-mail address."),
    "by_ref": _lt("Found by the reference."),
    "by_name": _lt("Found by the name."),
    "same_customer": _lt("The same customer stands higher in the file: taken once."),
    "several": _lt(
        "%(a)s customers of yours may be this one: write the SIREN, the VAT number or the "
        "reference."
    ),
    "wrong_vat": _lt("This is no VAT number: it is left out."),
    "wrong_registry": _lt("This is no SIREN nor SIRET: it is left out."),
    "wrong_email": _lt("This is no e-mail address: it is left out."),
    # Invoices
    "number": _lt(
        "The number of the invoice is missing. Merged cells hold it on their first line only."
    ),
    "customer": _lt(
        "The customer is missing. Merged cells hold it on their first line only."
    ),
    "no_date": _lt("The date is missing."),
    "no_amount": _lt("The amount is missing."),
    "date": _lt("« %(a)s » is not a date."),
    "amount": _lt("« %(a)s » is not an amount in euros and cents."),
    "far": _lt("Of %(a)s, due on %(b)s: is the year right?"),
    "several_named": _lt(
        "Several customers may be « %(a)s »: write the code, the SIREN or the VAT number."
    ),
    "currency": _lt(
        "In %(a)s: only amounts in %(b)s are taken over. Write its value in %(b)s as in "
        "your books, with the currency left empty; or leave the line out, and make the "
        "invoice in Odoo in %(a)s."
    ),
    "foreign": _lt(
        "Of %(a)s: taken over for its value in the books, %(b)s. Reminders will ask for "
        "this value."
    ),
    "zero": _lt("The amount is zero: remove the line."),
    "future": _lt("%(a)s is in the future."),
    "locked": _lt(
        "Of %(a)s, and the accounts are locked until %(b)s: ask the accountant to open the "
        "period, or leave the line out."
    ),
    "due": _lt("Due on %(a)s, before its own date of %(b)s."),
    "twice": _lt("This number stands higher in the file already."),
    "untaxed": _lt("%(a)s without taxes is more than %(b)s with them."),
    "credit_used": _lt(
        "A credit note that was used settles an invoice: write it on the sheet of "
        "settlements, kind « avoir », and what is left of it here."
    ),
    "open": _lt("%(a)s still due is not between zero and the amount, %(b)s."),
    "over": _lt("%(a)s of settlements is more than the amount, %(b)s."),
    "gap": _lt(
        "The file says that %(a)s was settled, and its settlements make %(b)s: add the "
        "missing ones with their dates, or correct what is still due."
    ),
    "other": _lt(
        "The books hold an invoice of this number with another customer or amount "
        "(%(a)s): which one is right?"
    ),
    "there": _lt("In the books already: left as it is."),
    "only_a_name": _lt(
        "New customer, of whom only the name is known: no e-mail, no SIREN."
    ),
    "carried": _lt(
        "The opening entry repeats what an earlier file brought: left as it is."
    ),
    "carried_gap": _lt(
        "The opening entry says %(a)s for this customer, and the earlier file leaves "
        "%(b)s: undo the earlier import, then import the oldest year first, or ask the "
        "accountant which one is right."
    ),
    "credit_there": _lt(
        "A credit of the customer that is in the books already: match it there."
    ),
    "term": _lt("No due date in the file: the delay above is used."),
    "opening": _lt(
        "From the opening entry: its date may be that of the entry, not of the invoice."
    ),
    "debit": _lt(
        "No sale, yet on the debit of the customer (an unpaid cheque, money given back?): "
        "taken over as a debt, so that his balance is that of the file."
    ),
    "opening_gap": _lt(
        "The opening entry of the next year differs by %(a)s from what the lines above "
        "leave open: the difference is taken over on its own. Ask the accountant why."
    ),
    "unlettered": _lt(
        "The file holds no lettering (EcritureLet): settlements are matched with debts of "
        "their amount, else with the oldest. Balances are right, days of payment are likely."
    ),
    "doubtful": _lt(
        "Lines on doubtful customers (416), left out: %(a)s. Add them by the workbook."
    ),
    "nobody": _lt(
        "Lines on 411 without CompAuxNum name no customer: all of them are taken over on "
        "one, « %(a)s »."
    ),
    # Lines and columns that are left out
    "total": _lt("A line of totals: left out."),
    "left": _lt(
        "Columns that are not read: %(a)s. Their titles are not in the workbook."
    ),
    "sheet": _lt("This sheet is not read: its titles are not those of the workbook."),
    # Settlements
    "whose": _lt("Neither the invoice nor the customer is named."),
    "not_positive": _lt("A settlement is more than zero."),
    "its_invoice": _lt("Its invoice %(a)s is refused."),
    "unknown": _lt(
        "No invoice %(a)s in the file nor in the books. Of several invoices: a line for "
        "each. Of none: leave the number empty and name the customer, for a credit of his."
    ),
    "kept_here": _lt("Its invoice is kept in Odoo, and its payments too: left out."),
    "more": _lt("More than the %(a)s that are still due on this invoice."),
    "early": _lt("Before the invoice of %(a)s: counted on that day."),
    "credit": _lt("Settles no invoice: a credit of the customer."),
}
