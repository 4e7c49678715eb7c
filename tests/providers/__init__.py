"""Services that translate and write text, as servers on loopback that behave well and badly."""
