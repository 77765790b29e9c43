"""The palette: find a customer, go to a page, do something, from anywhere and by the keyboard alone (R6)."""
