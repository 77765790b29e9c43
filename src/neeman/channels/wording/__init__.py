"""The words of messages: placeholders from a closed list, gender forms, and directions that hold in plain text.

Pure text in, pure text out: nothing a customer or a template writes is ever evaluated.
"""
