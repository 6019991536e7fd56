import re

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.dunning_dispute import REASONS
from .customer_page import opened, page, show
from .outside_page import go

LONG, SHORT = 1000, 100
# What a customer cannot say of an invoice.
NOT_HIS = ("refused",)


class CustomerPageAnswer(http.Controller):
    """« I will pay on … », « there is a problem », « I have already paid », a plan."""

    @page("/promise", ("GET", "POST"))
    @opened("answer")
    def tpe_customer_promise(self, access, date="", name="", words="", agreed="", **kw):
        day, name = _day(date), _text(name, SHORT)
        values = {"date": date, "name": name, "words": _text(words, LONG)}
        rows = access._free_rows(access._statement())
        values["rows"] = rows
        if request.httprequest.method == "POST" and (rows or agreed):
            try:
                with request.env.cr.savepoint():
                    access._check_promise_day(day)
                    _check_name(name)
                    agreed = _one_line(agreed)
                    if agreed and access._promise(
                        day, name, values["words"], agreed, _address()
                    ):
                        return _said(access, "promise")
            except UserError as error:
                return self._again(access, "promise", values, error)
            values["sentence"] = access._promise_words(rows, day) if rows else ""
        values["may_promise"] = access._may_promise()
        return show(access, "tpe_dunning.customer_page_promise", values)

    @page("/dispute", ("GET", "POST"))
    @opened("answer")
    def tpe_customer_dispute(self, access, reason="other", words="", **kw):
        labels = access.env["tpe.dunning.dispute"]._fields["reason"]
        reasons = dict(labels._description_selection(access.env))
        reasons = {key: reasons[key] for key, _ in REASONS if key not in NOT_HIS}
        statement = access._statement()
        chosen = {
            int(number)
            for number in request.httprequest.form.getlist("invoice")
            if number.isascii() and number.isdecimal() and len(number) < 10
        }
        values = {
            "rows": access._documents(statement["due"] + statement["later"]),
            "reasons": reasons,
            "reason": reason if reason in reasons else "other",
            "words": _text(words, LONG),
            "chosen": chosen,
        }
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    access._dispute(chosen, values["reason"], values["words"])
                return _said(access, "dispute")
            except UserError as error:
                return self._again(access, "dispute", values, error)
        return show(access, "tpe_dunning.customer_page_dispute", values)

    @page("/paid", ("GET", "POST"))
    @opened("answer")
    def tpe_customer_paid(self, access, date="", amount="", reference="", **kw):
        values = {
            "date": date,
            "amount": _text(amount, 20),
            "reference": _one_line(_text(reference, SHORT)),
        }
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    access._already_paid(
                        _day(date), _amount(amount), values["reference"]
                    )
                return _said(access, "paid")
            except UserError as error:
                return self._again(access, "paid", values, error)
        return show(access, "tpe_dunning.customer_page_paid", values)

    @page("/plan", ("GET", "POST"))
    @opened("answer")
    def tpe_customer_plan(self, access, parts="3", date="", name="", words="", **kw):
        rows = access._free_rows(access._statement())
        values = {
            "rows": rows,
            "sentence": access._plan_words(rows) if rows else "",
            "parts": parts,
            "date": date,
            "name": _text(name, SHORT),
            "words": _text(words, LONG),
        }
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    _check_name(values["name"])
                    access._ask_for_plan(
                        int(parts) if parts in ("2", "3", "4") else 0,
                        _day(date),
                        values["name"],
                        values["words"],
                        _address(),
                    )
                return _said(access, "plan")
            except UserError as error:
                return self._again(access, "plan", values, error)
        return show(access, "tpe_dunning.customer_page_plan", values)

    def _again(self, access, what, values, error):
        """The form as it was filled, and what to correct."""
        values = {"may_promise": True, **values, "error": error.args[0]}
        return show(access, f"tpe_dunning.customer_page_{what}", values, 422)


def _said(access, what):
    return go(f"{access._path()}?said={what}")


def _address():
    return request.httprequest.remote_addr or ""


def _check_name(name):
    if not name:
        raise UserError(request.env._("Please write your name."))


def _text(text, limit):
    """At most ``limit`` characters, without those that no text holds."""
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))
    return kept[:limit].strip()


def _one_line(text):
    return " ".join(text.split())


def _day(text):
    """A date as browsers send it, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return fields.Date.to_date(text)
    except ValueError:
        return None


def _amount(text):
    """« 1 234,56 » or « 1234.56 », or None."""
    digits = re.sub(r"[\s\u00a0\u202f€]", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", digits, re.ASCII):
        return None
    return float(digits)
