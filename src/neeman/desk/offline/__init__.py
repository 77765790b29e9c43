"""Work without a network: the script that the browser keeps running beside the pages, and the page that it shows.

No page of a person is ever kept. What is kept on a device is one book of cards and the talks that wait to be sent, in the
worker's own database, which goes when its person signs out or somebody else signs in.
"""
