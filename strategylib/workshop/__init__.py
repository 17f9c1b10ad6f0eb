"""How do thirty people work with the strategies in one room? Exercises, a session made of events, its store, and what comes of it.

Nothing here knows pandas, networkx or a widget: the participants' page is served with what this package has.
"""
