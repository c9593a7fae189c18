# Switches off or fills every place in Python from where it could be watched
#
# Holds: the lens is not in Python, so nothing changes.
# Traced: seen
import os
import sys
import threading

sys.settrace(None)
sys.setprofile(None)
threading.settrace_all_threads(None)
threading.setprofile_all_threads(None)
for tool in range(6):
    if sys.monitoring.get_tool(tool) is None:
        sys.monitoring.use_tool_id(tool, 'attacker')
    sys.monitoring.set_events(tool, 0)
    sys.monitoring.restart_events()
os.mkdir('line-@')


def jump(frame, event, argument):
    if event == 'line' and frame.f_lineno == jump.at:
        jump.at = 0
        frame.f_lineno += 2
    return jump


jump.at = 0


def jumping():
    jump.at = jumping.__code__.co_firstlineno + 2
    os.mkdir('not made')

    os.mkdir('line-@')


sys.settrace(jump)
jumping()
sys.settrace(None)
sys._clear_type_cache()
sys.setswitchinterval(1e-9)
os.mkdir('line-@')
print('held')
