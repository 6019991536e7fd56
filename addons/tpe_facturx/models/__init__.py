from . import account_edi_xml_cii
from . import account_move
from . import account_move_facturx
from . import account_move_facturx_gaps
from . import account_tax
from . import res_company
from . import res_partner
