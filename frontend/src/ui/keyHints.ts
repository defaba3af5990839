/** What the `?` dialog lists: each page tells its keys while it is shown. */
import { useEffect } from "react";
import { create } from "zustand";

export interface KeyHint {
  /** As `mod+Z`, `Shift+ArrowLeft`, `?`; several ways apart by a blank. */
  keys: string;
  label: string;
}

export interface KeyHintSection {
  title: string;
  hints: KeyHint[];
}

interface KeyHintStore {
  sections: KeyHintSection[];
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}

export const useKeyHintStore = create<KeyHintStore>((set) => ({
  sections: [],
  isOpen: false,
  setOpen: (isOpen) => set({ isOpen }),
}));

/** Show these in the `?` dialog while the page is mounted. `section` must be stable (useMemo or a constant). */
export function useKeyHints(section: KeyHintSection): void {
  useEffect(() => {
    useKeyHintStore.setState(({ sections }) => ({ sections: [...sections, section] }));
    return () => useKeyHintStore.setState(({ sections }) => ({ sections: sections.filter((each) => each !== section) }));
  }, [section]);
}
