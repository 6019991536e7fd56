from . import sop_hand_over, sop_start
