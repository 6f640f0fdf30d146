"""What operators see of the service: metrics, traces, logs, and the signal that it is about to go."""
