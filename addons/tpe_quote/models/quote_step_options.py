from odoo import Command, api, models


class QuoteStepOptions(models.Model):
    """The quote template with three options: a customer who may choose answers sooner."""

    _inherit = "tpe.quote.step"

    @api.model
    def action_three_options(self):
        """Open the template with three options, made on the first call."""
        return self._three_options()._get_records_action(
            name=self.env._("Quote with three options")
        )

    @api.model
    def _three_options(self):
        """The quote template of the company, its products included.

        The options are optional sections of core, chosen by the customer on the page of his
        quote.  The one that is advised is taken: a quote of nought could be signed.
        """
        self.env.user._tpe_check_manager()
        company = self.env.company
        name = f"three_options_{company.id}"
        known = self.env.ref(f"tpe_quote.{name}", raise_if_not_found=False)
        if known:
            return known
        # An owner who sells has no right to make products: she asked for these.
        template = (
            self.env["sale.order.template"]
            .sudo()
            .create(
                {
                    "name": self.env._("Three options: basic, standard, premium"),
                    "company_id": company.id,
                    "sale_order_template_line_ids": [
                        Command.create(
                            {
                                "display_type": "line_note",
                                "name": self.env._(
                                    "Choose your option: set its quantity to 1, and the "
                                    "others to 0."
                                ),
                            }
                        ),
                        *(
                            line
                            for option in self._options()
                            for line in self._option_lines(*option)
                        ),
                    ],
                }
            )
        )
        self.env["ir.model.data"].sudo().create(
            {
                "module": "tpe_quote",
                "name": name,
                "model": template._name,
                "res_id": template.id,
                "noupdate": True,
            }
        )
        return template.sudo(False)

    def _options(self):
        """``(title, what it holds, quantity)`` of each option."""
        return (
            (
                self.env._("Basic"),
                self.env._("What was asked for, nothing more."),
                0,
            ),
            (
                self.env._("Standard (advised)"),
                self.env._("What was asked for, and what avoids a second visit."),
                1,
            ),
            (
                self.env._("Premium"),
                self.env._("The standard option, with upkeep for one year."),
                0,
            ),
        )

    def _option_lines(self, title, words, quantity):
        product = (
            self.env["product.product"]
            .sudo()
            .create(
                {
                    "name": self.env._("Option: %s", title),
                    "type": "service",
                    "list_price": 0,
                    "company_id": self.env.company.id,
                }
            )
        )
        return [
            Command.create(
                {
                    "display_type": "line_section",
                    "name": title,
                    "is_optional": True,
                }
            ),
            Command.create(
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "name": words,
                }
            ),
        ]
