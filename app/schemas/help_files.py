"""A file of the help centre is its bytes: it has no shape of ours. Articles name their files as `HelpFile`."""
