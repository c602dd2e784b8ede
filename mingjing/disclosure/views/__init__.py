"""The public portal: everybody may read it, nobody signs in."""
