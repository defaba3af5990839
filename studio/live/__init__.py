"""The WebSocket door: nudges that something changed, and log bytes by pull."""
