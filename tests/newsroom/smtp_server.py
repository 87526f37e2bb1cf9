"""A server of mail on this machine that speaks SMTP, for tests: what it is sent it keeps."""

import base64
import email
import email.policy
import socketserver
import threading


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        server = self.server
        self.say("220 mail.lantern.example")
        sender, to, signed_in = "", [], not server.password
        while line := self.rfile.readline():
            word, _space, rest = line.decode().strip().partition(" ")
            word = word.upper()
            if word in ("EHLO", "HELO"):
                self.wfile.write(b"250-mail.lantern.example\r\n")
                self.say("250 AUTH PLAIN")
            elif word == "AUTH":
                said = base64.b64decode(rest.partition(" ")[2]).decode()
                signed_in = said == f"\0{server.user}\0{server.password}"
                self.say("235 in" if signed_in else "535 no")
            elif word == "MAIL":
                sender = rest
                self.say("250 ok" if signed_in else "530 sign in")
            elif word == "RCPT":
                to.append(rest.partition("<")[2].partition(">")[0])
                self.say("550 nobody" if "nobody" in rest else "250 ok")
            elif word == "DATA":
                self.say("354 go on")
                data = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    data += line.removeprefix(b".") if line.startswith(b"..") else line
                server.mails.append((sender, to, email.message_from_bytes(data, policy=email.policy.default)))
                to = []
                self.say("250 kept")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail on a free port; with a password, only of who knows it."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, user="", password=""):
        super().__init__(("127.0.0.1", 0), Session)
        self.user, self.password, self.mails = user, password, []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()
