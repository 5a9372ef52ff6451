"""How is a typed line made comparable, before anything is read out of it?"""

import unicodedata

_LONGEST_READ = 200


def plain(text: str) -> str:
    """Return a short typed text in lower case, with digits 0–9, plain hyphens and single spaces.

    Compatibility forms (full width, no-break space) become ordinary ones; invisible marks (direction,
    joiners, soft hyphen) vanish. More than 200 characters are nothing that is typed on one line: "".
    """
    if len(text) > _LONGEST_READ:
        return ""
    if text.isascii():
        # Nothing in it has another form; most of what is typed, and of a file, is like this.
        return " ".join(text.lower().split())
    signs = (_plain_sign(sign) for sign in unicodedata.normalize("NFKC", text).lower())
    return " ".join("".join(signs).split())


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    if category == "Pd" or sign == "\u2212":
        return "-"
    return "" if category == "Cf" else sign
