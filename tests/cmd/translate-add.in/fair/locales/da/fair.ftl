# Fairs have stalls.
kind-stall = Bod
    med uld
