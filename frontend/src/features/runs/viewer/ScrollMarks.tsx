import { memo } from "react";
import classes from "./LogViewer.module.css";

/** How many places beside the scrollbar can be told apart. */
const PLACES = 200;

interface ScrollMarksProps {
  rows: number;
  hits: readonly number[];
  errors: readonly number[];
}

/** Where in the whole log the search hits and errors are, beside the scrollbar. */
export const ScrollMarks = memo(function ScrollMarks({ rows, hits, errors }: ScrollMarksProps) {
  return (
    <div className={classes.marks} aria-hidden>
      {placesOf(errors, rows).map((place) => (
        <i key={`e${place}`} data-kind="error" style={{ top: `${(place / PLACES) * 100}%` }} />
      ))}
      {placesOf(hits, rows).map((place) => (
        <i key={`h${place}`} data-kind="hit" style={{ top: `${(place / PLACES) * 100}%` }} />
      ))}
    </div>
  );
});

function placesOf(found: readonly number[], rows: number): number[] {
  const places = new Set<number>();
  for (const row of found) {
    places.add(Math.floor((row / Math.max(1, rows)) * PLACES));
    if (places.size === PLACES) break;
  }
  return [...places];
}
