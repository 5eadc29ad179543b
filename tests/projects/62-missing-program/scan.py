import subprocess


def text_of(path):
    return subprocess.run(["pdf-to-plain-text", str(path)], capture_output=True, text=True, check=True).stdout
