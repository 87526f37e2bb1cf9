# Without “р.” at the end: its full stop would stand beside that of a sentence.
DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i"
