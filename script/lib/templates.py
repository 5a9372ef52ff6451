"""Compiles the templates (in git) to what Jinja runs (not in git), where they have changed."""

import os
import sys
import tempfile


def main() -> int:
    """Return 0."""
    with tempfile.TemporaryDirectory() as folder:
        # Only the templates' surroundings are wanted of the product: nobody's data folder is touched.
        os.environ |= {"REMISSVAKT_DATA": folder, "DJANGO_SETTINGS_MODULE": "remissvakt.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from remissvakt.web.compiled_templates import compile_all

        if count := compile_all():
            print(f"==> Compiled {count} templates")
    return 0


if __name__ == "__main__":
    sys.exit(main())
