from . import dunning_leave, dunning_start
