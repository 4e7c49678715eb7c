"""The hub under load: fan-out, memory, two processes, a storm of returning clients, many rooms."""
