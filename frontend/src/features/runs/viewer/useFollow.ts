import { type RefObject, useEffect, useLayoutEffect, useRef, useState, type UIEvent } from "react";

/** How near the end counts as being there, in pixels. */
const NEAR = 6;

export interface Follow {
  isFollowing: boolean;
  /** Lines that came since the reader scrolled up. */
  unseen: number;
  onScroll(event: UIEvent<HTMLElement>): void;
  follow(): void;
  pause(): void;
}

interface Growth {
  /** Height of all rows, in pixels. */
  size: number;
  rows: number;
  /** Whether lines still come: a log that is only being fetched has none that are new. */
  isGrowing: boolean;
  initially: boolean;
}

/** Keeps the end of a growing log in view until somebody scrolls up. */
export function useFollow(scroller: RefObject<HTMLElement | null>, { size, rows, isGrowing, initially }: Growth): Follow {
  const [isFollowing, setFollowing] = useState(initially);
  const [seen, setSeen] = useState<number | null>(null);
  const lastTop = useRef(0);
  const reached = useRef<number | null>(null);

  // Compared here, not by React: the log grows outside of React, which may draw it, drop the drawing because no state
  // has changed, and still remember what the effect was to depend on. The next drawing would then move nothing.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!isFollowing) reached.current = null;
    if (!element || !isFollowing || reached.current === size) return;
    reached.current = size;
    element.scrollTo({ top: element.scrollHeight });
    lastTop.current = element.scrollTop;
    // The browser tells of a scroll with the next frame; the rows of the end are wanted in this one.
    queueMicrotask(() => element.dispatchEvent(new Event("scroll")));
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element || !isFollowing) return;
    // A view that gets lower loses its end, not its beginning.
    const observer = new ResizeObserver(() => {
      element.scrollTo({ top: element.scrollHeight });
      lastTop.current = element.scrollTop;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [scroller, isFollowing]);

  const pause = () => {
    if (isFollowing || seen === null) setSeen(rows);
    setFollowing(false);
  };
  const onScroll = ({ currentTarget: element }: UIEvent<HTMLElement>) => {
    const isUp = element.scrollTop < lastTop.current - 1;
    const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - NEAR;
    lastTop.current = element.scrollTop;
    // New lines below do not move the view: only a scroll towards the beginning means "let me read".
    if (isAtEnd) setFollowing(true);
    else if (isUp) pause();
  };
  const follow = () => {
    setFollowing(true);
  };
  const unseen = isFollowing || !isGrowing || seen === null ? 0 : Math.max(0, rows - seen);
  return { isFollowing, unseen, onScroll, follow, pause };
}
