import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../testing/FakeSocket";
import { LiveSocket } from "./socket";

let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  socket = new LiveSocket(() => "ws://studio/ws/", (address) => new FakeSocket(address) as unknown as WebSocket);
});

const subscribe = (topic: string) => ({ op: "subscribe", topic });

describe("a live socket", () => {
  it("connects only when somebody listens, and once for all topics", () => {
    expect(FakeSocket.made).toHaveLength(0);
    socket.listen("run:1", {});
    socket.listen("run:2", {});
    FakeSocket.latest.opens();
    expect(FakeSocket.made).toHaveLength(1);
    expect(FakeSocket.latest.sent).toEqual([subscribe("run:1"), subscribe("run:2")]);
  });

  it("tells each topic's listeners and no others", () => {
    const [one, two] = [vi.fn(), vi.fn()];
    socket.listen("run:1", { onChanged: one });
    socket.listen("run:2", { onChanged: two });
    FakeSocket.latest.opens();
    FakeSocket.latest.says({ op: "changed", topic: "run:2", seq: 7 });
    expect(one).not.toHaveBeenCalled();
    expect(two).toHaveBeenCalledWith({ op: "changed", topic: "run:2", seq: 7 });
  });

  it("subscribes a topic once for many listeners, and leaves it with the last", () => {
    const stops = [socket.listen("run:1", {}), socket.listen("run:1", {})];
    FakeSocket.latest.opens();
    stops[0]!();
    expect(FakeSocket.latest.sent).toEqual([subscribe("run:1")]);
    stops[1]!();
    expect(FakeSocket.latest.sent.at(-1)).toEqual({ op: "unsubscribe", topic: "run:1" });
  });

  it("comes back by itself, subscribes again and says each time that something may be missed", () => {
    const onSubscribed = vi.fn();
    const onLost = vi.fn();
    socket.listen("run:1", { onSubscribed, onLost });
    FakeSocket.latest.opens();
    FakeSocket.latest.says({ op: "subscribed", topic: "run:1" });
    FakeSocket.latest.close();
    expect(socket.state).toBe("waiting");
    expect(onLost).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(250);
    FakeSocket.latest.opens();
    FakeSocket.latest.says({ op: "subscribed", topic: "run:1" });
    expect(FakeSocket.made).toHaveLength(2);
    expect(onSubscribed.mock.calls).toEqual([[true], [true]]);
  });

  it("waits longer after each failure, also when the line opens and closes at once", () => {
    socket.listen("run:1", {});
    for (let failure = 0; failure < 8; failure += 1) {
      FakeSocket.latest.opens();
      FakeSocket.latest.close();
      vi.advanceTimersByTime(10_000);
    }
    FakeSocket.latest.close();
    const before = FakeSocket.made.length;
    vi.advanceTimersByTime(4_999);
    expect(FakeSocket.made).toHaveLength(before);
    vi.advanceTimersByTime(5_001);
    expect(FakeSocket.made).toHaveLength(before + 1);
  });

  it("tries at once when told that the network is back", () => {
    socket.listen("run:1", {});
    FakeSocket.latest.close();
    socket.retryNow();
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("gives up a line that does not answer a ping", () => {
    socket.listen("run:1", {});
    FakeSocket.latest.opens();
    vi.advanceTimersByTime(20_000);
    expect(FakeSocket.latest.sent.at(-1)).toEqual({ op: "ping" });
    vi.advanceTimersByTime(10_000);
    expect(socket.state).toBe("waiting");
  });

  it("keeps a line that answers", () => {
    socket.listen("run:1", {});
    FakeSocket.latest.opens();
    vi.advanceTimersByTime(20_000);
    FakeSocket.latest.says({ op: "pong" });
    vi.advanceTimersByTime(15_000);
    expect(socket.state).toBe("open");
  });
});
