"""How code is written: observations, the model, profiles and drift."""
