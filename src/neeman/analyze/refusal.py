"""The one clear sentence with which the command ends when an input cannot be used."""

from __future__ import annotations

from neeman.analyze.words import WORDS, Lang


class RefusalError(Exception):
    """The input cannot be used: `code` is a word of `words.WORDS`, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def sentence(self, lang: Lang) -> str:
        """What is wrong, where, and what to do."""
        return WORDS[lang][self.code].format(**self.facts)
