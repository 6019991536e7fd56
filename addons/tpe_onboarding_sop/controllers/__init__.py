from . import collector
from . import past_template
from . import welcome
