import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { UIEvent } from "react";
import { useFollow } from "./useFollow";

const ROW = 19;
const VIEW = 100;

/** A scroller as the browser has it: what is set is clamped to what there is. */
class Scroller extends EventTarget {
  top = 0;
  clientHeight = VIEW;
  scrollHeight = 0;

  get scrollTop() {
    return Math.min(this.top, this.end);
  }
  get end() {
    return Math.max(0, this.scrollHeight - this.clientHeight);
  }
  scrollTo({ top }: { top: number }) {
    this.top = Math.min(top, this.end);
  }
}

let resized: () => void = () => undefined;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
});

function opened(rows: number) {
  const scroller = new Scroller();
  const ref = { current: scroller as unknown as HTMLElement };
  const hook = renderHook(
    (count: number) => {
      scroller.scrollHeight = count * ROW;
      return useFollow(ref, { size: count * ROW, rows: count, isGrowing: true, initially: true });
    },
    { initialProps: rows },
  );
  const scrolled = () => {
    act(() => {
      hook.result.current.onScroll({ currentTarget: scroller } as unknown as UIEvent<HTMLElement>);
    });
  };
  return { ...hook, scroller, scrolled };
}

it("the end stays in view while the log grows, also when the browser tells late of the scroll before", () => {
  const { scroller, rerender, scrolled, result } = opened(100);
  expect(scroller.scrollTop).toBe(scroller.end);

  rerender(600);
  scrolled();
  scroller.scrollHeight = 1100 * ROW; // grown, not yet scrolled
  scrolled();
  rerender(1100);

  expect(result.current.isFollowing).toBe(true);
  expect(scroller.scrollTop).toBe(scroller.end);
});

it("a scroll up pauses and counts what comes; back at the end it follows again", () => {
  const { scroller, rerender, scrolled, result } = opened(100);
  scroller.scrollTo({ top: 500 });
  scrolled();
  rerender(130);
  expect(scroller.scrollTop).toBe(500);
  expect(result.current.unseen).toBe(30);

  scroller.scrollTo({ top: Infinity });
  scrolled();

  expect(result.current).toMatchObject({ isFollowing: true, unseen: 0 });
});

it("the end stays in view though React drew the new rows once already, for nothing", () => {
  const scroller = new Scroller();
  const ref = { current: scroller as unknown as HTMLElement };
  let rows = 100;
  const { result, rerender } = renderHook(() => {
    scroller.scrollHeight = rows * ROW;
    return useFollow(ref, { size: rows * ROW, rows, isGrowing: true, initially: true });
  });
  const scrolledTo = (top: number) => {
    scroller.scrollTo({ top });
    act(() => {
      result.current.onScroll({ currentTarget: scroller } as unknown as UIEvent<HTMLElement>);
    });
  };
  scrolledTo(0);
  scrolledTo(Infinity);

  // The log has grown meanwhile. A state set to what it is makes React draw, then forget the drawing but not its effects.
  rows = 600;
  scrolledTo(Infinity);
  rerender();

  expect(scroller.scrollTop).toBe(scroller.end);
});

it("the end stays in view when the view gets lower", () => {
  const { scroller } = opened(100);

  scroller.clientHeight = VIEW / 2;
  resized();

  expect(scroller.scrollTop).toBe(scroller.end);
});
