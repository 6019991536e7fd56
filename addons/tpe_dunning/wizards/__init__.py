from . import dunning_leave, dunning_start
from . import (
    dunning_injunction_build,
    dunning_penalty_compute,
    dunning_penalty_offer,
    dunning_penalty_waive,
)
