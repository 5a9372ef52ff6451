"""The console door: `remissvakt COMMAND`. Each command is one module in commands/."""
