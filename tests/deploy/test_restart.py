"""The web server is stopped and started as its unit does it: what is under way is finished, nobody is refused."""

import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from configparser import RawConfigParser

import pytest

from .fronts import ROOT, free_port

# What systemd does before it starts a service with a socket.
HAND_OVER = "import os, sys; os.environ |= {'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'}; os.execv(sys.argv[1], sys.argv[1:])"  # noqa: E501
APP = "tests.deploy.slow_app:application"


def command_of_the_unit(*more):
    unit = RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(ROOT / "deploy/systemd/newsroom.service")
    return [sys.executable, *shlex.split(unit["Service"]["ExecStart"])[1:], "--app", APP, *more]


@pytest.fixture
def service():
    """A socket that stays, and what starts the web server on it; what still runs at the end is killed."""
    listening, begun = socket.create_server(("127.0.0.1", 0), backlog=1024), []

    def hand_over():
        os.dup2(listening.fileno(), 3)

    def start():
        begun.append(
            subprocess.Popen(
                [sys.executable, "-c", HAND_OVER, *command_of_the_unit()],
                cwd=ROOT, env=os.environ | {"SLOW_START": "0.5"}, close_fds=False, preexec_fn=hand_over,
            )
        )  # fmt: skip
        return begun[-1]

    yield listening.getsockname()[1], start
    for process in begun:
        process.kill()
        process.wait()
    listening.close()


def ask(port, seconds, method="GET"):
    """Return what was answered, or the error by its name."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, f"/?{seconds}", b"words" if method == "POST" else None)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Connection")
    except OSError as error:
        return type(error).__name__, ""
    finally:
        connection.close()


def at_once(number, what):
    threads = [threading.Thread(target=what) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads


def test_a_restart_refuses_nobody(service):
    port, start = service
    server, answers, over = start(), Counter(), threading.Event()
    assert ask(port, 0)[0] == 200

    def keep_asking():
        while not over.is_set():
            answers[ask(port, 0.02, "POST")[0]] += 1

    readers = at_once(6, keep_asking)
    for _ in range(2):
        time.sleep(0.3)
        before = answers[200]
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        server = start()
        while answers[200] < before + 50 and answers.total() == answers[200]:
            time.sleep(0.02)
    over.set()
    for reader in readers:
        reader.join()
    assert set(answers) == {200}


def test_what_is_under_way_is_finished(service):
    port, start = service
    server, answers = start(), []
    assert ask(port, 0)[0] == 200
    # As many as there are threads, and some that wait for one.
    slow = at_once(6, lambda: answers.append(ask(port, 0.6)[0]))
    time.sleep(0.3)
    server.send_signal(signal.SIGTERM)
    # It has heard: who comes now waits for the next server.
    time.sleep(0.2)
    late = at_once(1, lambda: answers.append(ask(port, 0)[0]))
    assert server.wait(20) == 0
    for thread in slow:
        thread.join()
    assert len(answers) <= 7 and answers[:6] == [200] * 6
    start()
    late[0].join()
    assert answers == [200] * 7


def test_an_answer_ends_its_connection(service):
    # A server in front cannot write into a connection that is just being closed.
    port, start = service
    start()
    assert ask(port, 0) == (200, "close")


def test_without_a_socket_it_listens_by_itself_and_then_refuses(tmp_path):
    port = free_port()
    server = subprocess.Popen(command_of_the_unit("--port", str(port)), cwd=ROOT)
    try:
        until = time.monotonic() + 20
        while ask(port, 0)[0] != 200:
            assert time.monotonic() < until
            time.sleep(0.05)
        answers = []
        slow = at_once(2, lambda: answers.append(ask(port, 0.5)[0]))
        time.sleep(0.2)
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        for thread in slow:
            thread.join()
        assert answers == [200, 200]
        assert ask(port, 0)[0] == "ConnectionRefusedError"
    finally:
        server.kill()
        server.wait()


def test_a_socket_that_is_a_file_is_refused_with_a_sentence(tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        listening.listen()
        done = subprocess.run(
            [sys.executable, "-c", HAND_OVER, *command_of_the_unit()], cwd=ROOT, close_fds=False,
            preexec_fn=lambda: os.dup2(listening.fileno(), 3), capture_output=True, text=True, timeout=20,
        )  # fmt: skip
    assert done.returncode == 1 and "let it listen at an address" in done.stderr
