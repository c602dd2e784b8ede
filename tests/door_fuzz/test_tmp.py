import cProfile, pstats
from collections import Counter
from tests.door_fuzz.test_door_fuzz import *
C=Counter(); S=[]
def test_p(sqlite_city):
    machine.two_posts()
    for seed in (0,1):
        m = door(machine.Door, seed)
        old = m.teardown
        sig=[]
        def teardown(self):
            if hasattr(self,"known"):
                acts=[e.action for e in self.known.entries]
                C[self.known.entries[-1].action]+=1
                C["decided"]+= "po_decide" in acts
                C["moved"]+= len(self.receipts)>0; C["reviews>1"]+= acts.count("po_review")>1
                C["n"]+=1
                sig.append(tuple(acts))
            old(self)
        m.teardown=teardown
        w=m._wish
        pr=cProfile.Profile()
        pr.enable()
        run_state_machine_as_test(m, settings=plan(60, seed))
        pr.disable()
        S.append(sig)
    print(C); print(S[0][:40]==S[1][:40])
    pstats.Stats(pr).sort_stats("cumulative").print_stats(45)
