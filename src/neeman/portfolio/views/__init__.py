"""Pages of the portfolio, one file a page."""
