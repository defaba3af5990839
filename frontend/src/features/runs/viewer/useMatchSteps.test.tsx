import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useMatchSteps } from "./useMatchSteps";

function opened(first: { rows: number[]; isComplete: boolean; isCurrent: boolean }) {
  const take = vi.fn();
  const hook = renderHook(({ isCurrent, ...search }) => useMatchSteps(search, isCurrent, take), { initialProps: first });
  return { take, ...hook };
}

it("Enter before anything was found goes to the first match when it is", () => {
  const { take, result, rerender } = opened({ rows: [], isComplete: false, isCurrent: true });
  result.current(1);
  expect(take).not.toHaveBeenCalled();

  rerender({ rows: [12], isComplete: false, isCurrent: true });
  rerender({ rows: [12, 40], isComplete: true, isCurrent: true });

  expect(take.mock.calls).toEqual([[1]]);
});

it("Enter right after a letter waits for the search of what was typed", () => {
  const { take, result, rerender } = opened({ rows: [3], isComplete: true, isCurrent: false });
  result.current(1);
  expect(take).not.toHaveBeenCalled();

  rerender({ rows: [3], isComplete: true, isCurrent: true });

  expect(take).toHaveBeenCalledOnce();
});

it("with matches at hand each step is taken at once", () => {
  const { take, result } = opened({ rows: [3], isComplete: false, isCurrent: true });
  result.current(1);
  result.current(-1);

  expect(take.mock.calls).toEqual([[1], [-1]]);
});
