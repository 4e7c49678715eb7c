"""What the desk costs beside its floors: the same rows, the same machine, the same minute."""
