from . import (
    base_partner_merge,
    dunning_call,
    dunning_came_back,
    dunning_injunction_build,
    dunning_leave,
    dunning_penalty_compute,
    dunning_penalty_offer,
    dunning_penalty_waive,
    dunning_posting,
    dunning_start,
)
