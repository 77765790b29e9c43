"""The look: tokens and stylesheet, page frame, components, template tags, charts, small behaviours, assets.

For everything that a page is drawn with, in both directions and both themes, and for nothing that a page says: no
models, no queries, no knowledge of any room. `ui.charts`, `ui.text` and `ui.assets` import no Django, so that the
command line draws its report with them.
"""
