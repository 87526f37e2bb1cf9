"""manage.py import_ghost: move a whole archive in from Ghost."""

from articles.importers.bringing.commanded import ImportCommand


class Command(ImportCommand):
    help = "Brings in what Ghost exported. Repeated, it goes on where it stopped, and nothing comes twice."
    system = "ghost"
