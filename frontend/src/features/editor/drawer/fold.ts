/** Whether the drawer is open, for what stands in it. */
import { createContext, use } from "react";

interface DrawerFold {
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
}

export const DrawerFoldContext = createContext<DrawerFold>({ isOpen: true, setOpen: () => undefined });

export function useDrawerFold(): DrawerFold {
  return use(DrawerFoldContext);
}
