from . import client_decide
