"""The command line, one file for each group of commands. `bot.__main__` is the door; `parser` is the table of contents.

A command's module is loaded when the command runs, so that `belfry understand` pays for no database and no Telegram.
Results go to standard output; a complaint is one sentence on standard error.
"""
