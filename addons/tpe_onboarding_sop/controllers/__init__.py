from . import collector
from . import diagnostic
from . import welcome
