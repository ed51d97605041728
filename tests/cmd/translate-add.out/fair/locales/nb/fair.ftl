# Copied from `nn`, and not reviewed.

kind-stall = Bu
