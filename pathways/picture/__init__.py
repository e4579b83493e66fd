"""Pathways as pictures, drawn on the server."""
