"""The words of the prose editor, for its script: JavaScript catalogues of the admin hold only Django's own."""

from django.utils.translation import gettext as _


def body_words() -> dict[str, str]:
    """Return what the editor's script says, in the language of the request, by its English."""
    return {
        # What the library's buttons say
        "heading 2": _("Heading"),
        "heading 3": _("Subheading"),
        "paragraph": _("Paragraph"),
        "unordered list": _("Bulleted list"),
        "ordered list": _("Numbered list"),
        "List properties": _("Where the list begins"),
        "blockquote": _("Quotation"),
        "horizontal rule": _("Dividing line"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "strike": _("Struck through"),
        "subscript": _("Subscript"),
        "superscript": _("Superscript"),
        "insert link": _("Link"),
        "remove link": _("Remove link"),
        "Insert table": _("Table"),
        "Add column": _("Add a column"),
        "Delete column": _("Delete the column"),
        "Add row": _("Add a row"),
        "Delete row": _("Delete the row"),
        "Merge cells": _("Merge cells"),
        "Split cell": _("Split the cell"),
        "Toggle header cell": _("Heading cell"),
        "Delete table": _("Delete the table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "Special characters": _("Special characters"),
        # Our own blocks
        "Text of the article": _("Text of the article"),
        "Formatting": _("Formatting"),
        "Picture": _("Picture"),
        "Gallery": _("Gallery"),
        "Read also": _("Read also"),
        "Embed": _("Embed"),
        "Pull quote": _("Pull quote"),
        "Fact box": _("Fact box"),
        "Footnote": _("Footnote"),
        "Who said it": _("Who said it"),
        "Link to our article": _("Link to our article"),
        "Caption of the table": _("Caption of the table"),
        # Dialogs
        "Choose a picture": _("Choose a picture"),
        "Choose pictures": _("Choose pictures"),
        "Choose an article": _("Choose an article"),
        "Search": _("Search"),
        "Nothing was found.": _("Nothing was found."),
        "More": _("More"),
        "The list could not be fetched. Try again.": _("The list could not be fetched. Try again."),
        "Add a picture to the library": _("Add a picture to the library"),
        "Cancel": _("Cancel"),
        "Insert": _("Insert"),
        "Done": _("Done"),
        "Edit": _("Edit"),
        "Remove": _("Remove"),
        "Move earlier": _("Move earlier"),
        "Move later": _("Move later"),
        "Caption": _("Caption"),
        "Up": _("Up"),
        "Down": _("Down"),
        "Empty: the picture's own.": _("Empty: the picture's own."),
        "Address": _("Address"),
        "Text of the note": _("Text of the note"),
        "Begins with": _("Begins with"),
        "Select the words to link first.": _("Select the words to link first."),
        "Write a whole address that begins with https://.": _("Write a whole address that begins with https://."),
        "An address begins with https://, http://, mailto:, tel: or /.": _(
            "An address begins with https://, http://, mailto:, tel: or /."
        ),
        "A page of a video, a post or a map; readers open it by a click.": _(
            "A page of a video, a post or a map; readers open it by a click."
        ),
        # Pictures from inside the editor
        "Upload a picture": _("Upload a picture"),
        "Or drop a file here.": _("Or drop a file here."),
        "Name in the library": _("Name in the library"),
        "Empty: the name of the file.": _("Empty: the name of the file."),
        "Alt text": _("Alt text"),
        "What is seen, for those who cannot see it.": _("What is seen, for those who cannot see it."),
        "Credit": _("Credit"),
        "Saved with the picture in the library.": _("Saved with the picture in the library."),
        "The library has this file already: use it?": _("The library has this file already: use it?"),
        "The picture could not be sent. Try again.": _("The picture could not be sent. Try again."),
        "Pictures were left out: put them into the library first.": _(
            "Pictures were left out: put them into the library first."
        ),
        # Tables
        "Rows": _("Rows"),
        "Columns": _("Columns"),
        "First row": _("First row"),
        "Headings": _("Headings"),
        "Figures or words": _("Figures or words"),
        "What it heads": _("What it heads"),
        "What the heading cell heads": _("What the heading cell heads"),
        "It heads": _("It heads"),
        "By its place": _("By its place"),
        "The column below": _("The column below"),
        "The row beside": _("The row beside"),
        # What a block says of what it stands for
        "not public": _("not public"),
        "This article is gone.": _("This article is gone."),
        "This picture is gone.": _("This picture is gone."),
        "No alt text": _("No alt text"),
        "This site has no player here: readers get a link only.": _(
            "This site has no player here: readers get a link only."
        ),
    }
