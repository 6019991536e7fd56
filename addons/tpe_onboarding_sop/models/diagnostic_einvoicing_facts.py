from dateutil.relativedelta import relativedelta
from stdnum.fr import siren, siret

from odoo import models

PROCEDURE = "facture-electronique"
TESTED = 3  # invoices accepted by the checks
# Modules through which Odoo may receive, and the field of the company that says so.
CHANNELS = {
    "l10n_fr_pdp": "l10n_fr_pdp_proxy_state",
    "account_peppol": "account_peppol_proxy_state",
}


class Diagnostic(models.Model):
    """What the database shows of each of the five points: ``(ok or None, sentence)``."""

    _inherit = "tpe.diagnostic"

    def _einvoicing_platform(self, company, today, point):
        """Every firm has to receive: as long as none is recorded, none is there."""
        if point.said == "yes" and point.platform:
            ok, told = self._point_said(point, None, "")
            return ok, f"{point.platform}. {told}"
        if point.said == "no":
            words = self.env._("No platform receives your invoices.")
        elif point.said:
            words = self.env._("Note its name: no approved platform is recorded.")
        else:
            words = self.env._(
                "No approved platform is recorded to receive your invoices."
            )
        _ok, told = self._point_said(point, False, words)
        if point.said == "yes":
            told = f"{told} {words}"
        return False, " ".join(filter(None, [told, self._channel_words(company)]))

    def _channel_words(self, company):
        """A hint: a module that is installed is no registration."""
        installed = self.env["ir.module.module"].sudo().search(
            [("name", "in", list(CHANNELS)), ("state", "=", "installed")]
        )  # fmt: skip
        hints = []
        for module in installed:
            state = CHANNELS[module.name]
            if state not in company._fields:
                continue
            if company.sudo()[state] == "receiver":
                hint = self.env._(
                    "« %s » is registered to receive: confirm it.", module.shortdesc
                )
            else:
                hint = self.env._(
                    "« %s » is installed, not registered to receive.", module.shortdesc
                )
            hints.append(hint)
        return " ".join(hints)

    def _einvoicing_procedure(self, company):
        sops = self.env["tpe.sop"].sudo()
        return sops.search(
            [("code", "=", PROCEDURE), ("company_id", "in", (company.id, False))],
            order="company_id",
            limit=1,
        )

    def _einvoicing_flows(self, company, today, point):
        sop = self._einvoicing_procedure(company)
        if sop.version_id:
            words = self.env._("« %s » is in use.", sop.name)
            return True, words
        return self._point_said(
            point,
            False,
            self.env._("No procedure says what is done with an invoice received."),
        )

    def _einvoicing_data(self, company, today, point):
        ready, known, missing = self._ready_customers(company, today)
        if missing:
            words = self.env._("To mend on your firm: %s.", ", ".join(missing))
            return False, words
        if not known:
            return None, self.env._("Nothing was invoiced lately.")
        words = self.env._(
            "Customers that are ready: %(ready)s of %(all)s.", ready=ready, all=known
        )
        return ready == known, words

    def _ready_customers(self, company, today):
        """``(ready, all, what is missing on the firm)``; a valid SIREN without facturx."""
        if "tpe.facturx.gap" not in self.env:
            return *self._siren_share(company, today), []
        found = self.env["tpe.facturx.gap"].sudo()._readiness(company)
        return found["ready"], found["customers"], found["company"]

    def _siren_share(self, company, today):
        """``(with a valid SIREN, all)`` of the French firms invoiced in 24 months."""
        groups = self.env["account.move"].sudo()._read_group(
            [
                ("company_id", "=", company.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("invoice_date", ">", today - relativedelta(months=24)),
            ],
            ["commercial_partner_id"],
        )  # fmt: skip
        partners = self.env["res.partner"].sudo().union(*(row[0] for row in groups))
        french = partners.filtered(
            lambda partner: (
                partner.active
                and partner.tpe_profile == "professional"
                and partner.country_code in ("FR", False)
            )
        )
        valid = french.filtered(lambda partner: _valid(partner.company_registry or ""))
        return len(valid), len(french)

    def _einvoicing_team(self, company, today, point):
        version = self._einvoicing_procedure(company).version_id.with_company(company)
        readers = version._readers() if version else self.env["res.users"]
        if not readers:
            words = self.env._("No procedure is there to be read.")
            return self._point_said(point, None, words)
        unread = (readers - version.signoff_ids.user_id).sudo()
        if not unread:
            return True, self.env._("Read by all who have to.")
        words = self.env._("Not read by: %s.", ", ".join(unread.mapped("name")))
        return self._point_said(point, False, words)

    def _einvoicing_tested(self, company, today, point):
        if "tpe.facturx.check" not in self.env:
            return self._point_said(
                point, None, self.env._("Nobody has said that invoices were tested.")
            )
        checks = self.env["tpe.facturx.check"].sudo()
        count = checks.search_count(
            [("company_id", "=", company.id), ("verdict", "=", "accept")]
        )
        words = self.env._(
            "Invoices that passed the checks: %(count)s of %(goal)s.",
            count=count,
            goal=TESTED,
        )
        if count >= TESTED:
            return True, self.env._("Invoices that passed the checks: %s.", count)
        return self._point_said(point, False, words)

    def _einvoicing_action(self, code, company):
        """What settles the point: a list, a procedure, or the form where one says it."""
        card = self.env["tpe.cash.card"]
        if code == "data" and "tpe.facturx.gap" in self.env:
            xml_id = "tpe_facturx.facturx_gap_action"
            return self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        if code == "data":
            return card._window(
                "res.partner",
                [("is_company", "=", True), ("company_registry", "=", False)],
            )
        if code == "tested" and "tpe.facturx.check" in self.env:
            xml_id = "tpe_facturx.facturx_check_action"
            return self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        sop = self._einvoicing_procedure(company)
        if code in ("flows", "team") and sop and self._may_open(sop):
            return {
                "type": "ir.actions.act_window",
                "res_model": "tpe.sop",
                "res_id": sop.id,
                "views": [[False, "form"]],
                "target": "current",
            }
        point = self.env["tpe.diagnostic.point"].sudo().search(
            [("company_id", "=", company.id), ("code", "=", code)]
        )  # fmt: skip
        return {
            "type": "ir.actions.act_window",
            "name": dict(point._fields["code"]._description_selection(self.env))[code],
            "res_model": "tpe.diagnostic.point",
            "res_id": point.id,
            "views": [[False, "form"]],
            "target": "current",
        }

    def _may_open(self, sop):
        return sop.with_env(self.env).has_access("read")


def _valid(number):
    return siret.is_valid(number) or siren.is_valid(number)
