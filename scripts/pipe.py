# Pipes: two ends, objects and bytes, and the end of a conversation.
from multiprocessing import Pipe, Process


def echo(conn, other_end):
    # A child starts with copies of all its parent has open; the end of a pipe
    # is seen when every copy of the other end is closed.
    other_end.close()
    while True:
        try:
            message = conn.recv()
        except EOFError:
            print("the other side has closed")
            break
        if isinstance(message, str):
            conn.send_bytes(message.encode("utf-8"))
        else:
            conn.send([message, message])
    conn.close()


if __name__ == "__main__":
    ours, theirs = Pipe()
    p = Process(target=echo, args=(theirs, ours))
    p.start()
    theirs.close()
    ours.send({"a": (1, 2.5, None)})
    print(ours.recv())
    ours.send("smørrebrød")
    print(ours.recv_bytes())
    print("anything more?", ours.poll())
    ours.close()
    p.join()

    reader, writer = Pipe(duplex=False)
    writer.send("one way")
    print(reader.recv())
    try:
        reader.send("the wrong way")
    except OSError as e:
        print("OSError:", e)
