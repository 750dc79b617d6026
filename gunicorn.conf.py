"""How gunicorn serves pitchday; any option given on its command line wins over this file."""

import os
from pathlib import Path

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
graceful_timeout = 30

# Workers prove they live by touching a file; where a slow disk blocks that, a healthy worker is killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Nothing uses the control socket, and its place in the home directory is shared by every site of the account.
control_socket_disable = True

# No access log unless asked for (--access-logfile -), and never with paths: a feed's token is in its path.
access_log_format = '%(t)s %(h)s "%(m)s" %(s)s %(b)s %(M)sms'
