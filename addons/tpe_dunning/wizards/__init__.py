from . import (
    dunning_came_back,
    dunning_call,
    dunning_leave,
    dunning_posting,
    dunning_start,
)
