"""What the templates of the public pages may use beside what their views give them (Jinja2; `environment.py`)."""
