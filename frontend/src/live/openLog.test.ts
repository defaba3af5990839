import { beforeEach, describe, expect, it, type Mock, vi } from "vitest";
import { FakeSocket } from "../../testing/FakeSocket";
import { type LogSink, openLog } from "./openLog";
import { LiveSocket } from "./socket";

const attempt = "0f8fad5b-d9cb-469f-a165-70867728950e";
const topic = `log:${attempt}`;

let text: string;
let sink: LogSink;
let onEnd: Mock<LogSink["onEnd"]>;
let socket: LiveSocket;

function connect(): void {
  FakeSocket.latest.opens();
  FakeSocket.latest.says({ op: "subscribed", topic });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  text = "";
  onEnd = vi.fn<LogSink["onEnd"]>();
  sink = {
    onBytes: (offset, bytes) => {
      expect(offset).toBe(text.length);
      text += new TextDecoder().decode(bytes);
    },
    onEnd,
  };
  socket = new LiveSocket(() => "ws://studio/ws/", (address) => new FakeSocket(address) as unknown as WebSocket);
});

describe("an open log", () => {
  it("asks with credit once it is subscribed", () => {
    openLog(attempt, sink, socket).pull(0, 100);
    connect();
    expect(FakeSocket.latest.sent.at(-1)).toEqual({ op: "pull", topic, offset: 0, credit: 100 });
  });

  it("gives every byte once, whatever comes double", () => {
    openLog(attempt, sink, socket).pull(0, 100);
    connect();
    FakeSocket.latest.sendsLog(attempt, 0, "hello ");
    FakeSocket.latest.sendsLog(attempt, 0, "hello ");
    FakeSocket.latest.sendsLog(attempt, 3, "lo world");
    expect(text).toBe("hello world");
  });

  it("leaves bytes beyond a gap alone: they come again with the pull that fills it", () => {
    openLog(attempt, sink, socket).pull(0, 100);
    connect();
    FakeSocket.latest.sendsLog(attempt, 6, "world");
    FakeSocket.latest.sendsLog(attempt, 0, "hello world");
    expect(text).toBe("hello world");
  });

  it("goes on at its byte after the line was lost", () => {
    openLog(attempt, sink, socket).pull(0, 100);
    connect();
    FakeSocket.latest.sendsLog(attempt, 0, "hello ");
    FakeSocket.latest.close();
    vi.advanceTimersByTime(250);
    connect();
    expect(FakeSocket.latest.sent.at(-1)).toEqual({ op: "pull", topic, offset: 6, credit: 94 });
    FakeSocket.latest.sendsLog(attempt, 6, "world");
    expect(text).toBe("hello world");
  });

  it("leaves the asking to a sink that wants to know when it is open", () => {
    const onOpen = vi.fn();
    const onDown = vi.fn();
    openLog(attempt, { ...sink, onOpen, onDown }, socket);
    connect();
    FakeSocket.latest.close();
    expect(onOpen).toHaveBeenCalledOnce();
    expect(onDown).toHaveBeenCalledOnce();
  });

  it("says when the log is complete", () => {
    openLog(attempt, sink, socket);
    connect();
    FakeSocket.latest.says({ op: "log_end", topic, offset: 11, state: "Completed" });
    expect(onEnd).toHaveBeenCalledWith(11, "Completed");
  });
});
