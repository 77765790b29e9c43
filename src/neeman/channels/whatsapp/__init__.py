"""WhatsApp by Meta's Cloud API. Within a day of the reader's last message anything may be said; later only an approved
template. There is no key against doubles, so a call without an answer is a person's to decide, unless a receipt tells.
"""
