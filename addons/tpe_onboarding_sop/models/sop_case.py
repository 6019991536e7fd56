from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_split

TEMPLATE = "tpe_onboarding_sop.mail_template_case"
DAYS = 90


class SopCase(models.Model):
    """Invoices of one customer given to an outside collector, until a day.

    He sees them, what was written about them and the documents added here, by a link,
    without an account.  He never reads a message itself: it may hold the customer's own
    link.
    """

    _name = "tpe.sop.case"
    _description = "File Given to a Collector"
    _inherit = ["tpe.sop.link", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _link_path = "/tpe/collector/"
    _link_states = ("sent",)

    collector_id = fields.Many2one(
        "res.partner", required=True, ondelete="restrict", tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Followed by",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    move_ids = fields.Many2many(
        "account.move",
        string="Invoices given",
        compute="_compute_move_ids",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('state', '=', 'posted'),"
        " ('commercial_partner_id', '=', partner_id),"
        " ('move_type', 'in', ('out_invoice', 'out_receipt'))]",
    )
    document_ids = fields.One2many("tpe.sop.case.document", "case_id")
    until = fields.Date(
        string="Open until",
        required=True,
        default=lambda self: fields.Date.add(self.env["tpe.sop"]._today(), days=DAYS),
        help="The link closes by itself after that day, and our reminders go on.",
    )
    words = fields.Text(help="What the collector should know. He reads it on the page.")
    state = fields.Selection(
        [("draft", "Being prepared"), ("sent", "Given"), ("revoked", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    visited_on = fields.Datetime(string="Last visit", readonly=True, copy=False)
    pause_id = fields.Many2one(
        "tpe.dunning.pause", readonly=True, copy=False, ondelete="set null"
    )

    @api.depends("partner_id", "company_id")
    def _compute_move_ids(self):
        """What is overdue on the day the customer is chosen."""
        for case in self.filtered(lambda case: case.state == "draft"):
            case.move_ids = self.env["account.move"].search(
                [
                    ("company_id", "=", case.company_id.id),
                    ("commercial_partner_id", "=", case.partner_id.id),
                    ("move_type", "in", ("out_invoice", "out_receipt")),
                    ("state", "=", "posted"),
                    ("payment_state", "in", ("not_paid", "partial")),
                    ("invoice_date_due", "<", self.env["tpe.sop"]._today()),
                ]
            )

    @api.constrains("move_ids", "partner_id", "company_id")
    def _check_moves(self):
        """Nothing of another customer leaves, whoever fills in the list."""
        for case in self:
            moves = case.sudo().move_ids
            others = moves.commercial_partner_id - case.partner_id.commercial_partner_id
            if others or moves.company_id - case.company_id:
                raise UserError(
                    self.env._("Only invoices of this customer, in this company.")
                )

    def _settled_fields(self):
        given = {"partner_id", "company_id", "collector_id", "move_ids", "until"}
        return given if self.state != "draft" else set()

    def action_give(self):
        """Send the link, and stop our own reminders until the end."""
        self.ensure_one()
        self._check_manager()
        self._check_state("draft", "sent")
        today = self.env["tpe.sop"]._today(self.company_id)
        if not self.collector_id.email:
            raise UserError(
                self.env._("%s has no e-mail address.", self.collector_id.display_name)
            )
        if not self.move_ids:
            raise UserError(self.env._("No invoice is given yet."))
        if self.until < today:
            raise UserError(self.env._("The last day has passed."))
        case = self.sudo()
        if not case.pause_id:
            case.pause_id = case.pause_id.create(
                {
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.commercial_partner_id.id,
                    "until": self.until,
                    "reason": self.env._("Given to %s", self.collector_id.name),
                }
            )
        case.write({"state": "sent", "expires_on": self.until})
        self.env.ref(TEMPLATE).send_mail(self.id)
        return True

    def action_close(self):
        """The link stops working at once, and our reminders go on."""
        self._check_manager()
        self._check_state("draft", "sent")
        self.sudo().pause_id.unlink()
        self.sudo().state = "revoked"
        return True

    def _check_manager(self):
        if not (self.env.su or self.env.user.has_group("tpe_base.group_tpe_manager")):
            raise AccessError(
                self.env._("A manager decides what an outsider sees, and until when.")
            )

    def _reader(self):
        return self.collector_id

    def _visited(self):
        """Called as superuser by the page."""
        self.visited_on = fields.Datetime.now()

    def _totals(self):
        """``[(currency, left to pay)]`` of the invoices given."""
        return [
            (currency, sum(moves.mapped("amount_residual")))
            for currency, moves in self.move_ids.grouped("currency_id").items()
        ]

    def _written(self):
        """``[(day, subject, to whom)]`` of what was sent, oldest first; never its words."""
        lines = self.env["tpe.dunning.reminder.line"].search(
            [("move_id", "in", self.move_ids.ids), ("state", "=", "sent")]
        )
        return [
            (one.sent_on, one.subject or "", self._addresses(one.email_to))
            for one in lines.reminder_id.sorted(lambda one: (one.sent_on, one.id))
        ]

    @api.model
    def _addresses(self, sent_to):
        """The addresses alone; of a letter, the address as it was written."""
        return ", ".join(email_split(sent_to)) or sent_to or ""

    def _agreements(self):
        """``[(day, what)]`` of the promises and disputes about these invoices."""
        about = [("move_ids", "in", self.move_ids.ids)]
        found = [
            (record[day], record)
            for model, day in (
                ("tpe.dunning.promise", "promised_on"),
                ("tpe.dunning.dispute", "opened_on"),
            )
            for record in self.env[model].search(about)
        ]
        return [
            (day, f"{record._description_in(self.env)} : {record._summary()}")
            for day, record in sorted(found, key=lambda each: each[0])
        ]
