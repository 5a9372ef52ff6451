"""A machine that tries every action in every state: the proof that nothing falls between two chairs.

`world` is the region with its clock and people, `moves` says how each action is called, and `machine` chooses what
happens and checks the invariants after every step; `walk` is a long run of it. `model` predicts in whose lists what
stands, `telling` tells it what was done, and `seen` asks the product's lists.
"""
