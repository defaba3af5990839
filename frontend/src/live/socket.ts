/** One WebSocket a tab, shared by all topics; comes back by itself and subscribes again. */
import { backoff } from "./backoff";
import { type ClientFrame, type LogBytes, parseLogFrame, type ServerFrame } from "./frames";

export type ConnectionState = "idle" | "connecting" | "open" | "waiting";

/**
 * What a topic's listeners hear. `onSubscribed(true)` says that nudges begin only now: whatever was read before,
 * at first or while the line was lost, may be behind. `false`: others listened already.
 */
export interface TopicListener {
  onSubscribed?(fresh: boolean): void;
  onChanged?(frame: ServerFrame & { op: "changed" }): void;
  onLogEnd?(frame: ServerFrame & { op: "log_end" }): void;
  onBytes?(frame: LogBytes): void;
  onRefused?(code: number): void;
  /** The line is lost; `onSubscribed` follows when it is back. */
  onLost?(): void;
}

interface Topic {
  listeners: Set<TopicListener>;
  /** Subscribed on the present connection. */
  isSubscribed: boolean;
}

const pingEvery = 20_000;
const answerWithin = 10_000;

export class LiveSocket {
  private socket: WebSocket | null = null;
  private readonly topics = new Map<string, Topic>();
  private readonly watchers = new Set<() => void>();
  private tries = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setTimeout> | undefined;
  private current: ConnectionState = "idle";

  constructor(
    private readonly address: () => string,
    private readonly open: (address: string) => WebSocket = (address) => new WebSocket(address),
  ) {}

  get state(): ConnectionState {
    return this.current;
  }

  /** Call `watcher` on each change of the connection's state. Returns how to stop. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Listen to a topic; the first listener subscribes it, the last one leaving unsubscribes. */
  listen(name: string, listener: TopicListener): () => void {
    const topic = this.topics.get(name) ?? { listeners: new Set(), isSubscribed: false };
    topic.listeners.add(listener);
    this.topics.set(name, topic);
    if (topic.isSubscribed) listener.onSubscribed?.(false);
    else if (topic.listeners.size === 1) this.send({ op: "subscribe", topic: name });
    this.connect();
    return () => this.leave(name, listener);
  }

  /** Send now if the line is open. What must survive a reconnect is sent again from `onSubscribed`. */
  send(frame: ClientFrame): void {
    if (this.current === "open") this.socket?.send(JSON.stringify(frame));
  }

  /** Try at once instead of waiting for the next try: the network is back, or the user asks. */
  retryNow(): void {
    if (this.current !== "waiting") return;
    clearTimeout(this.retryTimer);
    this.tries = 0;
    this.setState("idle");
    this.connect();
  }

  private leave(name: string, listener: TopicListener): void {
    const topic = this.topics.get(name);
    topic?.listeners.delete(listener);
    if (!topic || topic.listeners.size > 0) return;
    this.topics.delete(name);
    this.send({ op: "unsubscribe", topic: name });
  }

  private connect(): void {
    if (this.current !== "idle" || this.topics.size === 0) return;
    this.setState("connecting");
    const socket = this.open(this.address());
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.opened();
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.received(event.data);
    socket.onclose = () => this.closed(socket);
    this.socket = socket;
  }

  private opened(): void {
    this.setState("open");
    for (const name of this.topics.keys()) this.send({ op: "subscribe", topic: name });
    this.schedulePing();
  }

  private closed(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    clearTimeout(this.pingTimer);
    for (const topic of this.topics.values()) {
      topic.isSubscribed = false;
      topic.listeners.forEach((listener) => listener.onLost?.());
    }
    if (this.topics.size === 0) {
      this.setState("idle");
      return;
    }
    this.setState("waiting");
    this.retryTimer = setTimeout(() => {
      this.setState("idle");
      this.connect();
    }, backoff(this.tries++, Math.random()));
  }

  /** A line can die without a close (a laptop that slept): no answer to a ping means reconnect. */
  private schedulePing(): void {
    clearTimeout(this.pingTimer);
    this.pingTimer = setTimeout(() => {
      this.send({ op: "ping" });
      this.pingTimer = setTimeout(() => {
        const socket = this.socket;
        socket?.close();
        if (socket) this.closed(socket);
      }, answerWithin);
    }, pingEvery);
  }

  private received(data: string | ArrayBuffer): void {
    this.schedulePing();
    if (typeof data !== "string") {
      const frame = parseLogFrame(data);
      this.topics.get(`log:${frame.attempt}`)?.listeners.forEach((listener) => listener.onBytes?.(frame));
      return;
    }
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.op === "pong") return;
    const topic = this.topics.get(frame.topic);
    if (topic) this.dispatch(topic, frame);
  }

  private dispatch(topic: Topic, frame: Exclude<ServerFrame, { op: "pong" }>): void {
    if (frame.op === "subscribed") {
      // Only an answer proves the line: a server that accepts and closes at once must not reset the backoff.
      this.tries = 0;
      topic.isSubscribed = true;
      topic.listeners.forEach((listener) => listener.onSubscribed?.(true));
    } else if (frame.op === "changed") topic.listeners.forEach((listener) => listener.onChanged?.(frame));
    else if (frame.op === "log_end") topic.listeners.forEach((listener) => listener.onLogEnd?.(frame));
    else topic.listeners.forEach((listener) => listener.onRefused?.(frame.code));
  }

  private setState(state: ConnectionState): void {
    this.current = state;
    this.watchers.forEach((watcher) => watcher());
  }
}

function socketAddress(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`;
}

export const liveSocket = new LiveSocket(socketAddress);

if (typeof window !== "undefined") {
  window.addEventListener("online", () => liveSocket.retryNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") liveSocket.retryNow();
  });
}
