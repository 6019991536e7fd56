from . import collector
from . import welcome
