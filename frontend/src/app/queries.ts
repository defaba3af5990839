import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/errors";
import { routes } from "../api/routes";

/** A session that ended sends the user to sign in, and back to this very place. */
function leaveWhenSignedOut(error: Error): void {
  if (error instanceof ApiError && error.status === 401) {
    const here = location.pathname + location.search;
    location.assign(`${routes.signIn()}?next=${encodeURIComponent(here)}`);
  }
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        // The live socket says when something changed; a short age only spares double requests.
        staleTime: 10_000,
        retry: (count, error) => error instanceof ApiError && error.isTransient && count < 3,
        // A restart takes a second or two; after three seconds one wants to know.
        retryDelay: (count) => 400 * 2 ** count,
      },
    },
  });
}
