"""What is counted while the site runs, for Prometheus. See docs/operating.md."""
