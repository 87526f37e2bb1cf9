"""Work beside the pages: tasks that are stored and tried again, and what is done at its time.

`jobs` makes tasks and puts them on the list, `schedules` holds what is repeated, `lanes` does both. It knows no app.
"""
