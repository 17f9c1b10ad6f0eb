"""How is each view drawn? anywidgets over the view models; the drawing is JavaScript in `static/`, the look CSS in `styles/`."""
