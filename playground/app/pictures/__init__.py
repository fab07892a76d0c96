"""Pictures: each a frozen `Scene`, a pure `scene(...)` that makes one from the core's results, and one
`paint(painter, rect, scene, theme)` that draws it on the screen, in SVG, PDF and PNG alike.

Lengths follow the painter's font (`paper.unit`), so that a picture grows with the projector's zoom.
"""
