"""What every request passes before a view sees it, and every answer after."""
