"""Pages for papers that come in: the scan tray, a scan and its pages, the viewer, and one paper with its work."""
