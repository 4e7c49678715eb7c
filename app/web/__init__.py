"""What browsers load from the desk: files that lie beside this one."""
