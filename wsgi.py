"""What a WSGI server serves: `gunicorn wsgi:app`."""

from pitchday.app import create_app

app = create_app()
