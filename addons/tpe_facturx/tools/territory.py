"""Where the French rules of the e-invoice hold.

>>> "MQ" in FRANCE, "GF" in FRANCE
(True, False)
"""

# The VAT is French there: CGI art. 256-0 and 294. It does not apply in French Guiana (GF)
# and Mayotte (YT), whose firms the obligation leaves out (CGI art. 289 bis speaks of
# supplies that are in France for the VAT). The Pacific has taxes of its own. What a firm
# of Guiana or Mayotte owes for a sale located in France: to be confirmed.
FRANCE = ("FR", "GP", "MQ", "RE")
# Goods that leave for one of them from elsewhere are exported (CGI art. 294, 2).
OVERSEAS = ("GP", "MQ", "RE", "GF", "YT")
