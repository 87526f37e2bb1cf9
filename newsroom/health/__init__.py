"""Whether this process runs (/healthz), and whether it can serve readers (/readyz). See docs/operating.md."""
