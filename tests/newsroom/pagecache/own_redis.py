"""A Redis server of a test's own, that may be stopped and started, and hung up."""

import shutil
import signal
import socket
import subprocess
import time

import pytest

from newsroom.pagecache.choices import caches


class OwnRedis:
    """Not the one that CACHE_URL may name: that one other tests use at the same time."""

    def __init__(self):
        if shutil.which("redis-server") is None:
            pytest.skip("redis-server is not installed")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._process = None
        self.start()

    @property
    def caches(self):
        options = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}
        backend = "django.core.cache.backends.redis.RedisCache"
        return caches({"BACKEND": backend, "LOCATION": f"redis://127.0.0.1:{self.port}/0", "OPTIONS": options})

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise AssertionError("redis-server does not start")

    def stop(self):
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self):
        self._process.send_signal(signal.SIGSTOP)


@pytest.fixture(scope="module")
def redis_server():
    server = OwnRedis()
    yield server
    server.stop()
