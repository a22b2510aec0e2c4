# Runs a program on a pseudo terminal of its own and treats it as told once the awaited text is on the screen.
# Arguments: seconds, awaited text, what then (type:TEXT, signal:NAME or hangup), program, arguments.
# Prints one line of JSON: its exit code or signal, and all that was on the screen.
import json, os, pty, select, signal, sys, time

seconds, awaited, act, program = float(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
screen, done, status, end = b"", False, None, time.time() + seconds
is_open = True
while time.time() < end:
    if is_open and select.select([terminal], [], [], 0.05)[0]:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            data = b""
        if not data:
            is_open = False
        screen += data
    elif not is_open:
        time.sleep(0.02)
    if not done and awaited.encode() in screen:
        done = True
        kind, _, what = act.partition(":")
        if kind == "type":
            os.write(terminal, what.encode())
        elif kind == "signal":
            os.kill(pid, getattr(signal, what))
        else:
            os.close(terminal)
            is_open = False
    gone, status = os.waitpid(pid, os.WNOHANG)
    if gone:
        break
else:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    status = None
ended = {"code": None, "signal": None}
if status is not None and os.WIFEXITED(status):
    ended["code"] = os.WEXITSTATUS(status)
elif status is not None:
    ended["signal"] = signal.Signals(os.WTERMSIG(status)).name
print(json.dumps({**ended, "screen": screen.decode("utf8", "replace")}))
