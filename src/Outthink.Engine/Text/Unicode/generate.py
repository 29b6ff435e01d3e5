"""Writes the tables of this folder from Python's own Unicode data; needs a Python with Unicode 15.1 (3.13)."""

import pathlib
import unicodedata

assert unicodedata.unidata_version == "15.1.0"
FOLDER = pathlib.Path(__file__).parent
ALL = [chr(code) for code in range(0x110000)]
SPACES = set("\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000")
KINDS = {"Lu": "U", "Lt": "U", "Ll": "l", "Lm": "o", "Lo": "o", "N": "n", "P": "p", "S": "s", "M": "m"}


def kind(c):
    category = unicodedata.category(c)
    return "w" if c in SPACES else KINDS.get(category) or KINDS.get(category[0], "-")


def runs(value, first):
    """The code points at which a property's value changes, with the new value."""
    lines, last = [], first
    for c in ALL:
        if value(c) != last:
            lines.append(f"{ord(c):X} {value(c)}")
            last = value(c)
    return lines


def decompositions():
    """code=first second, or code=only; '!' where composing does not lead back."""
    for c in ALL:
        parts = unicodedata.decomposition(c)
        if parts and not parts.startswith("<"):
            yield f"{ord(c):X}={' '.join(p.lstrip('0') for p in parts.split())}{'' if unicodedata.normalize('NFC', c) == c else '!'}"


def write(name, lines):
    (FOLDER / name).write_text("".join(line + "\n" for line in lines), newline="\n")


write("kinds.txt", runs(kind, "-"))
write("combining-classes.txt", runs(unicodedata.combining, 0))
write("decompositions.txt", decompositions())
