"""How large may a scan be? Pages, pixels and bytes; the same numbers stand in the texts of the refusals."""

MOST_BYTES = 100 * 1024 * 1024
MOST_PAGES = 200
MOST_PIXELS = 40_000_000
# A drawing on the longest roll is shorter; a page of 200 metres is no paper.
LONGEST_SIDE_INCHES = 200
DPI = 200  # what codes are read at
PICTURE_SIDE = 1240  # the shorter one: A4 at 150 dpi
LONGEST_PICTURE_SIDE = 4000
SMALL_SIDE = 240  # the longer one
