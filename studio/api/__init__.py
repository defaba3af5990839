"""The HTTP door: one folder a noun, which translates and decides nothing."""
