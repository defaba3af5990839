/**
 * The API's schema leaves documents and the kinds' own schemas open: they have versions of their own.
 * Here, and only here, they get the types of graph/; the server has judged their shape before it sent them.
 */
import type { PipelineDocument } from "../graph/document";

type Open = Record<string, unknown>;

export type WithDocument<Body> = Omit<Body, "document"> & { document: PipelineDocument };

export function readDocument<Body extends { document: Open }>(body: Body): WithDocument<Body> {
  return body as unknown as WithDocument<Body>;
}

export function openDocument(document: PipelineDocument): Open {
  return { ...document };
}
