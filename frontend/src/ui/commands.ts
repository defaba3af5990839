/** Actions that the ⌘K palette offers: each page adds what can be done with what it shows. */
import type { Icon } from "@tabler/icons-react";
import { useEffect } from "react";
import { create } from "zustand";

export interface Command {
  id: string;
  label: string;
  description?: string;
  icon?: Icon;
  /** Key in the page that does the same, as `mod+Z`. */
  keys?: string;
  run: () => void;
}

interface CommandStore {
  commands: Command[];
}

export const useCommandStore = create<CommandStore>(() => ({ commands: [] }));

/** Offer these in ⌘K while the page is mounted. `commands` must be stable (useMemo). */
export function useCommands(commands: Command[]): void {
  useEffect(() => {
    useCommandStore.setState((state) => ({ commands: [...state.commands, ...commands] }));
    return () => useCommandStore.setState((state) => ({ commands: state.commands.filter((each) => !commands.includes(each)) }));
  }, [commands]);
}
