"""`python -m neeman.analyze`."""

from neeman.analyze.command import app

if __name__ == "__main__":
    app()
