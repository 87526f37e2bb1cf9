"""Transfers that people make at their own bank: we say where to, and staff say what came."""
