"""The routine once more, as simple as it can be said: who must see which referral in which list, after each act.

Written from the routine and the design's table, and knows nothing of the product's code: no rule, no obligation
and no table of it is imported here. `things` are what there is, `told_*` what each act does to them, `due` what must
then be seen to and by whom, and `lists` in whose lists it stands.

Whether an act is allowed is not the model's to say: it is told what was done, and objects when the routine
forbids that (`Forbidden`).
"""
