from . import dunning_leave, dunning_start
from . import (
    dunning_injunction_build,
    dunning_penalty_compute,
    dunning_penalty_offer,
    dunning_penalty_waive,
from . import (
    dunning_came_back,
    dunning_call,
    dunning_leave,
    dunning_posting,
    dunning_start,
)
