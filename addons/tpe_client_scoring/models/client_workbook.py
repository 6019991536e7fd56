from odoo import api, models


class ClientPortfolioWorkbook(models.AbstractModel):
    """The portfolio as a workbook."""

    _inherit = "tpe.client.portfolio"

    @api.model
    def _workbook_sheets(self):
        """``[(title, header, rows)]`` of the current company."""
        scores = self.env["tpe.client.score"]
        scores.check_access("read")
        company = self.env.company
        columns = [
            "partner_id", "final_verdict", "verdict", "decided_verdict", "score",
            "score_class", "trend", "euros_per_month", "revenue_month", "margin_rate",
            "delay_days", "delay_beyond", "late_amount", "time_hours",
            "recurrence_ratio", "dependency_share", "unknown_share", "ltv", "cac",
        ]  # fmt: skip
        rows = scores.search_fetch(scores._current(company), columns)
        header = [
            scores._fields[name]._description_string(self.env) for name in columns
        ]
        return [
            (
                self.env._("Customers"),
                header,
                [[row._cell(name) for name in columns] for row in rows],
            ),
            self._whale_sheet(company),
            self._product_sheet(company),
        ]

    def _whale_sheet(self, company):
        steps = self.env["tpe.client.score"]._whale(company)
        partners = self.env["res.partner"].browse(step.key for step in steps)
        names = {partner.id: partner.display_name for partner in partners}
        header = [
            self.env._("Rank"),
            self.env._("Customer"),
            self.env._("Result a month"),
            self.env._("Cumulated"),
        ]
        rows = [
            [step.rank, names[step.key], step.result, step.cumulated] for step in steps
        ]
        return self.env._("Whale curve"), header, rows

    def _product_sheet(self, company):
        margins = self.env["tpe.product.margin"]._read_group(
            [("company_id", "=", company.id)],
            ["product_id"],
            ["revenue:sum", "cost:sum", "margin:sum", "unknown_revenue:sum"],
        )
        names = ("product_id", "revenue", "cost", "margin", "unknown_revenue")
        fields_ = self.env["tpe.product.margin"]._fields
        header = [fields_[name]._description_string(self.env) for name in names]
        nothing = self.env._("Lines without a product")
        rows = [
            [product.display_name or nothing, *figures] for product, *figures in margins
        ]
        return self.env._("Products"), header, rows


class ClientScoreCell(models.Model):
    _inherit = "tpe.client.score"

    def _cell(self, name):
        """A value for a workbook: numbers stay numbers, what is unknown stays empty."""
        field = self._fields[name]
        if field.type == "many2one":
            return self[name].display_name
        if field.type == "selection":
            return self._label(name)
        criterion = {
            "margin_rate": "margin_status",
            "delay_days": "delay_status",
            "delay_beyond": "delay_status",
            "time_hours": "time_status",
            "recurrence_ratio": "recurrence_status",
        }.get(name)
        if criterion and self[criterion] == "unknown":
            return ""
        if name == "score" and self.score_class == "unknown":
            return ""
        return self[name]
