"""The one clear sentence with which the command ends when an input cannot be used."""

from __future__ import annotations

import gettext
from importlib import resources

from neeman.analyze.words import WORDS, Lang
from neeman.lib.messages import MESSAGES
from neeman.lib.reasons import ReasonError


class RefusalError(Exception):
    """The input cannot be used: `code` is a word of `words.WORDS`, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def sentence(self, lang: Lang) -> str:
        """What is wrong, where, and what to do."""
        said = {
            name: _told(fact, lang) if isinstance(fact, ReasonError) else fact
            for name, fact in self.facts.items()
        }
        return WORDS[lang][self.code].format(**said)


def _told(reason: ReasonError, lang: Lang) -> str:
    """The sentence of a file's problem, from the product's catalogue where it is built."""
    catalogue = gettext.translation(
        "django", str(resources.files("neeman") / "locale"), [lang], fallback=True
    )
    template = catalogue.gettext(MESSAGES[reason.code])
    return template % reason.params
