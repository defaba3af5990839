import classes from "./RouteProgress.module.css";

/** A hairline while the next page's code is on its way. */
export function RouteProgress({ isBusy }: { isBusy: boolean }) {
  return isBusy ? <div className={classes.bar} /> : null;
}
