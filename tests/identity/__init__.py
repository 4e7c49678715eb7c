"""Agents sign in with what their company signs in with: a real provider, a real desk."""
