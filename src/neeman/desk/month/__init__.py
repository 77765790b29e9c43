"""The first month (R115-R119): a plan that fills itself in from facts, and ten minutes a day for what is still missing."""
