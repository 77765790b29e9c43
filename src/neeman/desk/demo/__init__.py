"""The demo business: a distributor of technical supplies that never existed, so that every page has something to show."""
