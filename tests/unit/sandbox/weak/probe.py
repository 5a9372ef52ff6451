"""What the probe finds where the kernel cannot filter calls."""


def run(*, arguments, contents, send):
    send("possible", {"files": True, "network": False})
