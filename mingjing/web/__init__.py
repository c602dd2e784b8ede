"""What every page stands on: base templates, components, style, display settings, error pages. Imports no other room."""
