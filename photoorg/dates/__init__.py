"""The rules that give each photo its date, with the rule that did it.

`stamp` reads what metadata says, `names` what file and folder names say, `zones` knows the time
zone of a position, `evidence` gathers what may be looked at, `rules` holds the ordered list and
picks the first possible date, `order` puts photos with and without a known offset into one order.
Nothing here touches the user's files.
"""

from photoorg.dates.rules import RULES, date_photo

__all__ = ["RULES", "date_photo"]
