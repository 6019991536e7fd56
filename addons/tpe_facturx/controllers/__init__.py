from . import 
