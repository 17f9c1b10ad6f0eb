"""Which server shows the apps? Voila's application, subclassed: a landing page, our template, and nothing from outside."""
