from collections import defaultdict
from itertools import count

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools.ladder import RANKS
from .dunning_reminder import OPEN_STATES
from .ir_qweb import Compiled

# A longer table is cut by mail readers; the total is that of all lines.
MOST_LINES = 50


class DunningReminderMessage(models.Model):
    """The words of a message, and its trace on the invoices."""

    _inherit = "tpe.dunning.reminder"

    profile = fields.Selection(related="partner_id.tpe_profile")
    preview_subject = fields.Char(compute="_compute_preview", string="Title")
    preview_body = fields.Html(compute="_compute_preview", sanitize=False)
    preview_email = fields.Char(compute="_compute_preview", string="Recipient")
    invoice_table = fields.Html(compute="_compute_invoice_table", sanitize=False)
    payment_means = fields.Html(compute="_compute_payment_means", sanitize=False)
    legal_mention = fields.Text(compute="_compute_legal_mention")
    lang_name = fields.Char(string="In the language", compute="_compute_lang_name")
    parties = fields.Html(compute="_compute_parties", sanitize=False)
    earlier_reminders = fields.Text(compute="_compute_earlier_reminders")
    why = fields.Text(compute="_compute_why", help="In words, why this message.")

    def _compute_preview(self):
        """The exact message: as it left, or as it would leave now."""
        for reminder in self:
            partner = reminder.partner_id.with_company(reminder.company_id)
            recipient = partner._dunning_recipient()
            reminder.preview_email = reminder.email_to or recipient.email_formatted
            if reminder.body and reminder.state not in OPEN_STATES:
                reminder.preview_subject = reminder.subject
                reminder.preview_body = reminder.body
            elif reminder.level_id:
                message = reminder._message()
                reminder.preview_subject = message["subject"]
                reminder.preview_body = message["body_html"]
            else:
                reminder.preview_subject = reminder.preview_body = False

    @api.depends("lang")
    def _compute_lang_name(self):
        languages = self.env["res.lang"]
        for reminder in self:
            # Also of a language that was archived since: its code is better than nothing.
            known = languages._get_data(code=reminder.lang).name
            reminder.lang_name = known or reminder.lang

    @api.depends_context("lang")
    def _compute_invoice_table(self):
        for reminder in self:
            reminder.invoice_table = self.env["ir.qweb"]._render(
                "tpe_dunning.reminder_invoice_table", {"reminder": reminder}
            )

    @api.depends_context("lang")
    def _compute_payment_means(self):
        for reminder in self:
            reminder.payment_means = self.env["ir.qweb"]._render(
                "tpe_dunning.reminder_payment_means", {"reminder": reminder}
            )

    @api.depends_context("lang")
    def _compute_legal_mention(self):
        for reminder in self:
            reminder.legal_mention = reminder._legal_mention()

    @api.depends_context("lang")
    def _compute_earlier_reminders(self):
        """Dates of the messages already delivered for the invoices it is about."""
        before = defaultdict(set)
        for line in self._lines_before():
            before[line.move_id].add((line.reminder_id, line.sent_on))
        for reminder in self:
            about = reminder.line_ids.filtered("rank").move_id
            dates = {
                day
                for move in about
                for other, day in before[move]
                if other != reminder
            }
            reminder.earlier_reminders = ", ".join(
                reminder._date_in_words(day) for day in sorted(dates)
            )

    def _lines_before(self):
        """What delivered messages said of the invoices whose step is due here."""
        return self.env["tpe.dunning.reminder.line"].search(
            [
                ("move_id", "in", self.line_ids.filtered("rank").move_id.ids),
                ("state", "=", "sent"),
                ("rank", "in", RANKS),
            ],
            order="sent_on desc, rank desc",
        )

    @api.depends("note", "state")
    @api.depends_context("lang")
    def _compute_why(self):
        ranks = dict(self._fields["rank"]._description_selection(self.env))
        before = {}
        for line in self._lines_before():
            before.setdefault(line.move_id, line)
        for reminder in self:
            about = reminder.line_ids.filtered("rank").move_id
            last = next((before[move] for move in about if move in before), None)
            if reminder.note or reminder.state not in OPEN_STATES:
                reminder.why = reminder.note
                continue
            words = [self.env._("Never reminded")]
            if last:
                words = [
                    f"{ranks[str(last.rank)]} {format_date(self.env, last.sent_on)}"
                ]
            if reminder.address_problem:
                words.insert(0, reminder.address_problem)
            if reminder.state == "to_approve":
                words.insert(0, self.env._("Waits for an approval"))
            elif reminder.state == "queued":
                words.insert(0, self.env._("Leaves within a minute"))
            reminder.why = " · ".join(words)

    @api.depends_context("lang")
    def _compute_parties(self):
        for reminder in self:
            reminder.parties = self.env["ir.qweb"]._render(
                "tpe_dunning.reminder_parties", {"reminder": reminder}
            )

    def _lines_shown(self):
        """The lines of the table: those whose step is due first, then the oldest."""
        return self.line_ids.sorted(lambda line: not line.rank)[:MOST_LINES].sorted(
            lambda line: (line.date_due, line.id)
        )

    def _date_in_words(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(
            day, {"format": "d MMMM y", "lang": self.env.lang}
        )

    def _legal_mention(self):
        """What the law adds to an unpaid invoice, by profile.

        Professionals: Code de commerce, L441-10 and D441-5.  Public buyers: Code de la
        commande publique.  Consumers: Code civil, 1231-6; neither the fixed fee nor
        recovery costs may be mentioned to them (CPCE, L111-8).
        """
        if self.profile == "professional":
            return self.env._(
                "Late-payment interest runs by law from the day after the due date, at "
                "the rate of the European Central Bank plus 10 points unless our terms "
                "state another one, together with the fixed recovery fee of 40 euros "
                "for each invoice paid late (Code de commerce, articles L441-10 and "
                "D441-5)."
            )
        if self.profile == "public":
            return self.env._(
                "Late-payment interest and the fixed recovery fee laid down by the Code "
                "de la commande publique are due by law for any payment after the legal "
                "term."
            )
        return self.env._(
            "Interest at the legal rate may run from a formal notice (Code civil, article "
            "1231-6)."
        )

    def _message(self):
        """Render ``{"subject": str, "body_html": Markup, …}`` for this customer."""
        self.ensure_one()
        return self._messages()[self.id]

    def _messages(self):
        """``{reminder id: rendered message}``, one rendering for each text and language."""
        together = defaultdict(list)
        for reminder in self:
            template = (
                reminder.level_id.mail_template_id
                or reminder._level_now().mail_template_id
            )
            if not template:
                raise UserError(self.env._("The policy has no message for this step."))
            together[template, reminder._reader_lang()].append(reminder.id)
        messages = {}
        for (template, lang), ids in together.items():
            messages |= (
                template.sudo()
                .with_context(
                    lang=lang, template_preview_lang=lang, tpe_compiled=Compiled()
                )
                ._generate_template(
                    ids, ("subject", "body_html", "email_from", "reply_to")
                )
            )
        return messages

    def _reader_lang(self):
        if self.lang:
            return self.lang
        partner = self.partner_id.with_company(self.company_id)
        recipient = partner._dunning_recipient()
        reader = recipient or self.partner_id
        return reader.lang or self.company_id.partner_id.lang

    def _level_now(self):
        """Level of today's policy for the step of this message."""
        return self.company_id._dunning_policy().level_ids.filtered(
            lambda level: level.rank == self.rank
        )[:1]

    def _log_on_invoices(self):
        """Say on each invoice what was sent, to whom and when; return the notes."""
        # Core writes one note on each record at a time: rounds for those with several.
        rounds = defaultdict(dict)
        for reminder in self:
            body = Markup(
                '%s <a href="#" data-oe-model="tpe.dunning.reminder" '
                'data-oe-id="%s">%s</a>'
            ) % (
                reminder._what_was_done(),
                reminder.id,
                reminder.subject or reminder.display_name,
            )
            for move in reminder.line_ids.move_id:
                number = next(n for n in count() if move.id not in rounds[n])
                rounds[number][move.id] = body
        notes = self.env["mail.message"]
        for bodies in rounds.values():
            notes |= self.env["account.move"].browse(bodies)._message_log_batch(bodies)
        return notes

    def _what_was_done(self):
        """« Firm reminder sent to …: », by the channel it took."""
        labels = self._fields["rank"]._description_selection(self.env)
        facts = {"step": dict(labels)[self.rank], "to": self.email_to or ""}
        if self.channel == "letter":
            return self.env._("%(step)s posted as a letter:", **facts)
        if self.channel == "registered":
            number = self.registered_number or "?"
            return self.env._(
                "%(step)s posted as registered letter %(number)s:",
                number=number,
                **facts,
            )
        if self.channel == "phone":
            return self.env._("%(step)s said on the telephone:", **facts)
        return self.env._("%(step)s sent to %(to)s:", **facts)
