"""The scan tray, its documents and pages: paper in."""
