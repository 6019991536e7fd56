from lxml import html

from odoo import Command
from odoo.tests import HttpCase

from .common import DunningCommon

CALM = "This link is not valid"


class PageCommon(DunningCommon, HttpCase):
    """The customer's page as a browser without a login sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.lang = "en_US"
        cls.manager = cls.env["res.users"].create(
            {
                "name": "Manager",
                "login": "page_manager",
                "email": "manager@example.com",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [
                    Command.set(cls.env.ref("tpe_base.group_tpe_manager").ids)
                ],
            }
        )
        cls.company.tpe_dunning_started_by_id = cls.manager
        cls.accesses = cls.env["tpe.dunning.access"].sudo()
        cls.access = cls.accesses._issue(cls.customer, cls.company)

    def _path(self, suffix="", access=None):
        return (access or self.access)._path() + suffix

    def _get(self, suffix="", access=None, path=None):
        self.env.flush_all()
        answer = self.url_open(
            path or self._path(suffix, access), allow_redirects=False
        )
        self.env.invalidate_all()
        return answer

    def _words(self, answer):
        """The text of the page, on one line."""
        tree = html.fromstring(answer.content)
        for node in tree.xpath("//script | //style"):
            node.getparent().remove(node)
        return " ".join(tree.text_content().split())

    def _post(self, suffix, **data):
        """Send the form of the page, with its own protection against forgery."""
        token = self._csrf(suffix)
        answer = self.url_open(
            self._path(suffix), {"csrf_token": token, **data}, allow_redirects=False
        )
        self.env.invalidate_all()
        return answer

    def _csrf(self, suffix):
        tree = html.fromstring(self._get(suffix).content)
        return (tree.xpath("//form//input[@name='csrf_token']/@value") or [""])[0]
