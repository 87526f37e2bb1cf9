"""An app that takes as long as it is asked to, behind the server that tests stop and start."""

import os
import time

time.sleep(float(os.environ.get("SLOW_START", "0")))


def application(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%d" % os.getppid()]
