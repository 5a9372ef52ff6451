"""One module per command, each with `add_arguments(parser)` and `run(arguments) -> exit code`.

They are imported after Django is set up, so that they may import models at the top.
"""
