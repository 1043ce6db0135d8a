"""The commands, each in a file that is loaded when the command is used."""
