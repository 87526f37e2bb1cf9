"""The bringing in: what a reader hands on becomes people, sections, tags, pictures, articles and pages here.

    plan = looking.look(export, Choices())          # a dry run: nothing is written
    report = running.bring(export, import_)         # all of it, as often as wanted

Every other module here does one part of it, and is given the `Run` that it belongs to.
"""
