"""E-mail by any mail server: sending by SMTP, and answers, refusals and returned mail read from a mailbox by IMAP."""
