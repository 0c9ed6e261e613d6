"""Make `.venv` and install pinned, hashed requirements into it: `python3 scripts/install.py base|test`.

Runs on whatever python3 the machine has, so that one that is too old hears it plainly: nothing newer than 3.6 here.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LEAST = (3, 11)


def main():
    """Install what is missing; nothing to do takes a few milliseconds."""
    kind = sys.argv[1]
    if is_installed(kind):
        return
    python = find_python()
    make_venv(python)
    print(f"Installing dependencies ({kind}), each checked against its hash. This happens once.", flush=True)
    pip("install", "--require-hashes", "-r", os.path.join("requirements", kind + ".txt"))
    add_command()
    write_stamp(kind)


def stamp_path(kind):
    """Where it is written that these requirements are installed."""
    return os.path.join(VENV, f"installed-{kind}.txt")


def fingerprint(kind):
    """Changes when the requirements, the place (a moved environment does not work) or this program change."""
    digest = hashlib.sha256()
    for path in (os.path.join(ROOT, "requirements", kind + ".txt"), os.path.abspath(__file__)):
        with open(path, "rb") as file:
            digest.update(file.read())
    return f"{digest.hexdigest()} {ROOT}"


def is_installed(kind):
    """Whether these requirements are in `.venv`; those of tests contain the base ones."""
    if not os.path.exists(os.path.join(VENV, "bin", "python")):
        return False
    path = stamp_path(kind)
    if not os.path.exists(path):
        return False
    with open(path) as file:
        return file.read() == fingerprint(kind)


def write_stamp(kind):
    """Remember what is installed; installing one kind may have changed what the other one wanted."""
    for other in ("base", "test"):
        if other != kind and os.path.exists(stamp_path(other)) and not is_installed(other):
            os.remove(stamp_path(other))
    with open(stamp_path(kind), "w") as file:
        file.write(fingerprint(kind))


def find_python():
    """This Python or a newer one beside it, 3.11 at least."""
    if sys.version_info >= LEAST:
        return sys.executable
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    return stop(
        f"Halle needs Python 3.11 or later; python3 here is {sys.version_info[0]}.{sys.version_info[1]}.",
        "Debian 12 and Ubuntu 24.04 have it: apt-get install python3 python3-venv",
        "Or name another one: make run PYTHON=/path/to/python3.11",
    )


def make_venv(python):
    """The virtual environment, made anew if its Python does not run."""
    inside = os.path.join(VENV, "bin", "python")
    if os.path.exists(inside) and subprocess.call([inside, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0:
        return
    print("Making the virtual environment .venv", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([python, "-m", "venv", VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "Python's venv module is missing or incomplete.",
            "On Debian and Ubuntu, as root: apt-get install python3-venv",
        )


def pip(*arguments):
    """Run the environment's pip, its progress shown."""
    command = [os.path.join(VENV, "bin", "python"), "-m", "pip", "--disable-pip-version-check"]
    status = subprocess.call(command + list(arguments), cwd=ROOT)
    if status != 0:
        stop("pip could not install the dependencies; its message is above. Running the command again goes on.")


def add_command():
    """`.venv/bin/halle`, on the source tree itself: what an editable install would do, without building."""
    path = os.path.join(VENV, "bin", "halle")
    lines = ["#!" + os.path.join(VENV, "bin", "python"), "import sys", f"sys.path.insert(0, {ROOT!r})"]
    # Processes that it spawns read it again, under another name.
    lines += ["from config.cli import main", "if __name__ == '__main__':", "    main()", ""]
    with open(path, "w") as file:
        file.write("\n".join(lines))
    os.chmod(path, 0o755)  # noqa: S103 - a command is for everybody


def stop(*lines):
    """End with what is wrong and what to do."""
    sys.exit("\n".join(lines))


if __name__ == "__main__":
    main()
