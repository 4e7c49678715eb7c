"""Over HTTP, through the whole desk."""
