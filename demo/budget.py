"""What the owner aims at: a threshold, a reserve, a budget."""

# What a month of salaries, contributions and VAT takes.
THRESHOLD = 30_000.0


def set_up(env, company, today):
    company.write(
        {
            "tpe_cash_threshold": company.tpe_cash_threshold or THRESHOLD,
            "tpe_cash_reserve_months": 1.5,
        }
    )
    for year, percent in ((today.year, 6.0), (today.year + 1, 4.0)):
        env["tpe.cash.budget.copy"].create(
            {"company_id": company.id, "year": str(year), "percent": percent}
        ).action_copy()
