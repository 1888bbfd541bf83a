"""The public pages. They read the published record alone."""
