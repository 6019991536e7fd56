from . import base_partner_merge
from . import client_decide
