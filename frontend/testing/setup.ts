import { afterEach, vi } from "vitest";
import "../src/i18n";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
