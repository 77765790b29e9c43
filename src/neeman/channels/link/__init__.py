"""What a person sends by hand: the text goes by a link to their own telephone or mailbox, with no account and no fee.

It passes the gate like everything else, and is sent when they say so.
"""
