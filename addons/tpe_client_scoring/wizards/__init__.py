from . import base_partner_merge, client_decide
