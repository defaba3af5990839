import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { type ConnectionState, liveSocket } from "./socket";

export interface TopicChange {
  topic: string;
  /** In a workspace: which list. */
  what?: string;
  id?: string;
  /** In a run: the number of its newest event. */
  seq?: number;
  /** True when nudges begin only now: anything may have changed since it was read. */
  again?: boolean;
}

/** Call `onChange` whenever the server says that the topic changed. A null topic listens to nothing. */
export function useTopic(topic: string | null, onChange: (change: TopicChange) => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    if (topic === null) return undefined;
    return liveSocket.listen(topic, {
      onChanged: ({ what, id, seq }) => changed({ topic, what, id, seq }),
      onSubscribed: (fresh) => {
        if (fresh) changed({ topic, again: true });
      },
    });
  }, [topic]);
}

/** State of the live line, for the sign that says the page may be behind. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(
    (watcher) => liveSocket.watch(watcher),
    () => liveSocket.state,
  );
}
