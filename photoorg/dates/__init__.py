"""The rules that give each photo its date, with the rule that did it.

`stamp` reads what metadata says, `names` what file and folder names say, `rules` holds the ordered
list and picks the first possible date. Nothing here touches the disk.
"""

from photoorg.dates.rules import RULES, date_photo

__all__ = ["RULES", "date_photo"]
