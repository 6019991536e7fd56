from . import dunning_start
