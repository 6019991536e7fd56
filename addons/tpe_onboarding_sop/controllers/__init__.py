from . import collector
from . import diagnostic
from . import past_template
from . import welcome
