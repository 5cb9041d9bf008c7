"""The reading of a record that holds a crisis: plain series for figures, tables and scenes, and its events in words."""
