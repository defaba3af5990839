/** What is typed into the form of a datastore, and what of it is sent. */
import type { Connection, Datastore, DatastoreField, DatastoreKind } from "@/api/datastores";

export interface ConnectionForm {
  settings: Record<string, string>;
  credentials: Record<string, string>;
  /** The way to sign in: the name of a group of credentials, or `NO_WAY`. */
  way: string;
}

export interface Way {
  name: string;
  title: string;
  fields: DatastoreField[];
}

/** No credentials of its own, or those that are stored already. */
export const NO_WAY = "-";

/**
 * The ways to sign in that a kind knows: its credentials, those of one group together; at the end none (or those that
 * are kept already, if `canKeep`). Empty when the kind knows no credentials.
 */
export function waysOf(kind: DatastoreKind, canKeep = false): Way[] {
  const ways = new Map<string, DatastoreField[]>();
  for (const field of kind.fields.filter(({ secret, group }) => secret || group)) {
    const name = field.group || field.name;
    ways.set(name, [...(ways.get(name) ?? []), field]);
  }
  if (ways.size === 0) return [];
  const named = [...ways].map(([name, fields]): Way => ({ name, fields, title: fields.length === 1 ? (fields[0]?.title ?? name) : titleOf(name) }));
  return kind.needs_credentials && !canKeep ? named : [...named, { name: NO_WAY, title: "", fields: [] }];
}

function titleOf(group: string): string {
  const words = group.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function emptyForm(kind: DatastoreKind | undefined): ConnectionForm {
  return { settings: {}, credentials: {}, way: (kind && waysOf(kind)[0]?.name) ?? NO_WAY };
}

/** The form of a registered datastore: its credentials are kept until others are typed. */
export function formOf({ settings }: Datastore): ConnectionForm {
  return { settings, credentials: {}, way: NO_WAY };
}

/** What is sent: blanks around values go, empty values are left out. */
export function connectionOf(kind: string, { settings, credentials }: ConnectionForm): Connection {
  return { kind, settings: trimmed(settings), credentials: trimmed(credentials) };
}

function trimmed(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ""),
  );
}

/** Whether every required field of the settings and of the chosen way is filled in. */
export function isComplete(kind: DatastoreKind, form: ConnectionForm): boolean {
  const { settings, credentials } = connectionOf(kind.kind, form);
  const way = waysOf(kind).find(({ name }) => name === form.way);
  const places = kind.fields.filter(({ secret, group, required }) => !secret && !group && required);
  return places.every(({ name }) => settings[name]) && (way?.fields ?? []).every(({ name }) => credentials[name]);
}
