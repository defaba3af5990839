import { Anchor } from "@mantine/core";
import { IconFile, IconFolder } from "@tabler/icons-react";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import type { Place } from "@/api/datasets";
import { useWorkspace } from "@/api/workspace";

interface PlaceLinkProps {
  place: Place;
  isFolder?: boolean;
}

/** A path on a datastore, leading to the file browser. A path with `*` leads to the folder it is in. */
export function PlaceLink({ place: { datastore, path }, isFolder = path.endsWith("/") }: PlaceLinkProps) {
  const ws = useWorkspace().name;
  const fixed = path.includes("*") ? path.slice(0, path.indexOf("*")) : path;
  const folder = isFolder ? fixed : fixed.slice(0, fixed.lastIndexOf("/") + 1);
  const Icon = isFolder ? IconFolder : IconFile;
  return (
    <>
      <Icon size={16} stroke={1.6} aria-hidden style={{ flex: "none", alignSelf: "flex-start", marginTop: 2 }} />
      <Anchor
        component={Link}
        to={routes.datastore(ws, datastore, { path: folder, file: path.includes("*") || isFolder ? undefined : path })}
        fz="inherit"
      >
        {datastore}/{path}
      </Anchor>
    </>
  );
}
