"""The exercise over the web: a server of pages, REST and WebSocket. The only room that knows a web framework."""
