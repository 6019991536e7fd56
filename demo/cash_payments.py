"""What the owner decided about paying, and the bill that offers a discount."""

from datetime import timedelta

OVERDRAFT = 5_000.0


def set_up(env, company, today):
    """Bills with another date, an early-payment discount, an overdraft agreed."""
    company.tpe_rescue_credit_limit = OVERDRAFT
    company.tpe_pay_within_law = True
    _discount(env, company, today)
    env["tpe.cash.forecast"]._refresh(company)


def _discount(env, company, today):
    """A supplier of tools who gives 2 % to be paid within ten days."""
    last = env["account.move"].search(
        [
            ("company_id", "=", company.id),
            ("move_type", "=", "in_invoice"),
            ("state", "=", "posted"),
        ],
        order="invoice_date desc, id desc",
        limit=1,
    )
    if not last:
        return
    term = env["account.payment.term"].create(
        {
            "name": "30 jours, 2 % à 10 jours",
            "company_id": company.id,
            "early_discount": True,
            "discount_percentage": 2,
            "discount_days": 10,
            "line_ids": [
                (0, 0, {"value": "percent", "value_amount": 100, "nb_days": 30})
            ],
        }
    )
    issued = today - timedelta(days=3)
    supplier = env["res.partner"].search([("name", "ilike", "outillage")], limit=1)
    bill = env["account.move"].create(
        {
            "move_type": "in_invoice",
            "partner_id": (supplier or last.partner_id).id,
            "invoice_date": issued,
            "date": issued,
            "invoice_payment_term_id": term.id,
            "ref": f"OUT{issued:%y%m}-ESC",
            "invoice_line_ids": [
                (
                    0,
                    0,
                    {
                        "name": "Perforateur et jeu de forets",
                        "price_unit": 1150.0,
                        "account_id": last.invoice_line_ids[:1].account_id.id,
                        "tax_ids": [(6, 0, last.invoice_line_ids[:1].tax_ids.ids)],
                    },
                )
            ],
        }
    )
    bill.action_post()
