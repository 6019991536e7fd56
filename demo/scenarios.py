"""What Claire asks herself, and the Mondays behind her."""

from dateutil.relativedelta import relativedelta


def set_up(env, company, today):
    """Two named scenarios; the past forecasts, computed from the books."""
    _invest(env, company, today)
    _lose_the_largest(env, company, today)
    forecasts = env["tpe.cash.forecast"]
    forecasts._rebuild_history(company)
    forecasts._refresh(company)


def _invest(env, company, today):
    """A second van, bought with a down payment, and an electrician to drive it."""
    month = (today + relativedelta(months=1)).replace(day=1)
    env["tpe.cash.scenario"].create(
        {
            "company_id": company.id,
            "name": "Deuxième fourgon et une embauche",
            "sequence": 1,
            "note": "Électricien confirmé au 1er du mois prochain, 2 300 € brut, soit "
            "environ 3 200 € par mois charges comprises. Apport du fourgon : 6 000 €.",
            "flow_ids": [
                (0, 0, {"name": "Apport du fourgon", "category": "investment",
                        "amount": 6_000, "first_day": month + relativedelta(day=12)}),
                (0, 0, {"name": "Mensualité du fourgon", "category": "loan",
                        "amount": 420, "months": 48,
                        "first_day": month + relativedelta(months=1, day=5)}),
                (0, 0, {"name": "Salaire et charges, électricien",
                        "category": "payroll", "amount": 3_200, "months": 12,
                        "first_day": month + relativedelta(day=28)}),
            ],
        }
    )  # fmt: skip


def _lose_the_largest(env, company, today):
    """The customer who owes most does not pay."""
    owed = env["account.move.line"]._read_group(
        [
            ("company_id", "=", company.id),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("partner_id", "!=", False),
        ],
        ["partner_id"],
        ["amount_residual:sum"],
    )
    largest, _amount = max(owed, key=lambda row: row[1])
    env["tpe.cash.scenario"].create(
        {
            "company_id": company.id,
            "name": f"{largest.commercial_partner_id.name} ne paie pas",
            "sequence": 2,
            "lost_ids": [(6, 0, largest.commercial_partner_id.ids)],
            "note": "Le plus gros débiteur du moment : ni ses factures ni ses commandes.",
        }
    )
