"""Signing in: passwords, passkeys, one-time codes, one-time links, invitations. It knows people, not customers."""
