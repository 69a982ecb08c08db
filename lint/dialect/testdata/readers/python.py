"""Prints what the real readers of Python make of texts: see node.js. The
argument is a folder that holds the packages."""

import io
import json
import os
import sys
import tempfile

sys.path.insert(0, sys.argv[1])
os.environ.clear()
texts = json.load(sys.stdin)
readers = {}

try:
    import dotenv

    readers["python-dotenv"] = lambda text: {
        k: v for k, v in dotenv.dotenv_values(stream=io.StringIO(text)).items() if v is not None
    }
except ImportError:
    pass

try:
    import decouple

    def read_decouple(text):
        with tempfile.NamedTemporaryFile("wb", delete=False) as f:
            f.write(text.encode())
        try:
            return decouple.RepositoryEnv(f.name).data
        finally:
            os.unlink(f.name)

    readers["python-decouple"] = read_decouple
except ImportError:
    pass

try:
    import environ

    def read_environ(text):
        environ.Env.ENVIRON = {}
        environ.Env.read_env(io.StringIO(text))
        return dict(environ.Env.ENVIRON)

    readers["django-environ"] = read_environ
except ImportError:
    pass


def attempt(read, text):
    try:
        return read(text)
    except Exception:
        return None


json.dump({name: [attempt(read, text) for text in texts] for name, read in readers.items()}, sys.stdout)
