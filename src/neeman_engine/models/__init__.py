"""What is fitted: purchase models, the spend model, value and churn risk. Arrays in, frozen results out.

No tables, no clock, no reading or writing: a model is `fit(...)`, its result predicts. One idea a file; `choose` puts
the purchase models beside each other, `verdict` says how far to trust a fit.
"""
