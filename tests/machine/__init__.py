"""A machine that tries every action in every state: the proof that nothing falls between two chairs.

`world` is the region with its clock and people, `moves` says how each action is called, and `machine`
chooses what happens and checks the invariants after every step.
"""
