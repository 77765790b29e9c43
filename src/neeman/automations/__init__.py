"""When this happens and that is true, wait so long, then do this: automations, their runs, and letters to many.

It knows what was agreed to be done by itself and sees that it is done once, to one customer at a time. It sends nothing
on its own: messages pass the gate of `channels`, tasks and changes are those of the rooms below.
"""
