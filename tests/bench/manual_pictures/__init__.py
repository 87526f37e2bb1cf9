"""Makes the pictures of docs/editors from a demo newspaper, so that they show the desk as it is today.

    python -m tests.bench.manual_pictures                 build a demo in a scratch folder, take all of them
    python -m tests.bench.manual_pictures planning-board  take only what begins so
    python -m tests.bench.manual_pictures --demo var/demo on a copy of a demo that stands already

Each picture is one function in the module of its subject: it opens a page of its own, does what somebody
at the desk would do, and says which part of the page is cut out.
"""
