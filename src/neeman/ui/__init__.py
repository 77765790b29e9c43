"""The look: base page, components, template tags, charts and assets. No models, and no knowledge of any room."""
