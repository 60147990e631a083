"""Search on pages of other layers."""
