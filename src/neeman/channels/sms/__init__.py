"""SMS by any gateway that takes an HTTP request: the address and the names of its fields are settings."""
