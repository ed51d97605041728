# Translate these from `da`, and remove the number signs before them.

# Fairs have stalls.
# kind-stall = Bod
#     med uld
