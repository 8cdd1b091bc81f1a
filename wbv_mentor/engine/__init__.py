"""What a path is and how an instance moves along it. Pure: no Flask, no SQLAlchemy."""
