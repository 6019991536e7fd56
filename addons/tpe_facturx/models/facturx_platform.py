from odoo import api, models
from odoo.exceptions import UserError


class TpeFacturxPlatform(models.AbstractModel):
    """What an approved platform offers, in the verbs of XP Z12-013.

    No platform is here and nothing pretends to be one: an addon that talks to one inherits
    this model and answers.  Until then each verb refuses in one sentence.
    """

    _name = "tpe.facturx.platform"
    _description = "Approved platform (interface)"

    # Flow API (annex A): POST /v1/flows, POST /v1/flows/search, GET /v1/flows/{id}.

    @api.model
    def _submit_flow(self, company, content, flow):
        """Hand over a file; ``flow`` says syntax, profile, processing rule, tracking id.

        Return the id that the platform gave to the flow.
        """
        self._refuse()

    @api.model
    def _search_flows(self, company, criteria, limit=25):
        """Flows as ``[{flowId, submittedAt, acknowledgement…}]``, oldest first."""
        self._refuse()

    @api.model
    def _get_flow(self, company, flow_id, document="Metadata"):
        """One flow: its metadata, or the bytes of its original or converted document."""
        self._refuse()

    # Directory API (annex B): siren, siret, routing code, directory line.

    @api.model
    def _directory_siren(self, company, siren):
        """The legal unit of a SIREN, or None."""
        self._refuse()

    @api.model
    def _directory_siret(self, company, siret):
        """The establishment of a SIRET, or None."""
        self._refuse()

    @api.model
    def _directory_routing_code(self, company, siret, code):
        """A routing code of an establishment, or None."""
        self._refuse()

    @api.model
    def _directory_lines(self, company, siren):
        """The electronic addresses at which a SIREN receives invoices."""
        self._refuse()

    @api.model
    def _health(self, company):
        """Whether the platform answers."""
        self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._(
                "No approved platform is connected: nothing is transmitted from here."
            )
        )
