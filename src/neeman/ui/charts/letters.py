"""How wide words will be: measured from Heebo itself, so that labels never run into each other."""

# Advance widths of Heebo in hundredths of the font size, grouped by width.
_BY_WIDTH = {
    17: "׳",
    20: ",",
    21: ";",
    24: ":l|",
    25: " ij־",
    26: "!.·",
    27: "I[]",
    28: "-",
    29: "ון",
    30: "`י",
    33: '")fזt״',
    34: "(r{}",
    36: "נ",
    39: "ג",
    41: "/\\",
    43: "*",
    46: "_?y«»",
    48: "v",
    50: "רxzך",
    52: "kלcsד",
    54: "eב+<=>L^a×כץ",
    56: "FJhnuצ$0123456789bdgp",
    58: "EoqעSהף",
    61: "TYZח",
    62: "#&BRטקת",
    63: "KPX~מפ",
    65: "VאםסACU–D…",
    69: "GOQHN%",
    76: "w—ש",
    84: "₪",
    88: "MmW@",
}
_WIDTH = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
# Isolates and marks take no room.
_WIDTH |= dict.fromkeys("\u200e\u200f\u2066\u2067\u2068\u2069", 0)
_UNKNOWN = 65


def width_of(text: str, size: float = 12, *, bold: bool = False) -> float:
    """The width of a line of words in the drawing's units, a little on the safe side."""
    wide = sum(_WIDTH.get(letter, _UNKNOWN) for letter in text) / 100 * size
    return wide * (1.06 if bold else 1.02)


def shorten(text: str, room: float, size: float = 12, *, bold: bool = False) -> str:
    """The text, or as much of it as fits before ``…``; empty where not even three letters fit."""
    if width_of(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width_of(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    kept = kept.rstrip()
    return kept + "…" if len(kept) >= 3 else ""
