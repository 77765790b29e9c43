"""Who asks for a link without reading it: previews of chats, scanners of mail, robots. They are no openings.

Most of them run no script and so say nothing; these names are those that do. A list of names is never whole, which is
why an opening needs a visible page besides (`static/sales/quote_public.js`).
"""

from __future__ import annotations

import re

NAMES = re.compile(
    r"bot\b|bot/|crawl|spider|preview|facebookexternalhit|facebookcatalog|whatsapp|telegram|slack|discord|skypeuri"
    r"|linkedin|twitter|embedly|pinterest|redditbot|vkshare|google-read|googleimageproxy|google-safety|chrome-lighthouse"
    r"|headless|phantomjs|selenium|puppeteer|playwright|safelinks|proofpoint|mimecast|barracuda|urlscan|virustotal"
    r"|curl|wget|python-|go-http|java/|okhttp|axios|node-fetch|libwww|monitor|uptime",
    re.IGNORECASE,
)


def is_preview(user_agent: str) -> bool:
    """Whether this is a program and no reader; one that names itself not at all is none either."""
    return not user_agent.strip() or NAMES.search(user_agent) is not None
