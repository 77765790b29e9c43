"""How pure helpers say no: a code and numbers, never a sentence.

The sentence belongs to the reader's language, so it is made at the edge from the code
(`neeman.lib.messages` holds the English templates).
"""

from __future__ import annotations


class ReasonError(ValueError):
    """A value that cannot be read, with the reason as a code and its parameters.

    `code` is a stable snake_case word; `params` fills the template of that code.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code
