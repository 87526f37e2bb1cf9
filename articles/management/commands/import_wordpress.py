"""manage.py import_wordpress: move a whole archive in from WordPress."""

from articles.importers.bringing.commanded import ImportCommand


class Command(ImportCommand):
    help = "Brings in what WordPress exported. Repeated, it goes on where it stopped, and nothing comes twice."
    system = "wordpress"
