"""What is written down while the site runs: lines that a machine may read, and that name no reader."""
