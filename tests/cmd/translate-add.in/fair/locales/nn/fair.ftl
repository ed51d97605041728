kind-stall = Bu
