"""What is measured of simulated routing: against closed forms, and how long a large day takes."""
