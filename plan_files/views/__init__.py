"""The pages of `/<council>/import/`."""
