# Writes to its own files in proc
#
# Holds: what the kernel lets a process change about itself there, like standing last when memory runs out, is read-only.
from attack import *

for name in ('oom_score_adj', 'oom_adj', 'mem', 'clear_refs', 'coredump_filter', 'comm', 'loginuid', 'uid_map', 'gid_map',
             'setgroups', 'projid_map', 'timens_offsets', 'timerslack_ns', 'attr/current', 'attr/exec', 'attr/fscreate',
             'make-it-fail', 'fail-nth', 'sched', 'autogroup', 'latency', 'ksm_merging_pages'):
    refused(open, '/proc/self/' + name, 'r+')
    refused(open, '/proc/thread-self/' + name, 'w')
if open('/proc/self/oom_score_adj').read() != '1000\n':
    broke('does not stand first when memory runs out')
done()
