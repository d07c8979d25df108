"""A headless Chromium, driven over a pipe with the DevTools protocol: open a
page at a width and in a theme, run a script in it, take its picture."""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

# Chromium reads commands from descriptor 3 and answers on 4.
READ_AT, WRITE_AT = 3, 4


class Failure(Exception):
    """The browser did not do as it was told."""


def program():
    for name in ('chromium', 'chromium-browser', 'google-chrome'):
        path = shutil.which(name)
        if path:
            return path
    raise Failure('there is no chromium: tools/setup ui')


class Browser:
    """One page of one browser; `with` ends it."""

    def __init__(self, seconds=60):
        self.seconds = seconds
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self.to = os.pipe()
        self.come, to_write = os.pipe()
        words = [program(), '--headless=new', '--remote-debugging-pipe',
                 '--disable-gpu', '--no-first-run', '--hide-scrollbars',
                 '--disable-background-networking', '--disable-dev-shm-usage',
                 '--disable-extensions', '--font-render-hinting=none',
                 f'--user-data-dir={self.profile.name}', 'about:blank']
        if os.geteuid() == 0:  # no sandbox for root; the pages are our own
            words.insert(1, '--no-sandbox')
        # Out of the way of 3 and 4 first, then onto them.
        high_read = fcntl.fcntl(to_read, fcntl.F_DUPFD, 100)
        high_write = fcntl.fcntl(to_write, fcntl.F_DUPFD, 100)

        def place():
            os.dup2(high_read, READ_AT)
            os.dup2(high_write, WRITE_AT)

        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, pass_fds=(READ_AT, WRITE_AT),
            preexec_fn=place)
        for fd in (to_read, to_write, high_read, high_write):
            os.close(fd)
        self.buffer, self.events, self.last = b'', [], 0
        self.session = None
        target = self.call('Target.createTarget', url='about:blank')
        self.session = self.call('Target.attachToTarget', flatten=True,
                                 targetId=target['targetId'])['sessionId']
        for domain in ('Page', 'Runtime', 'Network', 'Log'):
            self.call(f'{domain}.enable')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.to)
        os.close(self.come)
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.profile.cleanup()

    def _message(self, until):
        while b'\0' not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.come], [], [], left)[0]:
                raise Failure(f'no answer within {self.seconds} seconds')
            data = os.read(self.come, 1 << 20)
            if not data:
                raise Failure('the browser ended')
            self.buffer += data
        text, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(text)

    def call(self, method, **params):
        self.last += 1
        message = {'id': self.last, 'method': method, 'params': params}
        if self.session:
            message['sessionId'] = self.session
        data = json.dumps(message).encode() + b'\0'
        while data:
            data = data[os.write(self.to, data):]
        until = time.monotonic() + self.seconds
        while True:
            answer = self._message(until)
            if answer.get('id') != self.last:
                self.events.append(answer)
            elif 'error' in answer:
                raise Failure(f"{method}: {answer['error']['message']}")
            else:
                return answer['result']

    def wait(self, event):
        until = time.monotonic() + self.seconds
        while not any(e.get('method') == event for e in self.events):
            self.events.append(self._message(until))

    def open(self, path, width, theme, media=''):
        """Returns what the page asked for or complained of; media 'print'
        is the page as it would be on paper of that width."""
        self.call('Emulation.setDeviceMetricsOverride', width=width,
                  height=900, deviceScaleFactor=1, mobile=width < 600)
        self.call('Emulation.setEmulatedMedia', media=media, features=[
            {'name': 'prefers-color-scheme', 'value': theme}])
        self.events.clear()
        self.call('Page.navigate', url='file://' + path)
        self.wait('Page.loadEventFired')
        wrong = []
        for event in self.events:
            params = event.get('params', {})
            if event.get('method') == 'Network.requestWillBeSent':
                url = params['request']['url']
                if url != 'file://' + path:
                    wrong.append(f'asks for {url}')
            elif event.get('method') in ('Runtime.exceptionThrown',
                                         'Log.entryAdded'):
                wrong.append(json.dumps(params)[:300])
        return wrong

    def run(self, script):
        answer = self.call('Runtime.evaluate', expression=script,
                           awaitPromise=True, returnByValue=True)
        if 'exceptionDetails' in answer:
            raise Failure(json.dumps(answer['exceptionDetails'])[:500])
        return answer['result'].get('value')

    def picture(self, path):
        answer = self.call('Page.captureScreenshot', format='png',
                           captureBeyondViewport=True)
        with open(path, 'wb') as file:
            file.write(base64.b64decode(answer['data']))
